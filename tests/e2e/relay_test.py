"""The relay: names resolve to an address of the prefix, and TCP to it reaches the target.

Needs an address that nobody else has and the right to make it local, so it runs in a network namespace.
"""

import contextlib
import os
import signal
import socket
import struct
import threading
import unittest

import dns.flags
import dns.message

from fake_upstream import FakeUpstream, zone
from sidecar import DEADLINE, LOCAL, Sidecar, ede, outcome, query, read_exactly, run, wait_until

PREFIX = "198.51.100.0/30"
FIRST, SECOND = "198.51.100.0", "198.51.100.1"
SERVICE = "app.default.svc.cluster.local"
APP, OTHER_APP = "127.0.0.50", "127.0.0.51"


class EchoServer:
    """Sends back what it gets, and its own address before; ends a connection when the client has sent all."""

    def __init__(self, test, address, port=0):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.server = socket.create_server((address, port), family=family, backlog=256)
        self.port = self.server.getsockname()[1]
        self.hello = address.encode().ljust(16)
        threading.Thread(target=self._serve, daemon=True).start()
        test.addCleanup(self.server.close)

    def _serve(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection):
        with connection:
            try:
                connection.sendall(self.hello)
                while data := connection.recv(65536):
                    connection.sendall(data)
            except OSError:
                return  # the client broke off


def connect(address, port):
    return socket.create_connection((address, port), DEADLINE)


def reached(address, port):
    """Who answers there."""
    with connect(address, port) as tcp:
        return read_exactly(tcp, 16).decode().strip()


def closed_at_once(address, port):
    try:
        with connect(address, port) as tcp:
            return read_exactly(tcp, 1) == b""
    except ConnectionResetError:
        return True


