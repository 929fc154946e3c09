"""The rules of the source tree that a compiler does not know.

Usage: boundaries_test.py
"""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("shim", "config", "sidecar")
MAX_LINES, MAX_HEADER_LINES = 300, 160

# Which folders each may include from.
SEES = {"shim": {"shim"}, "config": {"shim", "config"}, "sidecar": {"shim", "config", "sidecar"}}

# No clock, chance, file, socket, thread or stream where answers are decided; config reads text, not files or sockets.
IO = r"boost/(asio|beast|process)|sys/|netinet/|arpa/|netdb|unistd|fcntl|poll|ares|nghttp2|openssl/|[io]*fstream|filesystem"
FORBIDDEN = {
    "shim": rf"{IO}|boost/json|toml|CLI/|iostream|ostream|istream|chrono|ctime|random|thread|mutex|atomic|future",
    "config": rf"{IO}|CLI/|iostream|random|thread|mutex|atomic|future",
    "sidecar": r"thread|future|boost/process",
}

# What is never written anywhere, and why.
BANNED = {
    r"\bTODO\b|\bFIXME\b|\bXXX\b": "an issue remembers better",
    r"asio::detached": "an exception would be lost: use log.exception_handler()",
    r"context_?\.stop\(\)": "coroutines would be abandoned: cancel, and let them end",
    r"[?:]\s*co_await": "g++ 12 destroys the temporaries of a conditional co_await twice: write an if",
    r"reinterpret_cast": "bytes are read by WireReader",
}


def each_source(*folders):
    """Yields (folder, path) of each C++ file."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                yield folder, path


def mentions(page, word):
    return page.is_file() and re.search(rf"\b{re.escape(word)}\b", page.read_text(encoding="utf-8"))


def includes(path):
    """Yields (what stands between the quotes or brackets, whether in quotes)."""
    for quote, name in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', path.read_text(encoding="utf-8"), re.MULTILINE):
        yield name, quote == '"'


class Boundaries(unittest.TestCase):
    def expect_none(self, faults):
        faults = list(faults)
        self.assertEqual(faults, [], "\n" + "\n".join(faults))

    def test_dependencies_point_one_way(self):
        self.expect_none(f"{folder}/{path.name} includes {name}" for folder, path in each_source(*LIBRARIES)
                         for name, quoted in includes(path) if quoted and name.split("/")[0] not in SEES[folder])

    def test_each_library_stays_with_what_it_is_for(self):
        self.expect_none(f"{folder}/{path.name} includes <{name}>" for folder, path in each_source(*LIBRARIES)
                         for name, quoted in includes(path) if not quoted and re.match(f"({FORBIDDEN[folder]})", name))

    def test_link_dependencies_are_the_same_as_the_includes(self):
        for folder in LIBRARIES:
            text = (ROOT / folder / "CMakeLists.txt").read_text(encoding="utf-8")
            linked = set(re.findall(r"boulder_dns_sidecar::(\w+)", text)) & set(LIBRARIES)
            self.assertLessEqual(linked, SEES[folder], folder)

    def test_files_are_short(self):
        self.expect_none(f"{folder}/{path.name} has {lines} lines" for folder, path in each_source(*LIBRARIES, "tests")
                         if (lines := len(path.read_text(encoding="utf-8").splitlines())) >=
                         (MAX_HEADER_LINES if path.suffix == ".hpp" else MAX_LINES))

    def test_headers_are_included_once(self):
        self.expect_none(f"{folder}/{path.name} lacks #pragma once" for folder, path in each_source(*LIBRARIES, "tests")
                         if path.suffix == ".hpp" and not path.read_text(encoding="utf-8").startswith("#pragma once\n"))

    def test_nothing_banned_is_written(self):
        self.expect_none(f"{folder}/{path.name} has {pattern}: {why}" for folder, path in each_source(*LIBRARIES)
                         for pattern, why in BANNED.items() if re.search(pattern, path.read_text(encoding="utf-8")))

    def test_every_source_is_built(self):
        self.expect_none(f"{path.relative_to(ROOT)} stands in no CMakeLists.txt of its folder"
                         for _, path in each_source(*LIBRARIES, "tests")
                         if path.suffix == ".cpp" and not mentions(path.parent / "CMakeLists.txt", path.stem))


class Readmes(unittest.TestCase):
    def test_every_file_is_in_its_folders_readme(self):
        faults = [f"{folder}/{path.name} is not in {folder}/README.md" for folder, path in each_source(*LIBRARIES)
                  if not mentions(ROOT / folder / "README.md", path.stem)]
        self.assertEqual(faults, [], "\n" + "\n".join(faults))


if __name__ == "__main__":
    unittest.main()
