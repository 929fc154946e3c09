"""What each query gets, over every transport: one sidecar with a rule of each kind, and a scripted upstream."""

import unittest

import dns.flags
import dns.message

from fake_upstream import FakeUpstream, zone
from sidecar import LOCAL, TRANSPORTS, Sidecar, closed_port, ede, outcome, query

SETTINGS = """
target = "192.0.2.1,192.0.2.2,2001:db8::1"
domains = ["example.com", "*.apps.example.org"]
ttl = 7

[caa]
issue = ["letsencrypt.org", "ca.example; validationmethods=http-01"]
issuewild = [";"]
iodef = ["mailto:security@example.com"]

[[rule]]
domains = ["v4.example.com"]
target = "192.0.2.4"

[[rule]]
domains = ["service.example.com"]
target = "app.default.svc.cluster.local"
caa = "none"

[[rule]]
domains = ["denied.example.com"]
target = "192.0.2.6"
caa = "deny"

[[rule]]
domains = ["*.tenant.example.com"]
target = "{1}.default.svc.cluster.local"
caa = "forward"

[[rule]]
domains = ["gone.example.com"]
target = "gone.default.svc.cluster.local"

[[rule]]
domains = ["chain.example.com"]
target = "chain.default.svc.cluster.local"

[[rule]]
domains = ["eight.example.com"]
target = "c4.default.svc.cluster.local"

[[rule]]
domains = ["nine.example.com"]
target = "c3.default.svc.cluster.local"

[[rule]]
domains = ["dangling.example.com"]
target = "dangling.default.svc.cluster.local"

[[record]]
name = "_acme-challenge.example.com"
type = "TXT"
data = "value"

[[record]]
name = "mail.example.com"
type = "MX"
data = "10 mx.example.com"

[[record]]
name = "alias.example.com"
type = "CNAME"
data = "v4.example.com"

[[record]]
name = "static.example.net"
type = "A"
data = "192.0.2.77"
"""

ZONE = {
    "app.default.svc.cluster.local A": ["192.0.2.50"],
    "shop.default.svc.cluster.local A": ["192.0.2.51"],
    "shop.default.svc.cluster.local AAAA": ["2001:db8::51"],
    "chain.default.svc.cluster.local A": [
        "chain.default.svc.cluster.local. 60 IN CNAME next.example.net.", "next.example.net. 60 IN A 192.0.2.60"],
    **{f"c{i}.default.svc.cluster.local A": [
        f"c{i}.default.svc.cluster.local. 60 IN CNAME c{i + 1}.default.svc.cluster.local."] for i in range(12)},
    "c12.default.svc.cluster.local A": ["192.0.2.61"],
    "dangling.default.svc.cluster.local A": [
        "dangling.default.svc.cluster.local. 60 IN CNAME nowhere.example.net."],
    "www.example.net A": ["192.0.2.90"],
    "www.example.net TXT": ['"upstream"'],
    "www.example.net CAA": ['0 issue "other-ca.example"'],
    "a.shop.tenant.example.com CAA": ['0 issue "tenant-ca.example"'],
    "apps.example.org A": ["192.0.2.91"],
}

EVERYWHERE = ["A 192.0.2.1", "A 192.0.2.2"]
CAA = ['CAA 0 iodef "mailto:security@example.com"', 'CAA 0 issue "ca.example; validationmethods=http-01"',
       'CAA 0 issue "letsencrypt.org"', 'CAA 0 issuewild ";"']


def found(*records):
    return ", ".join(["NOERROR", *sorted(records)])


NODATA = "NOERROR, SOA"

