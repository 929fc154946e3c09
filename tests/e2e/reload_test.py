"""New settings without a restart: by signal and by a changed file, the way ConfigMaps change."""

import os
import signal
import unittest
from pathlib import Path

from sidecar import Sidecar, outcome, query, temporary_directory, wait_until

OLD, NEW = 'target = "192.0.2.1"\n', 'target = "192.0.2.2"\n'


class Reload(unittest.TestCase):
    def expect(self, sidecar, address):
        wait_until(f"the answer is {address}",
                   lambda: outcome(sidecar.ask(query("www.example.com"))) == f"NOERROR, A {address}")

    def test_signal_reloads(self):
        sidecar = Sidecar(self, toml=OLD)
        self.expect(sidecar, "192.0.2.1")
        sidecar.signal(signal.SIGHUP)  # nothing has changed, so that only the signal can be why
        sidecar.wait_for_line("configuration reloaded")
        sidecar.file.write_text(NEW, encoding="utf-8")
        sidecar.signal(signal.SIGHUP)
        self.expect(sidecar, "192.0.2.2")

    def test_changed_file_reloads(self):
        sidecar = Sidecar(self, toml=OLD)
        self.expect(sidecar, "192.0.2.1")
        sidecar.file.write_text(NEW, encoding="utf-8")
        self.expect(sidecar, "192.0.2.2")

    def test_swapped_configmap_link_reloads(self):
        # A kubelet writes a new folder and renames a link to it over the old one.
        mount = Path(temporary_directory(self))
        for folder, text in (("..old", OLD), ("..new", NEW)):
            (mount / folder).mkdir()
            (mount / folder / "config.toml").write_text(text, encoding="utf-8")
        (mount / "..data").symlink_to("..old")
        (mount / "config.toml").symlink_to("..data/config.toml")
        sidecar = Sidecar(self, {"FAKE_DNS_CONFIG": str(mount / "config.toml")})
        self.expect(sidecar, "192.0.2.1")
        (mount / "..data_tmp").symlink_to("..new")
        os.rename(mount / "..data_tmp", mount / "..data")
        self.expect(sidecar, "192.0.2.2")

    def test_usual_file_that_appears_late_is_loaded(self):
        # As when an optional ConfigMap is made after the pod. With another /etc, which only a mount namespace can have.
        etc = Path(temporary_directory(self))
        file = etc / "boulder-dns-sidecar" / "config.toml"
        user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
        sidecar = Sidecar(self, wrapper=[
            "unshare", *user, "--mount", "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', str(etc)])
        self.assertIsNone(sidecar.status()["config"]["file"])
        file.parent.mkdir()
        file.write_text(NEW, encoding="utf-8")
        self.expect(sidecar, "192.0.2.2")
        self.assertEqual(sidecar.status()["config"]["file"], "/etc/boulder-dns-sidecar/config.toml")

    def test_bad_file_changes_nothing_and_is_told(self):
        sidecar = Sidecar(self, toml=OLD)
        loaded_at = sidecar.status()["config"]["loaded_at"]
        sidecar.file.write_text('ttl = "soon"\ndomians = ["example.com"]\n', encoding="utf-8")
        sidecar.signal(signal.SIGHUP)
        error = wait_until("the error shows", lambda: sidecar.status()["config"]["last_error"])
        self.assertIn("ttl", error)
        self.assertIn("domians", error)
        self.assertIn("domains", error)  # what was meant
        self.assertEqual(sidecar.status()["config"]["loaded_at"], loaded_at)
        sidecar.wait_for_line("reload failed", str(sidecar.file))
        self.expect(sidecar, "192.0.2.1")

    def test_file_that_is_gone_changes_nothing_and_its_return_reloads(self):
        sidecar = Sidecar(self, toml=OLD)
        sidecar.file.unlink()
        sidecar.signal(signal.SIGHUP)
        wait_until("the error shows", lambda: sidecar.status()["config"]["last_error"])
        self.expect(sidecar, "192.0.2.1")
        sidecar.file.write_text(NEW, encoding="utf-8")
        self.expect(sidecar, "192.0.2.2")
        self.assertFalse(sidecar.status()["config"]["last_error"])

    def test_what_a_reload_does_not_apply_is_told(self):
        sidecar = Sidecar(self, toml=OLD)
        sidecar.file.write_text(NEW + "[limits]\nbody = 1024\n", encoding="utf-8")
        sidecar.signal(signal.SIGHUP)
        wait_until("the warning shows", lambda: [text for text in sidecar.status()["warnings"]
                                                 if "limits.body" in text and "restart" in text])
        sidecar.file.write_text(NEW, encoding="utf-8")
        sidecar.signal(signal.SIGHUP)
        wait_until("the warning is gone", lambda: not [text for text in sidecar.status()["warnings"]
                                                       if "limits.body" in text])

    def test_variables_still_win_after_a_reload(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.7"}, toml=OLD)
        sidecar.file.write_text(NEW, encoding="utf-8")
        sidecar.signal(signal.SIGHUP)
        sidecar.wait_for_line("configuration reloaded")
        self.expect(sidecar, "192.0.2.7")


if __name__ == "__main__":
    unittest.main()
