"""Holds our codec against dnspython's on real and mutated messages; the seed is fixed, so every run is the same.

Usage: differential_test.py CODEC_TEXT
"""

import ipaddress
import random
import struct
import subprocess
import sys
import unittest

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.wire

CODEC_TEXT = sys.argv.pop(1) if len(sys.argv) > 1 else sys.exit(__doc__)
MUTANTS = 40  # of each message
RCODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 16: "BADVERS"}
FLAGS = ((0x8000, "qr"), (0x0400, "aa"), (0x0200, "tc"), (0x0100, "rd"), (0x0080, "ra"), (0x0020, "ad"), (0x0010, "cd"),
         (0x0040, "z"))
# The types that we show as more than octets.
SHOWN = {dns.rdatatype.from_text(text) for text in "A NS CNAME SOA PTR HINFO MX TXT AAAA SRV CAA".split()}
NAMES = ("example.com", "wWw.eXaMple.com", ".", "a.example", "xn--bcher-kva.example", r"a\.b.example", r"\000\255\032.example",
         "_dns._udp.boulder-dns-sidecar.internal", "version.bind", ".".join(["a" * 63] * 3 + ["b" * 61]), "a." * 127)
TYPES = ("A", "AAAA", "CAA", "TXT", "SRV", "MX", "SOA", "ANY", "AXFR", "TYPE1000")
RECORDS = (("A", "192.0.2.1"), ("AAAA", "2001:db8:0:1:0:0:0:1"), ("AAAA", "::ffff:192.0.2.1"), ("AAAA", "1:0:0:2:0:0:0:3"),
           ("CNAME", "www.example.com."), ("NS", "ns.example.com."), ("PTR", r"a\.b\065.example."), ("MX", "10 mail.example.com."),
           ("TXT", r'"a \"b\" \\ \200" ""'), ("SRV", "1 2 65535 srv.example.com."), ("SOA", "ns.example. m.example. 1 2 3 4 4294967295"),
           ("CAA", r'128 issue "ca.example; a=\"b\""'), ("HINFO", '"RFC8482" ""'), ("TYPE1000", r"\# 3 010203"), ("TYPE1001", r"\# 0"))


def make_query(name, rdtype, *arguments, **options):
    """With an ID that is always the same."""
    query = dns.message.make_query(name, rdtype, *arguments, **options)
    query.id = 0x1234
    return query


def queries():
    """Yields queries as clients send them."""
    for name in NAMES:
        for rdtype in TYPES:
            query = make_query(name, rdtype)
            yield query.to_wire()
            query.use_edns(0, payload=4096, ednsflags=dns.flags.DO, options=[dns.edns.GenericOption(10, b"12345678"),
                                                                             dns.edns.GenericOption(12, bytes(9))])
            yield query.to_wire()
    for rdclass in ("CH", "HS", "ANY"):
        yield make_query("version.bind", "TXT", rdclass).to_wire()
    query = make_query("example.com", "A")
    query.use_edns(1)
    yield query.to_wire()
    for opcode in (1, 2, 4, 5, 15):
        query = dns.message.QueryMessage(id=1)
        query.set_opcode(opcode)
        yield query.to_wire()


def replies():
    """Yields replies with each kind of record in each section, names compressed."""
    for name in ("www.example.com.", "example.com."):
        for rcode in (0, 3, 16):
            for first in range(len(RECORDS)):
                reply = dns.message.make_response(make_query(name, "A", use_edns=0), recursion_available=True)
                reply.set_rcode(rcode)
                for section, (rdtype, text) in zip((reply.answer, reply.answer, reply.authority, reply.additional),
                                                   RECORDS[first:] + RECORDS[:first]):
                    section.append(dns.rrset.from_text(name, 300, "IN", rdtype, text))
                yield reply.to_wire()
    for links in range(10):
        reply = dns.message.make_response(make_query("n0.example.", "A"))
        for link in range(links):
            reply.answer.append(dns.rrset.from_text(f"n{link}.example.", 60, "IN", "CNAME", f"n{link + 1}.example."))
        reply.answer.append(dns.rrset.from_text(f"n{links}.example.", 60, "IN", "A", "192.0.2.1"))
        if links % 2:
            reply.answer.reverse()
        yield reply.to_wire()


def mutants(chance, wire):
    """Yields messages that differ from a real one as damaged or hostile ones do."""
    for _ in range(MUTANTS):
        octets = bytearray(wire)
        for _ in range(chance.choice((1, 1, 2, 5))):
            at = chance.randrange(len(octets))
            kind = chance.randrange(6)
            if kind == 0:
                octets[at] = chance.randrange(256)
            elif kind == 1:
                octets[at] ^= 1 << chance.randrange(8)
            elif kind == 2:
                octets[at:at + 2] = struct.pack("!H", 0xC000 | chance.randrange(max(at, 13)))  # a pointer
            elif kind == 3 and at > 0:
                del octets[at:]
            elif kind == 4:
                octets[at:at] = octets[at:at + chance.randrange(1, 20)]
            else:
                octets[min(5 + 2 * chance.randrange(4), len(octets) - 1)] = chance.randrange(4)  # a count
        yield bytes(octets)


