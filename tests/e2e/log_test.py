"""The log: one line an event, whatever the wire brings."""

import json
import signal
import unittest

from sidecar import Sidecar, query, wait_until

LABEL = b'a\nlevel=error event="forged"\r\x1b[2J\x00\xff"= b'


class Log(unittest.TestCase):
    def start(self, **settings):
        return Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_LOG_QUERIES": "true", **settings})

    def test_query_is_one_line_of_keys_and_values(self):
        sidecar = self.start()
        sidecar.ask(query("www.example.com"))
        line = sidecar.wait_for_line("event=query")
        for part in ("level=info", "client=127.0.0.1", "transport=udp", "name=www.example.com", "type=A",
                     "rcode=NOERROR", "source=fake", "duration_us="):
            self.assertIn(part, line)

    def test_json_lines_are_objects(self):
        sidecar = self.start(FAKE_DNS_LOG_FORMAT="json")
        sidecar.ask(query("www.example.com"), "tcp")
        entry = json.loads(sidecar.wait_for_line('"event":"query"'))
        self.assertEqual((entry["name"], entry["type"], entry["transport"], entry["source"]),
                         ("www.example.com", "A", "tcp", "fake"))
        self.assertTrue(all("event" in json.loads(line) for line in sidecar.lines))

    def test_hostile_name_forges_no_line(self):
        for log_format in ("text", "json"):
            with self.subTest(log_format):
                sidecar = self.start(FAKE_DNS_LOG_FORMAT=log_format)
                wire = query("example.com").to_wire()
                before = len(sidecar.lines)
                sidecar.ask(wire[:12] + bytes([len(LABEL)]) + LABEL + wire[12:])
                sidecar.ask(query("last.example.com"))
                sidecar.wait_for_line("last.example.com")
                lines = sidecar.lines[before:]
                self.assertEqual(len(lines), 2, lines)
                self.assertTrue(all(" " <= character <= "~" for character in "".join(lines)), lines)

    def test_hostile_name_is_harmless_in_the_status_endpoint(self):
        sidecar = self.start()
        wire = query("example.com").to_wire()
        label = b'<script>"\\\n\xff'
        sidecar.ask(wire[:12] + bytes([len(label)]) + label + wire[12:])
        entry, = sidecar.queries()
        self.assertTrue(all(" " <= character <= "~" for character in entry["name"]), entry)

    def test_queries_are_not_logged_unless_asked_for(self):
        sidecar = self.start(FAKE_DNS_LOG_QUERIES="false")
        sidecar.ask(query("www.example.com"))
        self.assertNotIn("www.example.com", self.whole_log(sidecar))

    def test_level_hides_what_is_below_it(self):
        settings = "log.queries = true\n"
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1"}, toml=settings)  # whose first lines tell its ports
        sidecar.ask(query("before.example.com"))
        sidecar.wait_for_line("before.example.com")
        loaded_at = sidecar.status()["config"]["loaded_at"]
        sidecar.file.write_text(settings + 'log.level = "warning"\n', encoding="utf-8")
        sidecar.signal(signal.SIGHUP)
        wait_until("the level is taken", lambda: sidecar.status()["config"]["loaded_at"] != loaded_at)
        sidecar.ask(query("after.example.com"))
        self.assertNotIn("after.example.com", self.whole_log(sidecar))

    def whole_log(self, sidecar):
        """Ends the sidecar, so that nothing can be missing yet."""
        sidecar.signal(signal.SIGTERM)
        sidecar.wait(0)
        return "\n".join(sidecar.lines)


if __name__ == "__main__":
    unittest.main()
