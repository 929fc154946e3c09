"""The queries of RFC 8906 section 8 and their relatives, asked by dig and kdig over every transport."""

import re
import subprocess
import unittest

from sidecar import DEADLINE, Sidecar

NAME = "example.com"  # the apex of what is faked
TRANSPORTS = {"udp": ["+notcp"], "tcp": ["+tcp"]}

# What a reply looks like: rcode and flags, counts of the four sections, then the EDNS version and flags if there is any.
APEX_SOA = "NOERROR qr aa ra, 1 1 0 0"
NODATA = "NOERROR qr aa ra, 1 0 1 0"
CHAOS = "NOERROR qr aa ra, 1 1 0 0"
EDNS = ", edns 0"

# Name, words for dig, words for kdig (None: it can not ask that), reply.
CASES = [
    ("plain SOA", f"+noedns soa {NAME}", f"+noedns soa {NAME}", APEX_SOA),
    ("unknown type", f"+noedns type1000 {NAME}", f"+noedns type1000 {NAME}", NODATA),
    ("CD", f"+noedns +cdflag soa {NAME}", f"+noedns +cdflag soa {NAME}", "NOERROR qr aa ra cd, 1 1 0 0"),
    ("AD", f"+noedns +adflag soa {NAME}", f"+noedns +adflag soa {NAME}", APEX_SOA),
    ("Z", f"+noedns +zflag soa {NAME}", f"+noedns +zflag soa {NAME}", APEX_SOA),
    ("RD", f"+noedns +recurse soa {NAME}", f"+noedns +recurse soa {NAME}", "NOERROR qr aa rd ra, 1 1 0 0"),
    ("unknown opcode", f"+noedns +opcode=15 +header-only {NAME}", None, "NOTIMP qr ra, 0 0 0 0"),
    ("opcode NOTIFY", f"+noedns +opcode=notify soa {NAME}", None, "NOTIMP qr ra, 0 0 0 0"),
    ("opcode UPDATE", f"+noedns +opcode=update soa {NAME}", None, "NOTIMP qr ra, 0 0 0 0"),
    ("no question", "+noedns +header-only", None, "FORMERR qr ra, 0 0 0 0"),
    ("version.bind", "+noedns -c CH -t TXT version.bind", "+noedns -c CH -t TXT version.bind", CHAOS),
    ("id.server", "+noedns -c CH -t TXT id.server", "+noedns -c CH -t TXT id.server", CHAOS),
    ("other CH name", f"+noedns -c CH -t TXT {NAME}", f"+noedns -c CH -t TXT {NAME}", "REFUSED qr ra, 1 0 0 0"),
    ("class HS", f"+noedns -c HS -t A {NAME}", None, "REFUSED qr ra, 1 0 0 0"),
    ("EDNS 0", f"+edns=0 +nocookie soa {NAME}", f"+edns=0 soa {NAME}", "NOERROR qr aa ra, 1 1 0 1" + EDNS),
    ("EDNS 0, no data", f"+edns=0 +nocookie type1000 {NAME}", f"+edns=0 type1000 {NAME}",
     "NOERROR qr aa ra, 1 0 1 1" + EDNS),
    ("EDNS 1", f"+edns=1 +noednsneg +nocookie soa {NAME}", f"+edns=1 soa {NAME}", "BADVERS qr ra, 1 0 0 1" + EDNS),
    ("EDNS 100", f"+edns=100 +noednsneg +nocookie soa {NAME}", f"+edns=100 soa {NAME}", "BADVERS qr ra, 1 0 0 1" + EDNS),
    ("unknown option", f"+edns=0 +nocookie +ednsopt=100 soa {NAME}", f"+edns=0 +ednsopt=100:00 soa {NAME}",
     "NOERROR qr aa ra, 1 1 0 1" + EDNS),
    ("unknown EDNS flag", f"+edns=0 +nocookie +ednsflags=0x40 soa {NAME}", None, "NOERROR qr aa ra, 1 1 0 1" + EDNS),
    ("EDNS 1 with an option", f"+edns=1 +noednsneg +nocookie +ednsopt=100 soa {NAME}",
     f"+edns=1 +ednsopt=100:00 soa {NAME}", "BADVERS qr ra, 1 0 0 1" + EDNS),
    ("EDNS 1 with a flag", f"+edns=1 +noednsneg +nocookie +ednsflags=0x40 soa {NAME}", None,
     "BADVERS qr ra, 1 0 0 1" + EDNS),
    ("EDNS 1 with DO", f"+edns=1 +noednsneg +nocookie +dnssec soa {NAME}", f"+edns=1 +dnssec soa {NAME}",
     "BADVERS qr ra, 1 0 0 1" + EDNS + " do"),
    ("DO", f"+edns=0 +nocookie +dnssec soa {NAME}", f"+edns=0 +dnssec soa {NAME}",
     "NOERROR qr aa ra, 1 1 0 1" + EDNS + " do"),
    ("small EDNS size", f"+edns=0 +nocookie +bufsize=100 soa {NAME}", f"+edns=0 +bufsize=100 soa {NAME}",
     "NOERROR qr aa ra, 1 1 0 1" + EDNS),
    ("many options", f"+edns=0 +cookie=0102030405060708 +nsid +expire +subnet=0.0.0.0/0 soa {NAME}",
     f"+edns=0 +cookie=0102030405060708 +nsid +subnet=0.0.0.0/0 soa {NAME}", "NOERROR qr aa ra, 1 1 0 1" + EDNS),
    ("ANY", f"+noedns any {NAME}", f"+noedns any {NAME}", "NOERROR qr aa ra, 1 1 0 0"),
]