def name_text(name):
    text = name.canonicalize().to_text(omit_final_dot=True)
    return "." if text in ("", "@", ".") else text


def rdata_text(rdtype, wire, offset, length):
    """As our codec shows it: dnspython's text if the rdata is sound and of a type we know, otherwise its octets."""
    octets = wire[offset:offset + length]
    if rdtype in SHOWN and octets:  # dnspython takes a TXT with no string, which RFC 1035 section 3.3.14 does not
        try:
            rdata = dns.rdata.from_wire(dns.rdataclass.IN, rdtype, wire, offset, length)
            names = [word for word in ("mname", "rname", "target", "exchange") if hasattr(rdata, word)]
            rdata = rdata.replace(**{word: getattr(rdata, word).canonicalize() for word in names})
            if rdtype == dns.rdatatype.AAAA:
                return str(ipaddress.IPv6Address(octets))
            return " ".join(name_text(dns.name.from_text(word)) if word.endswith(".") and not word.startswith('"') else word
                            for word in rdata.to_text().split(" ")) if names else rdata.to_text()
        except dns.exception.DNSException:
            pass
    return f"\\# {length}" + (f" {octets.hex()}" if octets else "")


class Unreadable(Exception):
    """A name that dnspython takes and RFC 1035 does not."""


def get_name(parser):
    """The name that dnspython reads next, if each pointer leads to a prior occurrence (RFC 1035 section 4.1.4): its labels, up
    to the next pointer's end, are over before those start that led to it. dnspython lets them run on into those.
    """
    start, limit = parser.current, len(parser.wire)
    name = parser.get_name()
    at = start
    while parser.wire[at]:
        if parser.wire[at] < 0xC0:
            at += 1 + parser.wire[at]
            continue
        if at + 2 > limit:
            raise Unreadable
        limit = start
        start = at = struct.unpack("!H", parser.wire[at:at + 2])[0] & 0x3FFF
    if at >= limit:
        raise Unreadable
    return name


def skip_name(parser):
    """Steps over a name without following a pointer; returns whether it is the root."""
    start = parser.current
    while length := parser.get_uint8():
        if length >= 0xC0:
            parser.get_uint8()
            return False
        if length >= 0x40:
            raise Unreadable
        parser.get_bytes(length)
    return parser.current == start + 1


class Reference:
    """A message as dnspython's parser reads it: `gate` as ours tells it, and `text` as tests/support/message_text.hpp has it."""

    def __init__(self, wire):
        self.wire = wire
        self.opt = []
        self.lines = []
        self.question_is_plain = False
        self.complete = False
        self.header = struct.unpack("!6H", wire[:12]) if len(wire) >= 12 else None
        if self.header:
            unreadable = (dns.exception.DNSException, struct.error, Unreadable)
            try:
                self.read_frame(dns.wire.Parser(wire, 12))
            except unreadable:
                pass  # incomplete
            try:
                self.read(dns.wire.Parser(wire, 12))
            except unreadable:
                self.lines = None  # ours tells where it stopped; only that it stopped is compared

    def read_frame(self, parser):
        """Finds what the gate looks at, which is not where the owners of records point to."""
        for _ in range(self.header[2]):
            start = parser.current
            self.question_is_plain = len(get_name(parser).to_wire()) == parser.current - start
            parser.get_struct("!HH")
        for section, count in zip(("answer", "authority", "additional"), self.header[3:]):
            for _ in range(count):
                at_root = skip_name(parser)
                rdtype, _, ttl, length = parser.get_struct("!HHIH")
                rdata = parser.get_bytes(length)
                if rdtype == dns.rdatatype.OPT:
                    self.opt.append((section, at_root, ttl, rdata))
        self.complete = parser.remaining() == 0

    def read(self, parser):
        for _ in range(self.header[2]):
            start = parser.current
            name = get_name(parser)
            plain = len(name.to_wire()) == parser.current - start
            rdtype, rdclass = parser.get_struct("!HH")
            shown = name.to_text(omit_final_dot=True) if plain else name_text(name)
            self.lines.append(f"question: {shown} {self.class_text(rdclass)} {self.type_text(rdtype)}")
        for section, count in zip(("answer", "authority", "additional"), self.header[3:]):
            for _ in range(count):
                self.read_record(section, parser)
        if parser.remaining():
            self.lines.append(f"{parser.remaining()} octets left")

    def read_record(self, section, parser):
        owner = get_name(parser)
        rdtype, rdclass, ttl, length = parser.get_struct("!HHIH")
        offset = parser.current
        rdata = parser.get_bytes(length)
        if rdtype == dns.rdatatype.OPT:
            self.lines += self.opt_lines(rdclass, ttl, rdata)
            return
        text = rdata_text(rdtype, self.wire, offset, length)
        self.lines.append(f"{section}: {name_text(owner)} {ttl} {self.class_text(rdclass)} {self.type_text(rdtype)} {text}")

    def opt_lines(self, size, ttl, rdata):
        flags = ttl & 0x7FFF
        yield (f"opt: version={ttl >> 16 & 0xFF} size={size}" + (" do" if ttl & 0x8000 else "") + (f" flags={flags}" if flags else ""))
        for option in self.options(rdata):
            if option is None:
                yield "garbled options"
            elif option[0] == 15 and len(option[1]) >= 2:
                yield f"option: 15 {struct.unpack('!H', option[1][:2])[0]} {option[1][2:].decode('latin-1')}"
            else:
                yield f"option: {option[0]} of {len(option[1])} octets"

    @staticmethod
    def options(rdata):
        parser = dns.wire.Parser(rdata)
        while parser.remaining():
            try:
                yield parser.get_uint16(), parser.get_counted_bytes(2)
            except (dns.exception.DNSException, struct.error):
                yield None
                return

    @staticmethod
    def class_text(rdclass):
        return {1: "IN", 3: "CH"}.get(rdclass, f"CLASS{rdclass}")

    @staticmethod
    def type_text(rdtype):
        text = dns.rdatatype.to_text(rdtype)
        known = "NAPTR DNAME OPT DS RRSIG NSEC DNSKEY NSEC3 TLSA SVCB HTTPS IXFR AXFR MAILB MAILA ANY".split()
        return text if rdtype in SHOWN or text in known else f"TYPE{int(rdtype)}"

    @property
    def gate(self):
        if not self.header or self.header[1] & 0x8000:
            return "drop"
        if self.header[1] & 0x7800:
            return "notimp"
        _, _, questions, answers, authority, additional = self.header
        well_formed = (questions == 1 and answers <= 1 and authority <= 1 and additional <= 2 and self.complete and
                       self.question_is_plain and len(self.opt) <= 1 and
                       all(section == "additional" and at_root and None not in self.options(rdata)
                           for section, at_root, _, rdata in self.opt))
        return "pass" if well_formed else "formerr"

    @property
    def text(self):
        rcode = self.header[1] & 0xF
        if self.opt:
            rcode |= self.opt[0][2] >> 24 << 4
        first = RCODES.get(rcode, f"RCODE{rcode}") + f" id={self.header[0]}"
        return [first + "".join(f" {name}" for bit, name in FLAGS if self.header[1] & bit)] + self.lines