class Relay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for _ in range(2):  # the second time there is nothing left to do, which is as good
            result = run("assign-address", settings={"FAKE_DNS_RELAY_ADDRESSES": PREFIX})
            assert result.returncode == 0, result.stderr

    def start(self, target, port, upstream=None, **settings):
        self.upstream = FakeUpstream(self, upstream or zone({f"{SERVICE} A": [APP]}))
        return Sidecar(self, {"FAKE_DNS": target, "FAKE_DNS_RELAY_ADDRESSES": PREFIX,
                              "FAKE_DNS_RELAY_PORTS": f"80={port}", "FAKE_DNS_UPSTREAM_SERVERS": self.upstream.address,
                              **settings})

    def resolve(self, sidecar, name="www.example.com"):
        (word, text), = [record.split(" ") for record in outcome(sidecar.ask(query(name))).split(", ")[1:]]
        self.assertEqual(word, "A")
        return text

    def expect_reached(self, target):
        sidecar = self.start(target, EchoServer(self, APP).port)
        self.assertEqual(self.resolve(sidecar), FIRST)
        self.assertEqual(outcome(sidecar.ask(query("www.example.com", "AAAA"))), "NOERROR, SOA")
        self.assertEqual(reached(FIRST, 80), APP)

    def test_name_leads_to_a_fixed_address(self):
        self.expect_reached(APP)

    def test_name_leads_to_a_service(self):
        self.expect_reached(SERVICE)

    def test_service_may_have_ipv6_addresses_alone(self):
        sidecar = self.start(SERVICE, EchoServer(self, "::1").port,
                             upstream=zone({f"{SERVICE} A": [], f"{SERVICE} AAAA": ["::1"]}))
        self.resolve(sidecar)
        self.assertEqual(reached(FIRST, 80), "::1")

    def test_address_that_does_not_answer_is_passed_over_for_the_next(self):
        sidecar = self.start(f"{OTHER_APP},{APP}", EchoServer(self, APP).port)
        self.resolve(sidecar)
        self.assertEqual(reached(FIRST, 80), APP)

    def test_each_target_has_an_address_of_its_own(self):
        app, other = EchoServer(self, APP), EchoServer(self, OTHER_APP)
        rule = (f'[[rule]]\ndomains = ["other.example.com"]\ntarget = "{OTHER_APP}"\n'
                f'relay = {{ ports = ["80={other.port}"] }}\n')
        self.upstream = FakeUpstream(self, zone({}))
        sidecar = Sidecar(self, {"FAKE_DNS": APP, "FAKE_DNS_RELAY_ADDRESSES": PREFIX,
                                 "FAKE_DNS_RELAY_PORTS": f"80={app.port}"}, toml=rule)
        addresses = {name: self.resolve(sidecar, name) for name in ("www.example.com", "other.example.com")}
        self.assertEqual(sorted(addresses.values()), [FIRST, SECOND])
        self.assertEqual(reached(addresses["www.example.com"], 80), APP)
        self.assertEqual(reached(addresses["other.example.com"], 80), OTHER_APP)
        targets = {entry["target"]: entry for entry in sidecar.status()["relay"]["targets"]}
        self.assertEqual({name: entry["connections"] for name, entry in targets.items()}, {APP: 1, OTHER_APP: 1})

    def test_service_is_looked_up_at_each_connection(self):
        app = EchoServer(self, APP)
        sidecar = self.start(SERVICE, app.port)
        self.resolve(sidecar)
        self.assertEqual(reached(FIRST, 80), APP)
        app.server.close()
        other = socket.create_server((OTHER_APP, app.port))
        self.addCleanup(other.close)
        self.upstream.behave = zone({f"{SERVICE} A": [OTHER_APP]})
        with connect(FIRST, 80):
            other.settimeout(DEADLINE)
            other.accept()[0].close()

    def test_no_address_left_is_servfail_and_says_so(self):
        rules = "".join(f'[[rule]]\ndomains = ["a{i}.example.com"]\ntarget = "127.0.1.{i}"\n' for i in range(5))
        sidecar = Sidecar(self, {"FAKE_DNS_RELAY_ADDRESSES": PREFIX, "FAKE_DNS_RELAY_PORTS": "80"}, toml=rules)
        for i in range(4):
            self.resolve(sidecar, f"a{i}.example.com")
        self.expect_no_address_left(sidecar, "a4.example.com", "127.0.1.4")
        self.assertEqual(self.resolve(sidecar, "a0.example.com"), FIRST)

    def test_reload_with_other_ports_or_another_prefix_is_followed(self):
        app, other = EchoServer(self, APP), EchoServer(self, OTHER_APP)

        def settings(prefix, target, port):
            return (f'target = "{target}"\n[relay]\naddresses = "{prefix}"\nports = ["80={port}"]\n')

        def expect(address, target):
            wait_until(f"{target} is at {address}", lambda: self.resolve(sidecar) == address and
                       reached(address, 80) == target)
            self.assertEqual([(entry["address"], entry["target"]) for entry in sidecar.status()["relay"]["targets"]],
                             [(address, target)])

        sidecar = Sidecar(self, {}, toml=settings(f"{FIRST}/32", APP, 1))
        self.assertEqual(self.resolve(sidecar), FIRST)
        self.assertTrue(closed_at_once(FIRST, 80))
        for prefix, target, port in ((FIRST, APP, app.port), (SECOND, APP, app.port), (SECOND, OTHER_APP, other.port)):
            sidecar.file.write_text(settings(f"{prefix}/32", target, port), encoding="utf-8")
            sidecar.signal(signal.SIGHUP)
            expect(prefix, target)

    def test_targets_above_the_limit_get_no_address(self):
        rules = "".join(f'[[rule]]\ndomains = ["a{i}.example.com"]\ntarget = "127.0.1.{i}"\n' for i in range(2))
        sidecar = Sidecar(self, {"FAKE_DNS_RELAY_ADDRESSES": PREFIX, "FAKE_DNS_RELAY_PORTS": "80",
                                 "FAKE_DNS_LIMITS_RELAY_TARGETS": "1"}, toml=rules)
        self.resolve(sidecar, "a0.example.com")
        self.expect_no_address_left(sidecar, "a1.example.com", "127.0.1.1")

    def expect_no_address_left(self, sidecar, name, target):
        reply = sidecar.ask(query(name, use_edns=0))
        self.assertEqual(outcome(reply), "SERVFAIL")
        (_, text), = ede(reply)
        self.assertIn(f"relay to {target}: no address is left", text)

    def test_one_target_with_other_ports_is_another_one(self):
        app, other = EchoServer(self, APP), EchoServer(self, APP)
        rule = f'[[rule]]\ndomains = ["other.example.com"]\nrelay = {{ ports = ["80={other.port}"] }}\n'
        sidecar = Sidecar(self, {"FAKE_DNS": APP, "FAKE_DNS_RELAY_ADDRESSES": PREFIX,
                                 "FAKE_DNS_RELAY_PORTS": f"80={app.port}"}, toml=rule)
        self.assertEqual([self.resolve(sidecar, f"{label}.example.com") for label in ("www", "other")], [FIRST, SECOND])
        ports = [entry["ports"] for entry in sidecar.status()["relay"]["targets"]]
        self.assertEqual(sorted(ports), sorted([[f"80={app.port}"], [f"80={other.port}"]]))

    def test_half_closed_connection_still_gets_the_rest(self):
        sidecar = self.start(APP, EchoServer(self, APP).port)
        self.resolve(sidecar)
        data = os.urandom(4 << 20)
        with connect(FIRST, 80) as tcp:
            read_exactly(tcp, 16)

            def send():
                tcp.sendall(data)
                tcp.shutdown(socket.SHUT_WR)
            sender = threading.Thread(target=send)
            sender.start()
            self.assertEqual(read_exactly(tcp, len(data)), data)
            self.assertEqual(tcp.recv(1), b"")
            sender.join(DEADLINE)

    def test_target_that_refuses_closes_at_once_and_is_told(self):
        with socket.socket() as taken:  # bound, so that nobody else gets the port, but not listening
            taken.bind((APP, 0))
            port = taken.getsockname()[1]
            sidecar = self.start(APP, port)
            self.resolve(sidecar)
            self.assertTrue(closed_at_once(FIRST, 80))
        target, = sidecar.status()["relay"]["targets"]
        self.assertIn(f"{APP}:{port}: Connection refused", target["last_error"])
        sidecar.wait_for_line("relay can not connect", APP)
        EchoServer(self, APP, port)
        self.assertEqual(reached(FIRST, 80), APP)
        target, = sidecar.status()["relay"]["targets"]
        self.assertFalse(target["last_error"])

    def test_target_that_does_not_answer_is_given_up_in_time(self):
        with socket.create_server((APP, 0), backlog=0) as server, contextlib.ExitStack() as waiting:
            port = server.getsockname()[1]
            for _ in range(4):  # more than there is room for: from then on the kernel answers nobody
                tcp = waiting.enter_context(socket.socket())
                tcp.setblocking(False)
                tcp.connect_ex((APP, port))
            sidecar = self.start(APP, port, FAKE_DNS_LIMITS_CONNECT="100ms")
            self.resolve(sidecar)
            self.assertTrue(closed_at_once(FIRST, 80))
        target, = sidecar.status()["relay"]["targets"]
        self.assertIn(f"{APP}:{port}: no connection within 100 ms", target["last_error"])

    def test_idle_connection_is_closed_and_its_bytes_are_counted(self):
        sidecar = self.start(APP, EchoServer(self, APP).port, FAKE_DNS_LIMITS_IDLE="1s")
        self.resolve(sidecar)
        with connect(FIRST, 80) as tcp:
            tcp.sendall(b"x" * 100)
            self.assertEqual(len(read_exactly(tcp, 116)), 116)
            self.assertEqual(read_exactly(tcp, 1), b"")
        target, = sidecar.status()["relay"]["targets"]
        self.assertEqual(target["bytes"], 216)

    def test_target_that_does_not_resolve_closes_at_once_and_is_told(self):
        sidecar = self.start(SERVICE, 1, upstream=zone({}))
        self.assertEqual(self.resolve(sidecar), FIRST)
        self.assertTrue(closed_at_once(FIRST, 80))
        target, = sidecar.status()["relay"]["targets"]
        self.assertIn("NXDOMAIN", target["last_error"])

    def test_nothing_but_the_given_ports_of_used_addresses_is_listened_on(self):
        sidecar = self.start(APP, EchoServer(self, APP).port)
        self.resolve(sidecar)
        for address, port in ((FIRST, 443), (SECOND, 80), (LOCAL, 80)):
            with self.subTest(address=address, port=port), self.assertRaises(ConnectionRefusedError):
                connect(address, port)

    def test_connections_leave_no_descriptor_behind(self):
        sidecar = self.start(APP, EchoServer(self, APP).port)
        self.resolve(sidecar)

        def descriptors():
            return len(os.listdir(f"/proc/{sidecar.process.pid}/fd"))
        before = descriptors()
        for i in range(400):
            with connect(FIRST, 80) as tcp:
                tcp.sendall(b"x" * 1000)
                if i % 2:  # broken off: closing sends a reset
                    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    read_exactly(tcp, 16)
        wait_until("all descriptors are closed", lambda: descriptors() <= before)
        target, = sidecar.status()["relay"]["targets"]
        self.assertEqual(target["connections"], 400)

    def test_only_a_client_on_loopback_gets_more_than_1232_octets(self):
        addresses = ",".join(f"192.0.2.{i}" for i in range(100))
        sidecar = Sidecar(self, {"FAKE_DNS": addresses, "FAKE_DNS_LISTEN": f"{SECOND}:0"})
        for client, expected in ((LOCAL, 0), (SECOND, dns.flags.TC)):
            with self.subTest(client), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
                udp.settimeout(DEADLINE)
                udp.bind((client, 0))
                udp.sendto(query("www.example.com", use_edns=0, payload=4096).to_wire(), sidecar.dns)
                self.assertEqual(dns.message.from_wire(udp.recv(65535)).flags & dns.flags.TC, expected)

    def test_connections_above_the_limit_are_closed(self):
        sidecar = self.start(APP, EchoServer(self, APP).port, FAKE_DNS_LIMITS_RELAY_CONNECTIONS="1")
        self.resolve(sidecar)
        with connect(FIRST, 80) as first:
            self.assertEqual(read_exactly(first, 16).decode().strip(), APP)
            self.assertTrue(closed_at_once(FIRST, 80))
            first.sendall(b"still here")
            self.assertEqual(read_exactly(first, 10), b"still here")

    def test_open_connections_do_not_hold_up_the_end(self):
        sidecar = self.start(APP, EchoServer(self, APP).port, FAKE_DNS_LIMITS_IDLE="60m")
        self.resolve(sidecar)
        with connect(FIRST, 80) as tcp:
            read_exactly(tcp, 16)
            sidecar.signal(signal.SIGTERM)
            sidecar.wait(0)


if __name__ == "__main__":
    unittest.main()