def ask(program, sidecar, transport, words):
    """Runs dig or kdig and returns the text that it prints."""
    host, port = sidecar.dns
    # No try but the first: a tool that asks again would hide what was lost.
    command = [program, f"@{host}", "-p", str(port), "+norecurse", "+noadflag", "+retry=0", "+timeout=10", "+ignore",
               *TRANSPORTS[transport], *words.split()]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE,
                          check=False).stdout


def summary(text):
    """The reply that dig or kdig printed in the words of the table."""
    status = re.search(r"status: (\w+)", text)
    flags = re.search(r"^;; flags: ([a-z ]*);", text, re.MULTILINE | re.IGNORECASE)
    counts = [re.search(rf"{section}: (\d+)", text) for section in
              ("(?:QUERY|QUESTION|ZONE)", "(?:ANSWER|PREREQ)", "(?:AUTHORITY|UPDATE)", "ADDITIONAL")]
    if not status or not flags or not all(counts):
        return "no reply:\n" + text
    # kdig writes the extended rcode into the EDNS section only.
    extended = re.search(r"ext-rcode: (\w+)", text)
    rcode = extended[1] if extended else status[1]
    line = f"{rcode} {flags[1].strip()}, " + " ".join(count[1] for count in counts)
    edns = re.search(r"(?:EDNS: version|;; Version): (\d+)[;,] flags:([a-z ]*);", text, re.IGNORECASE)
    if edns:
        line += f", edns {edns[1]} {edns[2].strip()}".rstrip()
    if re.search(r"^; ?;? ?(COOKIE|NSID|EXPIRE|CLIENT-SUBNET|OPT=\d+|Option)", text, re.MULTILINE):
        line += ", options"
    return line


class Rfc8906(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.maxDiff = None

    def setUp(self):
        self.sidecar = Sidecar(self, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_DOMAINS": NAME})

    def check(self, program, column):
        for case in CASES:
            words, expected = case[column], case[3]
            for transport in TRANSPORTS:
                if words is None:
                    continue
                with self.subTest(program=program, transport=transport, case=case[0]):
                    text = ask(program, self.sidecar, transport, words)
                    self.assertEqual(summary(text), expected, text)

    def test_dig_gets_the_listed_replies(self):
        self.check("dig", 1)

    def test_kdig_gets_the_listed_replies(self):
        self.check("kdig", 2)

    def test_zone_transfer_is_refused(self):
        host, port = self.sidecar.dns
        for program in ("dig", "kdig"):
            with self.subTest(program=program):
                result = subprocess.run([program, f"@{host}", "-p", str(port), "axfr", NAME], capture_output=True,
                                        text=True, timeout=DEADLINE, check=False)
                self.assertRegex(result.stdout + result.stderr, "(?i)transfer failed|REFUSED")

    def test_big_answer_is_cut_at_the_clients_size_and_whole_over_tcp(self):
        addresses = ",".join(f"192.0.2.{i}" for i in range(100))
        big = Sidecar(self, {"FAKE_DNS": addresses, "FAKE_DNS_DOMAINS": NAME})
        cut, whole = "NOERROR qr aa tc ra, 1 0 0 1" + EDNS, "NOERROR qr aa ra, 1 100 0 1" + EDNS
        for program, words in (("dig", "+nocookie"), ("kdig", "")):
            with self.subTest(program=program):
                question = f"+edns=0 +bufsize=512 {words} a {NAME}"
                self.assertEqual(summary(ask(program, big, "udp", question)), cut)
                self.assertEqual(summary(ask(program, big, "tcp", question)), whole)


if __name__ == "__main__":
    unittest.main()
