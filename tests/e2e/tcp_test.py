"""DNS over TCP as RFC 7766 has it, on real connections."""

import socket
import threading
import time
import unittest

import dns.flags
import dns.message

from fake_upstream import FakeUpstream, answer
from sidecar import DEADLINE, Sidecar, frame, query, read_frame, values, wait_until


def fixed(test, **settings):
    return Sidecar(test, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_DOMAINS": "example.com", **settings})


def read_messages(tcp, count):
    return [dns.message.from_wire(read_frame(tcp)) for _ in range(count)]


class Tcp(unittest.TestCase):
    def test_pipelined_queries_are_all_answered(self):
        sidecar = fixed(self)
        queries = [query(f"host{i}.example.com") for i in range(1000)]
        with sidecar.connect() as tcp:
            sender = threading.Thread(target=tcp.sendall, args=(b"".join(frame(q.to_wire()) for q in queries),))
            sender.start()
            replies = read_messages(tcp, len(queries))
            sender.join()
        self.assertEqual([reply.question for reply in replies], [q.question for q in queries])
        self.assertTrue(all(values(reply) == ["A 192.0.2.1"] for reply in replies))

    def test_a_slow_answer_does_not_hold_up_the_next(self):
        release = threading.Event()

        def behave(asked, _transport):
            release.wait(DEADLINE)
            return [answer(asked, "192.0.2.9")]
        upstream = FakeUpstream(self, behave)
        sidecar = fixed(self, FAKE_DNS_UPSTREAM_SERVERS=upstream.address, FAKE_DNS_UPSTREAM_TIMEOUT="999ms",
                        FAKE_DNS_UPSTREAM_TRIES="1")
        slow, quick = query("www.example.net"), query("www.example.com")
        with sidecar.connect() as tcp:
            tcp.sendall(frame(slow.to_wire()) + frame(quick.to_wire()))
            first = dns.message.from_wire(read_frame(tcp))
            release.set()
            second = dns.message.from_wire(read_frame(tcp))
        self.assertEqual((first.id, second.id), (quick.id, slow.id))
        self.assertEqual(values(second), ["A 192.0.2.9"])

    def test_a_query_may_come_octet_by_octet(self):
        sidecar = fixed(self)
        asked = query("www.example.com")
        with sidecar.connect() as tcp:
            for octet in frame(asked.to_wire()):
                tcp.sendall(bytes([octet]))
            self.assertTrue(asked.is_response(dns.message.from_wire(read_frame(tcp))))

    def test_a_client_that_has_sent_all_still_gets_its_answers(self):
        sidecar = fixed(self)
        with sidecar.connect() as tcp:
            tcp.sendall(frame(query("a.example.com").to_wire()) + frame(query("b.example.com").to_wire()))
            tcp.shutdown(socket.SHUT_WR)
            self.assertEqual(len(read_messages(tcp, 2)), 2)
            self.assertEqual(read_frame(tcp), b"")

    def test_an_idle_connection_is_closed(self):
        sidecar = fixed(self, FAKE_DNS_LIMITS_IDLE="1s")
        with sidecar.connect() as tcp:
            tcp.sendall(frame(query("www.example.com").to_wire()))
            self.assertNotEqual(read_frame(tcp), b"")
            self.assertEqual(read_frame(tcp), b"")

    def test_a_message_that_trickles_does_not_keep_a_connection_open(self):
        sidecar = fixed(self, FAKE_DNS_LIMITS_IDLE="1s")
        with sidecar.connect() as tcp:
            tcp.settimeout(0.05)
            tcp.sendall(b"\xff\xff")

            def closed():
                try:
                    tcp.sendall(b"\x00")
                    return tcp.recv(1) == b""
                except TimeoutError:
                    return False
                except OSError:
                    return True
            wait_until("the connection is closed", closed)

    def test_connections_above_the_limit_are_closed_and_others_served(self):
        sidecar = fixed(self, FAKE_DNS_LIMITS_TCP_CONNECTIONS="2")
        with sidecar.connect() as first, sidecar.connect() as second:
            for tcp in (first, second):
                tcp.sendall(frame(query("www.example.com").to_wire()))
                self.assertNotEqual(read_frame(tcp), b"")
            with sidecar.connect() as third:
                self.assertEqual(read_frame(third), b"")
            first.sendall(frame(query("www.example.com").to_wire()))
            self.assertNotEqual(read_frame(first), b"")
            first.close()

            def served():
                with sidecar.connect() as tcp:
                    try:
                        tcp.sendall(frame(query("www.example.com").to_wire()))
                        return read_frame(tcp) != b""
                    except OSError:
                        return False
            wait_until("the place of a closed connection is free", served)

    def test_more_queries_than_the_limit_on_one_connection_are_all_answered(self):
        in_flight, most = set(), []

        def behave(asked, _transport):
            in_flight.add(asked.id)
            time.sleep(0.1)  # enough for more of them to arrive, if more were sent
            most.append(len(in_flight))
            in_flight.discard(asked.id)
            return [answer(asked, "192.0.2.9")]
        upstream = FakeUpstream(self, behave)
        sidecar = fixed(self, FAKE_DNS_UPSTREAM_SERVERS=upstream.address, FAKE_DNS_LIMITS_TCP_PIPELINE="2")
        queries = [query(f"host{i}.example.net") for i in range(10)]
        with sidecar.connect() as tcp:
            tcp.sendall(b"".join(frame(asked.to_wire()) for asked in queries))
            replies = read_messages(tcp, len(queries))
        self.assertEqual({reply.id for reply in replies}, {asked.id for asked in queries})
        self.assertLessEqual(max(most), 2)

    def test_an_answer_of_full_length_arrives_whole(self):
        addresses = [f"10.0.{i // 256}.{i % 256}" for i in range(1000)]
        rule = f'[[rule]]\ndomains = ["big.example.com"]\ntarget = "{",".join(addresses)}"\n'
        sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1"}, toml=rule)
        reply = sidecar.ask(query("big.example.com"), "tcp")
        self.assertEqual(len(values(reply)), len(addresses))
        self.assertEqual(sidecar.ask(query("big.example.com")).flags & dns.flags.TC, dns.flags.TC)


if __name__ == "__main__":
    unittest.main()
