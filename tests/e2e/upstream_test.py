"""An upstream that fails in every way there is, and what the client is told of it."""

import threading
import time
import unittest

import dns.edns
import dns.flags
import dns.message
import dns.rcode

from fake_upstream import FakeUpstream, answer, fails, silent, truncates_udp, zone
from sidecar import DEADLINE, Sidecar, closed_port, ede, outcome, query, wait_until

RIGHT = "NOERROR, A 192.0.2.9"
BUDGET = 1.0  # seconds; Boulder waits no longer
SERVICE = "app.default.svc.cluster.local"


def right(asked, _transport):
    return [answer(asked, "192.0.2.9")]


def wrong_id(asked, transport):
    wrong = answer(asked, "192.0.2.66")
    wrong.id ^= 1
    return [wrong, *right(asked, transport)]


def wrong_question(asked, transport):
    other = query("other.example.net")
    other.id = asked.id
    return [answer(other, "192.0.2.66"), *right(asked, transport)]


def garbage(asked, transport):
    return [b"\x00", asked.to_wire()[:2] + b"\xff" * 9, *right(asked, transport)]


class Upstream(unittest.TestCase):
    def start(self, *upstreams, **settings):
        return Sidecar(self, {"FAKE_DNS": SERVICE, "FAKE_DNS_DOMAINS": "example.com",
                              "FAKE_DNS_UPSTREAM_SERVERS": ",".join(upstreams), **settings})

    def forward(self, behave, **settings):
        """Asks for a name that is not faked; returns (upstream, reply)."""
        upstream = FakeUpstream(self, behave)
        sidecar = self.start(upstream.address, **settings)
        return upstream, sidecar.ask(query("www.example.net", use_edns=0, payload=1232))

    def failure_in_time(self, sidecar, name):
        """Asks for a name that comes to SERVFAIL within the budget; returns the reply."""
        times = []
        for _ in range(3):  # a busy machine may be late once
            start = time.monotonic()
            reply = sidecar.ask(query(name, use_edns=0))
            times.append(time.monotonic() - start)
            self.assertEqual(reply.rcode(), dns.rcode.SERVFAIL)
        self.assertLess(min(times), BUDGET)
        return reply

    def test_reply_that_does_not_match_is_ignored_and_the_right_one_awaited(self):
        for behave in (wrong_id, wrong_question, garbage):
            with self.subTest(behave.__name__):
                self.assertEqual(outcome(self.forward(behave)[1]), RIGHT)

    def test_reply_that_can_not_be_read_is_servfail_and_names_the_server(self):
        def cut_off(asked, _transport):
            return [answer(asked, "192.0.2.9").to_wire()[:-2]]
        upstream, reply = self.forward(cut_off)
        self.assertEqual(reply.rcode(), dns.rcode.SERVFAIL)
        self.assertRegex(ede(reply)[0][1],
                         f"garbled reply from upstream {upstream.address}|^upstream {upstream.address}: .")

    def test_truncated_reply_is_asked_again_over_tcp(self):
        upstream, reply = self.forward(truncates_udp(right))
        self.assertEqual(outcome(reply), RIGHT)
        self.assertEqual(upstream.asked, ["www.example.net A udp", "www.example.net A tcp"])

    def test_rcodes_are_passed_on(self):
        for rcode in (dns.rcode.NXDOMAIN, dns.rcode.SERVFAIL, dns.rcode.REFUSED, dns.rcode.NOTIMP, dns.rcode.FORMERR):
            with self.subTest(dns.rcode.to_text(rcode)):
                self.assertEqual(self.forward(fails(rcode))[1].rcode(), rcode)

    def test_ede_of_the_upstream_is_passed_on(self):
        def explain(asked, _transport):
            reply = answer(asked, rcode=dns.rcode.SERVFAIL)
            reply.use_edns(options=[dns.edns.EDEOption(dns.edns.EDECode.DNSSEC_BOGUS, "signature expired")])
            return [reply]
        self.assertEqual(ede(self.forward(explain)[1]), [(6, "signature expired")])

    def test_silence_is_servfail_in_time_and_names_the_server(self):
        upstream = FakeUpstream(self, silent)
        sidecar = self.start(upstream.address, FAKE_DNS_UPSTREAM_TIMEOUT="250ms")
        for name, prefix in (("www.example.net", ""), ("www.example.com", f"service {SERVICE}: ")):
            with self.subTest(name):
                self.assertEqual(ede(self.failure_in_time(sidecar, name)),
                                 [(22, f"{prefix}upstream {upstream.address}: no answer within 250 ms")])

    def test_silence_of_several_servers_is_servfail_in_time(self):
        sidecar = self.start(*(FakeUpstream(self, silent).address for _ in range(4)), FAKE_DNS_UPSTREAM_TIMEOUT="300ms")
        self.failure_in_time(sidecar, "www.example.net")

    def test_server_that_is_not_there_is_named_with_the_cause(self):
        address = f"127.0.0.1:{closed_port()}"
        sidecar = self.start(address)
        reply = sidecar.ask(query("www.example.net", use_edns=0))
        self.assertEqual(reply.rcode(), dns.rcode.SERVFAIL)
        (code, text), = ede(reply)
        self.assertEqual(code, 23)
        self.assertRegex(text, f"^upstream {address}: .+")
        upstream = sidecar.status()["upstream"]
        self.assertEqual((upstream["healthy"], upstream["last_error"]), (False, text))
        self.assertEqual(sidecar.get("/healthz")[0], 200)
        code, reasons = sidecar.get("/readyz")
        self.assertEqual(code, 503)
        self.assertIn(text, reasons)

    def test_failing_service_look_up_names_service_server_and_rcode(self):
        upstream = FakeUpstream(self, fails(dns.rcode.SERVFAIL))
        reply = self.start(upstream.address).ask(query("www.example.com", use_edns=0))
        self.assertEqual(reply.rcode(), dns.rcode.SERVFAIL)
        (_, text), = ede(reply)
        for part in (SERVICE, upstream.address, "SERVFAIL"):
            self.assertIn(part, text)

    def test_second_server_answers_when_the_first_does_not(self):
        good = FakeUpstream(self, right)
        for name, first in (("not there", f"127.0.0.1:{closed_port()}"), ("silent", FakeUpstream(self, silent).address),
                            ("refusing", FakeUpstream(self, fails(dns.rcode.REFUSED)).address)):
            with self.subTest(name):
                sidecar = self.start(first, good.address)
                self.assertEqual(outcome(sidecar.ask(query("www.example.net"))), RIGHT)

    def test_server_that_answered_is_asked_first_from_then_on(self):
        dumb, good = FakeUpstream(self, silent), FakeUpstream(self, right)
        sidecar = self.start(dumb.address, good.address)
        self.assertEqual(outcome(sidecar.ask(query("www.example.net"))), RIGHT)
        asked = len(dumb.asked)
        self.assertEqual(outcome(sidecar.ask(query("www.example.net"))), RIGHT)
        self.assertEqual(len(dumb.asked), asked)

    def test_lost_query_is_asked_again(self):
        seen = []

        def lose_first(asked, transport):
            seen.append(asked.id)
            return [] if len(seen) == 1 else right(asked, transport)
        self.assertEqual(outcome(self.forward(lose_first)[1]), RIGHT)

    def test_query_is_sent_as_often_as_is_set(self):
        for tries, counts in ((1, (1,)), (3, (2, 3))):  # a busy machine may be too late for the third
            with self.subTest(tries=tries):
                upstream, reply = self.forward(silent, FAKE_DNS_UPSTREAM_TIMEOUT="300ms",
                                               FAKE_DNS_UPSTREAM_TRIES=str(tries))
                self.assertEqual((reply.rcode(), len(upstream.asked) in counts), (dns.rcode.SERVFAIL, True))

    def test_ids_can_not_be_guessed(self):
        seen = []

        def note(asked, transport):
            seen.append(asked.id)
            return right(asked, transport)
        upstream = FakeUpstream(self, note)
        sidecar = self.start(upstream.address)
        asked = query("www.example.net")
        for _ in range(20):
            self.assertEqual(sidecar.ask(asked).id, asked.id)
        self.assertGreater(len(set(seen)), 10)

    def test_hop_by_hop_options_are_not_passed_on(self):
        seen = []

        def note(asked, transport):
            seen.append([int(option.otype) for option in asked.options])
            return right(asked, transport)
        upstream = FakeUpstream(self, note)
        cookie = dns.edns.GenericOption(10, b"12345678")
        self.start(upstream.address).ask(query("www.example.net", use_edns=0, options=[cookie]))
        self.assertEqual(seen, [[]])

    def test_equal_look_ups_in_flight_are_joined(self):
        release = threading.Event()

        def wait(asked, transport):
            release.wait(DEADLINE)
            return right(asked, transport)
        upstream = FakeUpstream(self, wait)
        sidecar = self.start(upstream.address, FAKE_DNS_UPSTREAM_TIMEOUT="999ms", FAKE_DNS_UPSTREAM_TRIES="1")
        replies = []
        clients = [threading.Thread(target=lambda i=i: replies.append(
            outcome(sidecar.ask(query(f"host{i}.example.com"))))) for i in range(10)]
        for client in clients:
            client.start()
        wait_until("the look-up", lambda: upstream.asked)
        # Queries are taken in order, so once a later one is answered all of them wait for the look-up.
        wait_until("all queries are read", lambda: sidecar.ask(query("example.com", "CAA")) and
                   all(client.is_alive() for client in clients))
        release.set()
        for client in clients:
            client.join(DEADLINE)
        self.assertEqual((len(replies), len(set(replies))), (10, 1))
        self.assertLess(len(upstream.asked), 10)

    def test_limit_counts_those_who_wait_for_the_same_look_up(self):
        self.expect_one_at_a_time("a.example.com", "b.example.com")

    def test_limit_counts_forwarded_queries(self):
        self.expect_one_at_a_time("a.example.net", "b.example.net")

    def expect_one_at_a_time(self, name, other_name):
        release = threading.Event()
        self.addCleanup(release.set)

        def wait(asked, transport):
            release.wait(DEADLINE)
            return right(asked, transport)
        upstream = FakeUpstream(self, wait)
        sidecar = self.start(upstream.address, FAKE_DNS_LIMITS_UPSTREAM_QUERIES="1", FAKE_DNS_UPSTREAM_TIMEOUT="999ms",
                             FAKE_DNS_UPSTREAM_TRIES="1")
        first = threading.Thread(target=sidecar.ask, args=(query(name),))
        first.start()
        wait_until("the first query", lambda: upstream.asked)
        reply = sidecar.ask(query(other_name, use_edns=0))
        self.assertEqual(reply.rcode(), dns.rcode.SERVFAIL)
        self.assertIn("limits.upstream_queries", ede(reply)[0][1])
        self.assertIn("boulder_dns_sidecar_forward_max_concurrent_rejects_total 1\n", sidecar.get("/metrics")[1])
        release.set()
        first.join(DEADLINE)

    def test_budget_is_for_all_replies_that_one_answer_takes(self):
        def chain(asked, _transport):  # without end, and each link takes its time
            time.sleep(0.25)
            return [answer(asked, f"{asked.question[0].name} 60 IN CNAME x{asked.question[0].name}")]
        sidecar = self.start(FakeUpstream(self, chain).address, FAKE_DNS_UPSTREAM_TIMEOUT="300ms")
        reply = self.failure_in_time(sidecar, "www.example.com")
        self.assertTrue([text for _, text in ede(reply) if SERVICE in text])

    def test_big_reply_of_the_upstream_is_cut_for_udp_and_whole_over_tcp(self):
        many = [f"192.0.2.{i}" for i in range(200)]
        upstream = FakeUpstream(self, truncates_udp(lambda asked, _transport: [answer(asked, *many)]))
        sidecar = self.start(upstream.address)
        self.assertEqual(outcome(sidecar.ask(query("www.example.net"))), "NOERROR, TC")
        self.assertEqual(len(sidecar.ask(query("www.example.net"), "tcp").answer), len(many))

    def test_client_on_loopback_gets_a_big_reply_over_udp_if_it_says_so(self):
        many = [f"192.0.2.{i}" for i in range(200)]
        upstream = FakeUpstream(self, truncates_udp(lambda asked, _transport: [answer(asked, *many)]))
        sidecar = self.start(upstream.address)
        reply = sidecar.ask(query("www.example.net", use_edns=0, payload=4096))
        self.assertEqual((len(reply.answer), reply.flags & dns.flags.TC), (len(many), 0))

    def test_own_address_as_upstream_is_dropped_with_a_warning(self):
        own = f"127.0.0.1:{closed_port()}"
        sidecar = self.start(own, FAKE_DNS="192.0.2.1", FAKE_DNS_LISTEN=own)
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), "NOERROR, A 192.0.2.1")
        reply = sidecar.ask(query("www.example.net", use_edns=0))
        self.assertEqual(reply.rcode(), dns.rcode.SERVFAIL)
        self.assertIn("this sidecar itself", ede(reply)[0][1])
        dropped, none_left = [text for text in sidecar.status()["warnings"] if own in text]
        self.assertIn("was dropped: set upstream.servers", dropped)
        self.assertIn("no upstream is left", none_left)
        code, text = sidecar.get("/readyz")
        self.assertEqual(code, 503)
        self.assertIn("this sidecar itself", text)

    def test_upstream_that_comes_back_is_healthy_again(self):
        upstream = FakeUpstream(self, silent)
        sidecar = self.start(upstream.address)
        self.assertEqual(sidecar.ask(query("www.example.net")).rcode(), dns.rcode.SERVFAIL)
        self.assertFalse(sidecar.status()["upstream"]["healthy"])
        upstream.behave = zone({"www.example.net A": ["192.0.2.9"]})
        self.assertEqual(outcome(sidecar.ask(query("www.example.net"))), RIGHT)
        self.assertTrue(sidecar.status()["upstream"]["healthy"])
        self.assertEqual(sidecar.get("/readyz")[0], 200)
        sidecar.wait_for_line("upstream answers again", upstream.address)

    def test_service_that_moves_is_found_at_once(self):
        upstream = FakeUpstream(self, zone({f"{SERVICE} A": ["192.0.2.9"]}))
        sidecar = self.start(upstream.address)
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), RIGHT)
        upstream.behave = zone({f"{SERVICE} A": ["192.0.2.10"]})
        self.assertEqual(outcome(sidecar.ask(query("www.example.com"))), "NOERROR, A 192.0.2.10")


if __name__ == "__main__":
    unittest.main()