def codec_text(messages):
    """Yields what our codec writes about each message, as a list of lines."""
    text = subprocess.run([CODEC_TEXT], input="".join(f"{wire.hex()}\n" for wire in messages).encode(), stdout=subprocess.PIPE,
                          check=True).stdout.decode("latin-1")
    blocks = text.split("\n\n")
    assert len(blocks) == len(messages) + 1, "one block a message"
    return [block.split("\n") for block in blocks[:-1]]


class Differential(unittest.TestCase):
    def compare(self, wire, lines):
        """Compares one message; the reply to it too, if there is one."""
        reference = Reference(wire)
        gate, text = lines[0], [line for line in lines[2:] if not line.startswith("reply ")]
        self.assertEqual(gate, f"gate {reference.gate}", wire.hex())
        if reference.header and reference.lines is not None:
            self.assertEqual(text, reference.text, wire.hex())
        elif reference.header:
            self.assertTrue(any(line.startswith("garbled at") for line in text), wire.hex())
        if lines[-1].startswith("reply "):
            self.check_reply(wire, bytes.fromhex(lines[-1].split(" ")[1]))

    def check_reply(self, query, wire):
        """dnspython takes every reply of ours, and for a reply to just this query."""
        self.assertEqual(wire[:2], query[:2], query.hex())
        if len(wire) == 12:
            return  # an error with no more than a header, perhaps of an opcode that dnspython does not know
        question_end = 12 + len(dns.message.from_wire(wire).question[0].name.to_wire()) + 4
        self.assertEqual(wire[12:question_end], query[12:question_end])

    def test_real_messages_are_read_alike(self):
        messages = list(queries()) + list(replies())
        for wire, lines in zip(messages, codec_text(messages)):
            self.assertIsNotNone(Reference(wire).lines, wire.hex())
            self.compare(wire, lines)

    def test_mutated_messages_are_read_alike(self):
        chance = random.Random(8906)
        messages = [mutant for wire in list(queries()) + list(replies()) for mutant in mutants(chance, wire)]
        gates = set()
        for wire, lines in zip(messages, codec_text(messages)):
            gates.add(lines[0])
            self.compare(wire, lines)
        self.assertEqual(gates, {"gate pass", "gate drop", "gate formerr", "gate notimp"})

    def test_chains_of_aliases_end_alike(self):
        messages = [wire for wire in replies() if b"\x02n0" in wire]
        self.assertEqual(len(messages), 10)
        for wire, lines in zip(messages, codec_text(messages)):
            chain = dns.message.from_wire(wire).resolve_chaining()
            links = len(chain.cnames)
            expected = f"{name_text(chain.canonical_name)} 192.0.2.1" if links <= 8 else "none"
            self.assertEqual(lines[1], f"addresses {expected}")


if __name__ == "__main__":
    unittest.main()