# Name and type asked for, reply.
CASES = [
    ("www.example.com A", found(*EVERYWHERE)),
    ("www.example.com AAAA", found("AAAA 2001:db8::1")),
    ("WWW.Example.COM A", found(*EVERYWHERE)),
    ("example.com A", found(*EVERYWHERE)),
    ("a.b.c.d.example.com A", found(*EVERYWHERE)),
    ("x.apps.example.org A", found(*EVERYWHERE)),
    ("apps.example.org A", found("A 192.0.2.91")),
    ("notexample.com A", "NXDOMAIN"),
    ("v4.example.com A", found("A 192.0.2.4")),
    ("v4.example.com AAAA", NODATA),
    ("service.example.com A", found("A 192.0.2.50")),
    ("service.example.com AAAA", NODATA),
    ("a.shop.tenant.example.com A", found("A 192.0.2.51")),
    ("shop.tenant.example.com AAAA", found("AAAA 2001:db8::51")),
    ("tenant.example.com A", found(*EVERYWHERE)),
    ("gone.example.com A", "SERVFAIL"),
    ("chain.example.com A", found("A 192.0.2.60")),
    ("eight.example.com A", found("A 192.0.2.61")),
    ("nine.example.com A", "SERVFAIL"),
    ("dangling.example.com A", "SERVFAIL"),
    ("www.example.com CAA", found(*CAA)),
    ("example.com CAA", found(*CAA)),
    ("service.example.com CAA", NODATA),
    ("denied.example.com CAA", found('CAA 0 issue ";"')),
    ("gone.example.com CAA", found(*CAA)),
    ("a.shop.tenant.example.com CAA", found('CAA 0 issue "tenant-ca.example"')),
    ("com CAA", NODATA),
    ("org CAA", NODATA),
    (". CAA", NODATA),
    ("www.example.net CAA", found('CAA 0 issue "other-ca.example"')),
    ("net CAA", "NXDOMAIN"),
    ("www.example.com TXT", NODATA),
    ("www.example.com MX", NODATA),
    ("www.example.com HTTPS", NODATA),
    ("www.example.com TYPE1000", NODATA),
    ("_acme-challenge.example.com TXT", found('TXT "value"')),
    ("_acme-challenge.example.com MX", NODATA),
    ("mail.example.com MX", found("MX 10 mx.example.com.")),
    ("alias.example.com A", found("CNAME v4.example.com.", "A 192.0.2.4")),
    ("alias.example.com CNAME", found("CNAME v4.example.com.")),
    ("static.example.net A", found("A 192.0.2.77")),
    ("static.example.net AAAA", NODATA),
    ("example.com SOA", found("SOA ns.boulder-dns-sidecar.internal. "
                              "hostmaster.boulder-dns-sidecar.internal. 1 3600 600 86400 7")),
    ("example.com NS", found("NS ns.boulder-dns-sidecar.internal.")),
    ("www.example.com SOA", NODATA),
    ("www.example.com ANY", found('HINFO "RFC8482" ""')),
    ("example.com AXFR", "REFUSED"),
    ("example.com IXFR", "REFUSED"),
    ("www.example.net A", found("A 192.0.2.90")),
    ("www.example.net TXT", found('TXT "upstream"')),
    ("www.example.net AAAA", "NOERROR"),
    ("none.example.net A", "NXDOMAIN"),
    ("app.default.svc.cluster.local A", found("A 192.0.2.50")),
]


