"""The program as a user calls it: exit codes, what is printed, and how it refuses to start."""

import os
import socket
import stat
import subprocess
import unittest
from pathlib import Path

from sidecar import LOCAL, PROGRAM, Sidecar, environment, run, temporary_directory

GOOD, COULD_NOT_RUN, WRONG_USAGE = 0, 1, 2


class CommandLine(unittest.TestCase):
    def check(self, result, code, *parts):
        text = result.stdout + result.stderr
        self.assertEqual(result.returncode, code, text)
        for part in parts:
            self.assertIn(part, text)

    def test_help_lists_subcommands_and_settings(self):
        result = run("--help")
        self.check(result, GOOD, "serve", "healthcheck", "config", "install", "--listen", "FAKE_DNS_LISTEN",
                   "--upstream-timeout", "FAKE_DNS_UPSTREAM_TIMEOUT")
        self.assertEqual(result.stderr, "")

    def test_version_is_one_line(self):
        result = run("--version")
        self.check(result, GOOD)
        self.assertRegex(result.stdout, r"\A(boulder-dns-sidecar )?\d+\.\d+\.\d+\S*\n\Z")

    def test_wrong_usage_exits_2_and_says_what_is_wrong(self):
        for arguments, part in ((["--no-such-flag"], "--no-such-flag"), (["frobnicate"], "frobnicate"),
                                (["serve", "extra"], "extra"), (["--ttl"], "--ttl"), (["install"], "PATH")):
            with self.subTest(arguments):
                result = run(*arguments)
                self.check(result, WRONG_USAGE, part)
                self.assertEqual(result.stdout, "")

    def test_all_bad_settings_are_told_at_once(self):
        file = Path(temporary_directory(self)) / "config.toml"
        file.write_text('target = "192.0.2.1"\n\ndomians = ["example.com"]\n[upstream]\ntries = 0\n', encoding="utf-8")
        result = run("--log-level", "loud", settings={"FAKE_DNS_CONFIG": str(file), "FAKE_DNS_TTL": "soon",
                                                      "FAKE_DNS_LISTN": "127.0.0.1:0"})
        self.check(result, WRONG_USAGE, f"{file}:3", "domians", "domains", f"{file}:5", "upstream.tries",
                   "FAKE_DNS_TTL", "soon", "FAKE_DNS_LISTN", "FAKE_DNS_LISTEN", "--log-level", "loud")
        self.assertEqual(len(result.stderr.splitlines()), 5, result.stderr)

    def test_taken_port_exits_1_and_names_it(self):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind((LOCAL, 0))
            tcp.listen()
            udp.bind((LOCAL, 0))
            for variable, taken in (("FAKE_DNS_LISTEN", udp), ("FAKE_DNS_LISTEN", tcp), ("FAKE_DNS_STATUS_LISTEN", tcp)):
                address = "{}:{}".format(*taken.getsockname())
                with self.subTest(variable, address=address):
                    result = run(settings={"FAKE_DNS_LISTEN": f"{LOCAL}:0", "FAKE_DNS_STATUS_LISTEN": "off",
                                           variable: address})
                    self.check(result, COULD_NOT_RUN, address, variable, "Address already in use")

    def test_unreadable_settings_file_exits_1_and_names_it(self):
        directory = temporary_directory(self)
        for name, path, cause in (("missing", f"{directory}/none.toml", "No such file"),
                                  ("a folder", directory, "Is a directory")):
            with self.subTest(name):
                self.check(run("--config", path), COULD_NOT_RUN, path, cause)

    def test_file_that_is_no_toml_exits_2_and_names_the_line(self):
        file = Path(temporary_directory(self)) / "config.toml"
        file.write_text("ttl = 5\nlisten = [\n", encoding="utf-8")
        self.check(run(settings={"FAKE_DNS_CONFIG": str(file)}), WRONG_USAGE, str(file))

    def test_config_prints_values_with_their_origins(self):
        file = Path(temporary_directory(self)) / "config.toml"
        file.write_text('domains = ["example.com"]\nttl = 9\n[upstream]\ntries = 3\n', encoding="utf-8")
        result = run("config", "--log-format", "json", settings={"FAKE_DNS_CONFIG": str(file), "FAKE_DNS_TTL": "8"})
        self.check(result, GOOD)
        lines = {line.split("=")[0].strip(): line for line in result.stdout.splitlines() if "=" in line}
        for key, value, origin in (("ttl", "8", "FAKE_DNS_TTL"), ("domains", "example.com", f"{file}:1"),
                                   ("upstream.tries", "3", f"{file}:4"), ("log.format", "json", "--log-format"),
                                   ("listen", "127.0.0.1:53", "default")):
            with self.subTest(key):
                self.assertIn(value, lines[key])
                self.assertIn(origin, lines[key])

    def test_settings_file_is_that_of_the_flag_or_of_the_variable_or_the_usual_one(self):
        etc = Path(temporary_directory(self))
        usual = etc / "boulder-dns-sidecar" / "config.toml"
        usual.parent.mkdir()
        for number, file in enumerate((usual, etc / "variable.toml", etc / "flag.toml"), 1):
            file.write_text(f"ttl = {number}\n", encoding="utf-8")
        # With another /etc, which only a mount namespace can have.
        user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
        mount = ["unshare", *user, "--mount", "sh", "-c", 'mount --bind "$0" /etc && "$@"', str(etc)]
        for variable, flag, ttl in (("", [], "1"), ("/etc/variable.toml", [], "2"),
                                    ("/etc/variable.toml", ["--config", "/etc/flag.toml"], "3")):
            with self.subTest(variable=variable, flag=flag):
                result = subprocess.run([*mount, *PROGRAM, "config", *flag], stdin=subprocess.DEVNULL,
                                        env=environment({"FAKE_DNS_CONFIG": variable}), capture_output=True, text=True,
                                        check=False)
                self.check(result, GOOD)
                self.assertRegex(result.stdout, rf"(?m)^ttl += {ttl} ")

    def test_healthcheck_follows_the_running_sidecar(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1"})
        settings = {"FAKE_DNS_STATUS_LISTEN": "{}:{}".format(*sidecar.status_address)}
        self.check(run("healthcheck", settings=settings), GOOD)
        sidecar.signal(15)
        sidecar.wait(0)
        self.check(run("healthcheck", settings=settings), COULD_NOT_RUN, settings["FAKE_DNS_STATUS_LISTEN"])

    def test_install_copies_a_program_that_runs(self):
        for target in ("folder", "file"):
            with self.subTest(target):
                directory = Path(temporary_directory(self))
                path = directory if target == "folder" else directory / "sidecar"
                self.check(run("install", str(path)), GOOD)
                copy = directory / ("boulder-dns-sidecar" if target == "folder" else "sidecar")
                self.assertTrue(os.stat(copy).st_mode & stat.S_IXOTH)
                self.assertEqual(subprocess.run([copy, "--version"], capture_output=True, check=True).stdout,
                                 subprocess.run([*PROGRAM, "--version"], capture_output=True, check=True).stdout)

    def test_install_into_nowhere_exits_1(self):
        path = temporary_directory(self) + "/none/sidecar"
        self.check(run("install", path), COULD_NOT_RUN, path)

    def test_assign_address_without_a_prefix_exits_2(self):
        self.check(run("assign-address"), WRONG_USAGE, "FAKE_DNS_RELAY_ADDRESSES")


if __name__ == "__main__":
    unittest.main()
