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

    def test_as_many_queries_are_kept_as_is_set(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_LIMITS_RECENT_QUERIES": "2"})
        for i in range(3):
            sidecar.ask(query(f"host{i}.example.com"))
        self.assertEqual([entry["name"].rstrip(".") for entry in sidecar.queries()],
                         ["host2.example.com", "host1.example.com"])

    def test_hostile_name_is_harmless_in_the_status_endpoint(self):
        sidecar = self.start()
        wire = query("example.com").to_wire()
        label = b'<script>"\\\n\xff'
        sidecar.ask(wire[:12] + bytes([len(label)]) + label + wire[12:])
        entry, = sidecar.queries()
        self.assertTrue(all(" " <= character <= "~" for character in entry["name"]), entry)

    def test_queries_are_not_logged_unless_that_is_set(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1"})
        sidecar.ask(query("www.example.com"))
        sidecar.signal(signal.SIGTERM)
        sidecar.wait()
        self.assertFalse([line for line in sidecar.lines if "event=query" in line])

    def test_level_hides_what_is_below_it(self):
        # The ports are told at level info, so the level is raised once they are known.
        sidecar = Sidecar(self, toml='log = { level = "info", queries = true }\n')
        for level, shown in (("warning", True), ("error", False)):
            before = len(sidecar.lines)
            sidecar.file.write_text(f'log = {{ level = "{level}", queries = true }}\ntarget = "10.96.0.50"\n'
                                    f'domains = "{level}.example.com"\n', encoding="utf-8")
            wait_until("the file is read", lambda level=level: sidecar.status()["domains"] == [f"{level}.example.com"])
            sidecar.ask(query("www.example.com"))
            sidecar.file.write_text("wrong", encoding="utf-8")  # an error, which every level shows
            wait_until("the error is shown", lambda start=before: any(
                "level=error" in line for line in sidecar.lines[start:]))
            lines = sidecar.lines[before:]
            self.assertEqual(any("level=warning" in line for line in lines), shown, lines)
            self.assertFalse([line for line in lines if "level=info" in line])

    def test_warnings_are_sentences_in_the_log_and_in_the_status(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "10.96.0.50", "FAKE_DNS_DOMAINS": "app.test"})
        for part in ("target 10.96.0.50 is a reserved address", "domain app.test ends in .test"):
            self.assertIn("level=warning", sidecar.wait_for_line(part))
            self.assertTrue([text for text in sidecar.status()["warnings"] if text.startswith(part)])


if __name__ == "__main__":
    unittest.main()
