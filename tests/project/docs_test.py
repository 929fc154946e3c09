"""What the documentation shows works: each code block of README.md, CONTRIBUTING.md and docs/ is run or loaded.

A block says what it is by its language:
  toml        a whole configuration file: `config` must load it
  sh          run by a shell whose programs are those of stub.sh; text after `# ` behind dig or curl must be in the output
  yaml, json  must parse
  text        output, a picture, or what needs a cluster: not checked
It runs in a network namespace, so that the ports of the documentation are free.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from sidecar import BINARY, DEADLINE, environment, run, temporary_directory  # noqa: E402

LANGUAGES = {"toml", "sh", "yaml", "json", "text"}
# What stub.sh stands in for: it waits for a server, or looks at the words only.
STUBS = ("dig", "curl", "kubectl", "docker", "kind")


def pages():
    return [page for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
            if page.is_file()]


def blocks(*languages):
    """Yields (page:line, language, text) of each fenced block; of these languages only, if any are given."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^( *)```(\S*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
            line = text.count("\n", 0, match.start()) + 1
            if not languages or match[2] in languages:
                yield f"{page.relative_to(ROOT)}:{line}", match[2], match[3]


class Docs(unittest.TestCase):
    def workplace(self):
        """A folder that looks like this tree after `./run build`; returns (folder, folder of the stubs)."""
        place = Path(temporary_directory(self))
        for entry in ROOT.iterdir():
            if not entry.name.startswith((".", "build")) and entry.name != "run":
                (place / entry.name).symlink_to(entry)
        stubs = place / ".stubs"
        for folder in (stubs, place / "build"):
            folder.mkdir()
        for name in STUBS:
            (stubs / name).symlink_to(ROOT / "tests" / "project" / "stub.sh")
        (place / "run").symlink_to(ROOT / "tests" / "project" / "stub.sh")
        for folder in (stubs, place / "build"):
            (folder / "boulder-dns-sidecar").symlink_to(BINARY)
        return place, stubs

    def run_script(self, text):
        """Runs a block by a shell that stops at the first failure; returns what it printed."""
        place, stubs = self.workplace()
        settings = {**environment({}), "PATH": f"{stubs}:{os.environ['PATH']}", "ROOT": str(ROOT)}
        with tempfile.TemporaryFile("w+") as output:
            shell = subprocess.Popen(["sh", "-eu", "-c", text], cwd=place, env=settings, stdin=subprocess.DEVNULL,
                                     stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
            try:
                code = shell.wait(DEADLINE)
            finally:
                try:
                    os.killpg(shell.pid, signal.SIGKILL)  # what a block leaves running ends with it
                except ProcessLookupError:
                    pass
                shell.wait()
            output.seek(0)
            printed = output.read()
        self.assertEqual(code, 0, printed)
        return printed

    def test_every_block_says_what_it_is(self):
        self.assertTrue(list(blocks("sh")))
        for place, language, _ in blocks():
            with self.subTest(place):
                self.assertIn(language, LANGUAGES)

    def test_toml_loads(self):
        for place, _, text in blocks("toml"):
            with self.subTest(place), tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
                file.write(text)
                file.flush()
                result = run("config", "--config", file.name)
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_commands_work(self):
        for place, _, text in blocks("sh"):
            with self.subTest(place):
                printed = self.run_script(text)
                for expected in re.findall(r"^(?:dig|curl) .*? # (.*?)(?: \.\.\.)?$", text, re.MULTILINE):
                    self.assertIn(expected, printed)

    def test_yaml_and_json_parse(self):
        for place, language, text in blocks("yaml", "json"):
            with self.subTest(place):
                if language == "json":
                    json.loads(text)
                else:
                    self.assertTrue(list(yaml.safe_load_all(text)))


class Links(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for page in [*pages(), *sorted(ROOT.glob("*/README.md")), *sorted(ROOT.glob("*/*/README.md"))]:
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
                with self.subTest(f"{page.relative_to(ROOT)} -> {target}"):
                    self.assertTrue((page.parent / target).exists())


if __name__ == "__main__":
    unittest.main()
