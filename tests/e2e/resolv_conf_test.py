"""The pod's resolv.conf: its servers, its search list, and what happens when it is written anew.

Its servers listen on port 53, so this runs in a network namespace (see CMakeLists.txt).
"""

import signal
import unittest
from pathlib import Path

from fake_upstream import FakeUpstream, zone
from sidecar import LOCAL, Sidecar, ede, outcome, query, temporary_directory, wait_until

FIRST, SECOND = "127.0.0.10", "127.0.0.11"
SEARCH = "search default.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n"


class ResolvConf(unittest.TestCase):
    def start(self, text, **settings):
        self.file = Path(temporary_directory(self)) / "resolv.conf"
        self.file.write_text(text, encoding="utf-8")
        return Sidecar(self, {"FAKE_DNS_UPSTREAM_SERVERS": str(self.file), **settings})

    def test_short_service_name_is_tried_with_the_search_list_in_order(self):
        upstream = FakeUpstream(self, zone({"app.svc.cluster.local A": ["192.0.2.9"]}), FIRST, 53)
        sidecar = self.start(f"nameserver {FIRST}\n{SEARCH}", FAKE_DNS="app")
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), "NOERROR, A 192.0.2.9")
        self.assertEqual(upstream.names(), ["app.default.svc.cluster.local A", "app.svc.cluster.local A"])
        service, = sidecar.status()["services"]
        self.assertEqual(service["name"], "app")
        self.assertEqual(service["resolved_as"].rstrip("."), "app.svc.cluster.local")
        self.assertEqual(service["addresses"], ["192.0.2.9"])

    def test_name_without_the_family_asked_for_is_not_searched_further(self):
        upstream = FakeUpstream(self, zone({"app.default.svc.cluster.local A": ["192.0.2.9"]}), FIRST, 53)
        sidecar = self.start(f"nameserver {FIRST}\n{SEARCH}", FAKE_DNS="app")
        self.assertEqual(outcome(sidecar.ask(query("www.example.com", "AAAA"))), "NOERROR, SOA")
        self.assertEqual(upstream.names(), ["app.default.svc.cluster.local AAAA"])

    def test_missing_short_name_lists_what_was_tried(self):
        FakeUpstream(self, zone({}), FIRST, 53)
        sidecar = self.start(f"nameserver {FIRST}\n{SEARCH}", FAKE_DNS="app")
        (_, text), = ede(sidecar.ask(query("www.example.com", use_edns=0)))
        for name in ("service app", "app.default.svc.cluster.local", "app.svc.cluster.local", "app.cluster.local"):
            self.assertIn(name, text)

    def test_cluster_domain_is_never_faked(self):
        FakeUpstream(self, zone({"web.default.svc.cluster.local A": ["192.0.2.9"]}), FIRST, 53)
        sidecar = self.start(f"nameserver {FIRST}\n{SEARCH}", FAKE_DNS="192.0.2.1")
        self.assertEqual(outcome(sidecar.ask(query("web.default.svc.cluster.local"))), "NOERROR, A 192.0.2.9")
        self.assertEqual(outcome(sidecar.ask(query("web.example.com"))), "NOERROR, A 192.0.2.1")

    def test_file_written_anew_is_used(self):
        FakeUpstream(self, zone({"www.example.com A": ["192.0.2.10"]}), FIRST, 53)
        FakeUpstream(self, zone({"www.example.com A": ["192.0.2.11"]}), SECOND, 53)
        sidecar = self.start(f"nameserver {FIRST}\n")
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), "NOERROR, A 192.0.2.10")
        self.file.write_text(f"nameserver {SECOND}\n", encoding="utf-8")
        wait_until("the second server is asked",
                   lambda: outcome(sidecar.ask(query("www.example.com"))) == "NOERROR, A 192.0.2.11")
        self.assertEqual(sidecar.status()["upstream"]["servers"], [f"{SECOND}:53"])

    def test_servers_are_tried_in_order(self):
        FakeUpstream(self, zone({"www.example.com A": ["192.0.2.11"]}), SECOND, 53)
        sidecar = self.start(f"nameserver {FIRST}\nnameserver {SECOND}\n")
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), "NOERROR, A 192.0.2.11")

    def test_missing_file_is_told_and_fakes_go_on(self):
        missing = str(Path(temporary_directory(self)) / "none")
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_DOMAINS": "example.com",
                                 "FAKE_DNS_UPSTREAM_SERVERS": missing})
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), "NOERROR, A 192.0.2.1")
        self.expect_no_server(sidecar, missing, "No such file")

    def test_file_without_a_server_is_told(self):
        self.expect_no_server(self.start("search example.com\n"), f"{self.file} names no server")

    def expect_no_server(self, sidecar, *parts):
        (_, explanation), = ede(sidecar.ask(query("www.example.net", use_edns=0)))
        code, reasons = sidecar.get("/readyz")
        self.assertEqual(code, 503)
        for part in parts:
            self.assertIn(part, explanation)
            self.assertIn(part, reasons)

    def test_pods_resolver_that_is_the_sidecar_itself_is_no_loop(self):
        for listen in (f"{FIRST}:53", "0.0.0.0:53"):
            with self.subTest(listen):
                sidecar = self.start(f"nameserver {FIRST}\n", FAKE_DNS_LISTEN=listen)
                sidecar.dns = FIRST, 53
                reply = sidecar.ask(query("www.example.com", use_edns=0))
                self.assertEqual(outcome(reply), "SERVFAIL")
                self.assertIn("this sidecar itself", ede(reply)[0][1])
                sidecar.signal(signal.SIGTERM)
                sidecar.wait()

    def test_discovery_of_a_listener_everywhere_leads_to_loopback(self):
        sidecar = self.start(f"nameserver {SECOND}\n", FAKE_DNS_LISTEN="0.0.0.0:53")
        srv, = sidecar.ask(query("_dns._udp.boulder-dns-sidecar.internal", "SRV")).answer
        self.assertEqual(outcome(sidecar.ask(query(srv[0].target))), f"NOERROR, A {LOCAL}")


if __name__ == "__main__":
    unittest.main()
