"""Messages that no tool sends: each gets what RFC 1035, 6891, 8906 and 9619 say, over every transport."""

import socket
import unittest

import dns.message
import dns.rcode

from sidecar import DEADLINE, TRANSPORTS, Sidecar, frame, query, read_frame

ID = b"\x12\x34"
QUESTION = b"\x07example\x03com\x00\x00\x01\x00\x01"
OPT = b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00"


def message(flags=b"\x01\x00", counts=(1, 0, 0, 0), body=QUESTION):
    return ID + flags + b"".join(count.to_bytes(2, "big") for count in counts) + body


FORMERR = [
    ("no question", message(counts=(0, 0, 0, 0), body=b"")),
    ("two questions", message(counts=(2, 0, 0, 0), body=QUESTION * 2)),
    ("a count without its question", message(body=b"")),
    ("a question that ends in its name", message(body=b"\x07exam")),
    ("a question without class", message(body=b"\x07example\x00\x00\x01")),
    ("a label of 64 octets", message(body=b"\x40" + b"a" * 64 + b"\x00\x00\x01\x00\x01")),
    ("a name of 256 octets", message(body=(b"\x3f" + b"a" * 63) * 4 + b"\x00\x00\x01\x00\x01")),
    ("a name that points at itself", message(body=b"\xc0\x0c\x00\x01\x00\x01")),
    ("a name that points forwards", message(body=b"\xc0\x20\x00\x01\x00\x01")),
    ("octets after the end", message(body=QUESTION + b"\x00")),
    ("two OPT records", message(counts=(1, 0, 0, 2), body=QUESTION + OPT * 2)),
    ("an OPT record not at the root", message(counts=(1, 0, 0, 1), body=QUESTION + b"\x01a" + OPT)),
    ("an OPT record in the answer section", message(counts=(1, 1, 0, 0), body=QUESTION + OPT)),
    ("an OPT record whose data is missing", message(counts=(1, 0, 0, 1), body=QUESTION + OPT[:-1] + b"\x04")),
    ("an option longer than its record",
     message(counts=(1, 0, 0, 1), body=QUESTION + OPT[:-1] + b"\x04" + b"\x00\x0a\x00\x08")),
    ("a count of records that are not there", message(counts=(1, 0, 0, 65535))),
]

DROPPED = [
    ("eleven octets", message()[:11]),
    ("one octet", b"\x12"),
    ("a response", message(flags=b"\x81\x80")),
    ("a response of another opcode", message(flags=b"\xa8\x00")),
]


class Malformed(unittest.TestCase):
    def setUp(self):
        self.sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1"})

    def test_garbled_query_is_formerr_with_the_header_only(self):
        for name, wire in FORMERR:
            for transport, exchange in TRANSPORTS.items():
                with self.subTest(name, transport=transport):
                    reply = exchange(self.sidecar, wire)
                    self.assertEqual(reply.hex(" "), (ID + b"\x81\x81" + bytes(8)).hex(" "))

    def test_what_is_no_query_is_dropped_over_udp(self):
        good = query("example.com")
        for name, wire in DROPPED:
            with self.subTest(name), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
                udp.settimeout(DEADLINE)
                udp.connect(self.sidecar.dns)
                udp.send(wire)
                udp.send(good.to_wire())
                # Datagrams are answered in order: had the first an answer, it would come first.
                self.assertEqual(dns.message.from_wire(udp.recv(4096)).id, good.id)
        self.assertIn(f"boulder_dns_sidecar_dns_dropped_total {len(DROPPED)}\n", self.sidecar.get("/metrics")[1])

    def test_what_is_no_query_closes_a_tcp_connection(self):
        for name, wire in DROPPED:
            with self.subTest(name), self.sidecar.connect() as tcp:
                tcp.sendall(frame(wire))
                self.assertEqual(read_frame(tcp), b"")

    def test_every_truncation_of_a_query_has_an_outcome(self):
        whole = query("www.example.com", use_edns=0, payload=1232).to_wire()
        for size in range(12, len(whole)):
            for transport, exchange in TRANSPORTS.items():
                with self.subTest(size=size, transport=transport):
                    reply = dns.message.from_wire(exchange(self.sidecar, whole[:size]))
                    self.assertEqual(reply.rcode(), dns.rcode.FORMERR)
        self.assertEqual(self.sidecar.ask(whole).rcode(), dns.rcode.NOERROR)


if __name__ == "__main__":
    unittest.main()