class Answers(unittest.TestCase):
    def setUp(self):
        self.maxDiff = None
        self.upstream = FakeUpstream(self, zone(ZONE))
        self.sidecar = Sidecar(self, {"FAKE_DNS_UPSTREAM_SERVERS": self.upstream.address}, toml=SETTINGS)

    def test_each_query_gets_what_the_table_says(self):
        for question, expected in CASES:
            for transport in TRANSPORTS:
                for options in ({}, {"use_edns": 0, "payload": 1232}):
                    with self.subTest(question, transport=transport, **options):
                        asked = query(*question.split(" "), **options)
                        reply = self.sidecar.ask(asked, transport)
                        self.assertEqual(outcome(reply), expected)
                        self.assertEqual(reply.id, asked.id)
                        self.assertTrue(reply.flags & dns.flags.RA and reply.flags & dns.flags.RD)
                        self.assertFalse(reply.flags & dns.flags.AD)
                        self.assertEqual(reply.edns, options.get("use_edns", -1))

    def test_question_comes_back_as_it_was_written(self):
        for transport, exchange in TRANSPORTS.items():
            wire = query("wWw.eXample.cOm").to_wire()
            with self.subTest(transport=transport):
                self.assertEqual(exchange(self.sidecar, wire)[12:len(wire)], wire[12:])

    def test_faked_record_carries_the_ttl_and_the_asked_name(self):
        for name in ("www.example.com", "service.example.com"):
            answer = self.sidecar.ask(query(name)).answer[0]
            self.assertEqual((answer.ttl, answer.name.to_text()), (7, name + "."))

    def test_soa_of_a_nodata_reply_is_the_apex_of_the_rule(self):
        soa = self.sidecar.ask(query("a.b.example.com", "TXT")).authority[0]
        self.assertEqual((soa.name.to_text(), soa.ttl, soa[0].minimum), ("example.com.", 7, 7))

    def test_discovery_leads_to_the_sidecar_itself(self):
        host, port = self.sidecar.dns
        for label in ("_dns", "_whatever"):
            srv = self.sidecar.ask(query(f"{label}._udp.boulder-dns-sidecar.internal", "SRV")).answer[0][0]
            self.assertEqual(srv.port, port)
            self.assertEqual(outcome(self.sidecar.ask(query(srv.target))), f"NOERROR, A {host}")

    def test_every_listener_of_the_list_serves(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_LISTEN": f"{LOCAL}:0,127.0.0.2:0",
                                 "FAKE_DNS_STATUS_LISTEN": f"{LOCAL}:0,127.0.0.2:0"})
        listeners = sidecar.status()["listeners"]
        for kind in ("dns", "status"):
            self.assertEqual([address.split(":")[0] for address in listeners[kind]], [LOCAL, "127.0.0.2"])
        for address in listeners["dns"]:
            host, port = address.split(":")
            sidecar.dns = host, int(port)
            for transport in TRANSPORTS:
                self.assertEqual(outcome(sidecar.ask(query("www.example.com"), transport)), found("A 192.0.2.1"))
        for address in listeners["status"]:
            host, port = address.split(":")
            sidecar.status_address = host, int(port)
            self.assertEqual(sidecar.get("/healthz")[0], 200)

    def test_forwarded_query_is_asked_once_and_unchanged(self):
        self.sidecar.ask(query("WWW.example.net", "TXT"))
        self.assertEqual(self.upstream.asked, ["www.example.net TXT udp"])

    def test_caa_with_no_upstream_at_all_is_answered_up_to_the_root(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_DOMAINS": "example.com",
                                 "FAKE_DNS_UPSTREAM_SERVERS": f"127.0.0.1:{closed_port()}"})
        usual = found('CAA 0 issue "happy-hacker-ca.invalid"', 'CAA 0 issue "letsencrypt.org"')
        for name, expected in (("www.example.com", usual), ("com", NODATA), (".", NODATA)):
            self.assertEqual(outcome(sidecar.ask(query(name, "CAA"))), expected)

    def test_passthrough_fakes_caa_and_nothing_else(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_MODE": "passthrough",
                                 "FAKE_DNS_UPSTREAM_SERVERS": self.upstream.address})
        for question, expected in (
                ("www.example.net A", found("A 192.0.2.90")),
                ("www.example.net TXT", found('TXT "upstream"')),
                ("www.example.net CAA", found('CAA 0 issue "happy-hacker-ca.invalid"',
                                              'CAA 0 issue "letsencrypt.org"'))):
            self.assertEqual(outcome(sidecar.ask(query(*question.split(" ")))), expected)

    def test_service_can_be_answered_as_a_cname(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "app.default.svc.cluster.local", "FAKE_DNS_ANSWER": "cname",
                                 "FAKE_DNS_UPSTREAM_SERVERS": self.upstream.address})
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))),
                         found("CNAME app.default.svc.cluster.local.", "A 192.0.2.50"))

    def test_exceptions_are_never_faked(self):
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_EXCEPT": "example.net",
                                 "FAKE_DNS_UPSTREAM_SERVERS": self.upstream.address})
        self.assertEqual(outcome(sidecar.ask(query("www.example.net"))), found("A 192.0.2.90"))
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), found("A 192.0.2.1"))

    def test_failure_is_explained_only_to_who_speaks_edns(self):
        self.assertEqual(ede(self.sidecar.ask(query("gone.example.com"))), [])
        for name, service, cause in (
                ("gone", "gone", "NXDOMAIN"), ("dangling", "dangling", "nowhere.example.net: NXDOMAIN"),
                ("nine", "c3", "garbled reply, or a CNAME chain of more than 8 links,")):
            errors = ede(self.sidecar.ask(query(f"{name}.example.com", use_edns=0)))
            self.assertEqual(errors, [(0, f"service {service}.default.svc.cluster.local: {cause} from "
                                          f"{self.upstream.address}")])

    def test_queries_are_counted_and_listed(self):
        self.sidecar.ask(query("www.example.com"), "tcp")
        self.sidecar.ask(query("www.example.net"))
        self.sidecar.ask(query("gone.example.com", use_edns=0))
        entries = [(entry["name"].rstrip("."), entry["type"], entry["transport"], entry["rcode"], entry["source"])
                   for entry in self.sidecar.queries()]
        self.assertEqual(entries, [("gone.example.com", "A", "udp", "SERVFAIL", "error"),
                                   ("www.example.net", "A", "udp", "NOERROR", "forward"),
                                   ("www.example.com", "A", "tcp", "NOERROR", "fake")])
        self.assertIn("NXDOMAIN", str(self.sidecar.queries()[0]["ede"]))
        counts = self.sidecar.status()["queries"]
        self.assertEqual((counts["total"], counts["faked"], counts["forwarded"], counts["failed"]), (3, 1, 1, 1))


if __name__ == "__main__":
    unittest.main()
