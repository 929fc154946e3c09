"""How the program ends: it answers what it has begun, then exits 0; at once when asked twice."""

import os
import select
import signal
import socket
import threading
import unittest

import dns.message

from fake_upstream import FakeUpstream, answer
from sidecar import DEADLINE, Sidecar, frame, query, read_frame, values, wait_until


class Signals(unittest.TestCase):
    def setUp(self):
        self.release = threading.Event()
        self.addCleanup(self.release.set)
        self.upstream = FakeUpstream(self, self.behave)

    def behave(self, asked, _transport):
        self.release.wait(DEADLINE)
        return [answer(asked, "192.0.2.9")]

    def start(self, wrapper=(), **settings):
        return Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_DOMAINS": "example.com",
                              "FAKE_DNS_UPSTREAM_SERVERS": self.upstream.address, "FAKE_DNS_UPSTREAM_TIMEOUT": "999ms",
                              "FAKE_DNS_UPSTREAM_TRIES": "1", **settings}, wrapper=wrapper)

    def test_idle_program_ends_well_on_either_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name):
                sidecar = self.start()
                sidecar.signal(number)
                sidecar.wait(0)

    def test_udp_query_in_flight_is_answered_before_the_end(self):
        sidecar = self.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.settimeout(DEADLINE)
            udp.connect(sidecar.dns)
            udp.send(query("www.example.net").to_wire())
            wait_until("the query is forwarded", lambda: self.upstream.asked)
            sidecar.signal(signal.SIGTERM)
            sidecar.wait_for_line("stopping")
            self.release.set()
            self.assertEqual(values(dns.message.from_wire(udp.recv(4096))), ["A 192.0.2.9"])
        sidecar.wait(0)

    def test_tcp_query_in_flight_is_answered_before_the_end(self):
        sidecar = self.start()
        with sidecar.connect() as tcp, sidecar.connect() as idle:
            tcp.sendall(frame(query("www.example.net").to_wire()))
            wait_until("the query is forwarded", lambda: self.upstream.asked)
            sidecar.signal(signal.SIGTERM)
            sidecar.wait_for_line("stopping")
            self.release.set()
            self.assertEqual(values(dns.message.from_wire(read_frame(tcp))), ["A 192.0.2.9"])
            self.assertEqual(read_frame(tcp), b"")
            self.assertEqual(read_frame(idle), b"")
        sidecar.wait(0)

    def test_open_connections_do_not_hold_up_the_end(self):
        sidecar = self.start(FAKE_DNS_LIMITS_IDLE="60m")
        half = sidecar.connect()
        half.sendall(b"\x00\x40half a message")
        status = socket.create_connection(sidecar.status_address, DEADLINE)
        sidecar.signal(signal.SIGTERM)
        sidecar.wait(0)
        half.close()
        status.close()

    def test_second_signal_ends_at_once(self):
        sidecar = self.start(FAKE_DNS=",".join(f"192.0.2.{i}" for i in range(200)))
        with sidecar.connect() as tcp:
            # Answers that nobody takes: the program waits a while for the client to come round.
            queries = frame(query("www.example.com").to_wire()) * 1000
            tcp.setblocking(False)
            while select.select([], [tcp], [], 0.5)[1]:
                tcp.send(queries)
            sidecar.signal(signal.SIGTERM)
            sidecar.wait_for_line("stopping")
            self.assertIsNone(sidecar.process.poll())
            sidecar.signal(signal.SIGTERM)
            sidecar.wait(1)

    def test_process_1_ends_well(self):
        # The signal must come from a parent namespace, as a container runtime's does: kill the child of unshare.
        sidecar = self.start(wrapper=("unshare", "--pid", "--fork", "--kill-child"))
        self.assertTrue(values(sidecar.ask(query("www.example.com"))))
        with open(f"/proc/{sidecar.process.pid}/task/{sidecar.process.pid}/children", encoding="ascii") as children:
            pid = int(children.read())
        os.kill(pid, signal.SIGTERM)
        sidecar.wait(0)


if __name__ == "__main__":
    unittest.main()
