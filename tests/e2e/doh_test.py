"""DNS over HTTPS (RFC 8484) on the built program: what real clients get, certificates, start and end."""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import unittest
from pathlib import Path

import dns.flags
import dns.message

from fake_upstream import FakeUpstream, answer
from sidecar import DEADLINE, LOCAL, Sidecar, query, run, temporary_directory, values, wait_until

MEDIA_TYPE = "application/dns-message"


class DohSidecar(Sidecar):
    """A sidecar that serves DoH too, under a certificate it makes unless the settings name one."""

    def __init__(self, test, listen=LOCAL, **settings):
        self.directory = settings.setdefault("FAKE_DNS_DOH_DIRECTORY", temporary_directory(test))
        super().__init__(test, {"FAKE_DNS": "192.0.2.1", "FAKE_DNS_DOMAINS": "example.com",
                                "FAKE_DNS_DOH_LISTEN": f"{listen}:0", **settings})
        self.doh = self._bound("serving doh")
        self.url = f"https://{listen}:{self.doh[1]}/dns-query"
        self.ca = Path(self.directory, "ca.pem")

    def client(self, ca=None):
        context = ssl.create_default_context(cafile=str(ca or self.ca))
        client = http.client.HTTPSConnection(*self.doh, timeout=DEADLINE, context=context)
        self.test.addCleanup(client.close)
        return client

    def exchange_doh(self, wire, client=None):
        client = client or self.client()
        client.request("POST", "/dns-query", wire, {"content-type": MEDIA_TYPE})
        response = client.getresponse()
        self.test.assertEqual(response.status, 200)
        return dns.message.from_wire(response.read(), one_rr_per_rrset=True)

    def served_certificate(self):
        return ssl.get_server_certificate(self.doh)

    def curl(self, *arguments):
        finished = subprocess.run(["curl", "--silent", "--show-error", "--max-time", str(DEADLINE), "--cacert", self.ca,
                                   *arguments], capture_output=True, check=False)
        self.test.assertEqual(finished.returncode, 0, finished.stderr)
        return finished.stdout.decode("latin-1")

    def kdig(self, *arguments):
        host, port = self.doh
        return subprocess.run(["kdig", f"@{host}", "-p", str(port), f"+tls-ca={self.ca}", "+tls-hostname=localhost",
                               *arguments], capture_output=True, text=True, check=True, timeout=DEADLINE).stdout


def resident_kilobytes(sidecar):
    """Memory that is the program's own."""
    status = Path(f"/proc/{sidecar.process.pid}/status").read_text(encoding="ascii")
    return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1])


class Answers(unittest.TestCase):
    def test_every_query_gets_the_reply_that_it_gets_over_tcp(self):
        sidecar = DohSidecar(self)
        client = sidecar.client()
        for asked in (query("www.example.com"), query("www.example.com", "AAAA"), query("www.example.com", "CAA"),
                      query("com", "CAA"), query("www.example.com", "ANY"), query("wWw.eXample.com", use_edns=0),
                      query("www.example.com", use_edns=1), query("version.bind", "TXT", "CH"),
                      query("_doh._tcp.boulder-dns-sidecar.internal", "SRV"), query("www.example.net")):
            with self.subTest(str(asked.question[0])):
                self.assertEqual(sidecar.exchange_doh(asked.to_wire(), client), sidecar.ask(asked, "tcp"))

    def test_a_reply_of_any_size_comes_whole(self):
        text = "x" * 200
        sidecar = DohSidecar(self, FAKE_DNS_CONFIG=self.many_records(text))
        reply = sidecar.exchange_doh(query("www.example.com", "TXT").to_wire())
        self.assertFalse(reply.flags & dns.flags.TC)
        self.assertGreater(len(reply.to_wire()), 20_000)

    def many_records(self, text):
        file = Path(temporary_directory(self), "config.toml")
        file.write_text("".join(f'[[record]]\nname = "www.example.com"\ntype = "TXT"\ndata = "{i} {text}"\n'
                                for i in range(100)), encoding="utf-8")
        return str(file)

    def test_discovery_names_the_port(self):
        sidecar = DohSidecar(self)
        reply = sidecar.ask(query("_doh._tcp.boulder-dns-sidecar.internal", "SRV"))
        self.assertIn(f" {sidecar.doh[1]} ", values(reply)[0])

    def test_every_listener_of_the_list_serves(self):
        sidecar = DohSidecar(self, FAKE_DNS_DOH_LISTEN=f"{LOCAL}:0,127.0.0.2:0")
        listeners = [address.split(":") for address in sidecar.status()["listeners"]["doh"]]
        for host, (_, port) in zip((LOCAL, "127.0.0.2"), listeners, strict=True):
            sidecar.doh = host, int(port)
            self.assertEqual(values(sidecar.exchange_doh(query("www.example.com").to_wire())), ["A 192.0.2.1"])

    def test_queries_are_shown_with_their_transport(self):
        sidecar = DohSidecar(self)
        sidecar.exchange_doh(query("www.example.com").to_wire())
        self.assertEqual(sidecar.queries()[0]["transport"], "doh")
        self.assertEqual(sidecar.status()["listeners"]["doh"], [f"{LOCAL}:{sidecar.doh[1]}"])

    def test_a_query_in_flight_is_answered_when_the_program_stops(self):
        release = threading.Event()

        def behave(asked, _transport):
            release.wait(DEADLINE)
            return [answer(asked, "192.0.2.9")]
        upstream = FakeUpstream(self, behave)
        sidecar = DohSidecar(self, FAKE_DNS_UPSTREAM_SERVERS=upstream.address, FAKE_DNS_UPSTREAM_TIMEOUT="999ms",
                             FAKE_DNS_UPSTREAM_TRIES="1")
        client = sidecar.client()
        client.request("POST", "/dns-query", query("www.example.net").to_wire(), {"content-type": MEDIA_TYPE})
        wait_until("the query to arrive", lambda: upstream.asked)
        sidecar.signal(signal.SIGTERM)
        sidecar.wait_for_line("stopping")
        release.set()
        self.assertEqual(values(dns.message.from_wire(client.getresponse().read())), ["A 192.0.2.9"])
        sidecar.wait()

    def test_connections_leave_no_descriptor_behind(self):
        sidecar = DohSidecar(self)
        descriptors = Path(f"/proc/{sidecar.process.pid}/fd")
        before = len(os.listdir(descriptors))
        for _ in range(300):
            client = sidecar.client()
            sidecar.exchange_doh(query("www.example.com").to_wire(), client)
            client.close()
        wait_until("all to be closed", lambda: len(os.listdir(descriptors)) == before)


class Clients(unittest.TestCase):
    def test_kdig(self):
        sidecar = DohSidecar(self)
        for options in ((), ("+https-get",)):
            text = sidecar.kdig("+https=/dns-query", *options, "www.example.com", "A")
            self.assertIn("status: 200", text)
            self.assertRegex(text, r"www\.example\.com\.\s+5\s+IN\s+A\s+192\.0\.2\.1")

    def test_curl_as_a_resolver(self):
        sidecar = DohSidecar(self, FAKE_DNS=LOCAL)
        port = sidecar.status_address[1]
        self.assertEqual(sidecar.curl("--doh-url", sidecar.url, f"http://www.example.com:{port}/healthz").strip(), "OK")

    def test_curl_is_told_the_status_of_every_mistake(self):
        sidecar = DohSidecar(self)
        good = "?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB"
        large = Path(sidecar.directory, "large")
        large.write_bytes(bytes(70_000))
        post = ("-H", f"content-type: {MEDIA_TYPE}", "--data-binary")
        for status, path, arguments in (("200", "/dns-query" + good, ()), ("200", "/dns-query" + good, ("--head",)),
                                        ("400", "/dns-query?dns=AAAB=", ()), ("400", "/dns-query", (*post, "short")),
                                        ("404", "/other" + good, ()), ("405", "/dns-query" + good, ("-X", "PUT")),
                                        ("413", "/dns-query", (*post, f"@{large}")),
                                        ("414", "/dns-query" + good + "A" * 20_000, ()),
                                        ("415", "/dns-query", ("--data-binary", "text")),
                                        ("431", "/dns-query" + good, ("-H", "x: " + "y" * 20_000))):
            for version in ("--http1.1", "--http2"):
                with self.subTest(status=status, version=version):
                    self.assertEqual(sidecar.curl(version, "--output", "/dev/null", "--write-out", "%{http_code}",
                                                  *arguments, sidecar.url.replace("/dns-query", path)), status)

    def test_message_above_the_limit_is_refused(self):
        sidecar = DohSidecar(self, FAKE_DNS_LIMITS_BODY="512")
        post = ("-H", f"content-type: {MEDIA_TYPE}", "--data-binary", "x" * 513)
        for status, path, arguments in (("413", "/dns-query", post), ("414", "/dns-query?dns=" + "A" * 684, ())):
            for version in ("--http1.1", "--http2"):
                with self.subTest(status=status, version=version):
                    self.assertEqual(sidecar.curl(version, "--output", "/dev/null", "--write-out", "%{http_code}",
                                                  *arguments, sidecar.url.replace("/dns-query", path)), status)

    def test_tls_1_2_and_1_3_and_nothing_older(self):
        sidecar = DohSidecar(self)
        for version, works in ((ssl.TLSVersion.TLSv1_3, True), (ssl.TLSVersion.TLSv1_2, True),
                               (ssl.TLSVersion.TLSv1_1, False)):
            with self.subTest(version.name):
                finished = subprocess.run(
                    ["openssl", "s_client", "-connect", f"{LOCAL}:{sidecar.doh[1]}", "-CAfile", str(sidecar.ca),
                     "-cipher", "DEFAULT:@SECLEVEL=0", "-verify_return_error",
                     "-" + version.name.lower().replace("tlsv", "tls")],
                    stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE, check=False)
                self.assertEqual(finished.returncode == 0, works, finished.stderr)

    def test_who_does_not_trust_the_ca_finds_the_cure_in_the_log(self):
        sidecar = DohSidecar(self)
        with self.assertRaises(ssl.SSLError):
            sidecar.client(ca=DohSidecar(self).ca).request("GET", "/")
        self.assertIn("trust the CA", sidecar.wait_for_line("tls handshake failed"))


class Abuse(unittest.TestCase):
    """Clients that send what costs them little, over HTTP/2, and read nothing."""

    # Type, flags, stream, payload (RFC 9113 section 4.1).
    FLOODS = {
        "pings": [(6, 0, 0, bytes(8))],
        "settings": [(4, 0, 0, b"\0\3\0\0\0\1")],
        "empty data": [(0, 0, 1, b"")],
        "priorities": [(2, 0, 1, bytes(5))],
        "unknown frames": [(99, 0, 0, bytes(100))],
        "a header without end": [(1, 0, 1, b"\x82")] + 1000 * [(9, 0, 1, b"\x40\1a\1b")],
        "a header that unpacks to megabytes": [(1, 5, 1, b"\x82\x84\x87\x40\x01a\x7f\xe1\x1e" + 4000 * b"v" +
                                                8000 * b"\xbe")],
        "streams that never end": [(1, 4, stream, b"\x82\x84\x87") for stream in range(1, 20_000, 2)],
    }
    ENOUGH, TOO_MUCH = 24_000, 12_000  # kilobytes of a flood, and of memory that it may not take

    def connect(self, sidecar):
        context = ssl.create_default_context(cafile=str(sidecar.ca))
        context.set_alpn_protocols(["h2"])
        tls = context.wrap_socket(socket.create_connection(sidecar.doh, DEADLINE), server_hostname=LOCAL)
        tls.settimeout(1)
        return tls

    def test_floods_take_no_memory_and_keep_nobody_waiting(self):
        sidecar = DohSidecar(self, ASAN_OPTIONS="quarantine_size_mb=1")  # which keeps what was freed
        for name, frames in self.FLOODS.items():
            with self.subTest(name):
                before = resident_kilobytes(sidecar)
                octets = b"".join(len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") +
                                  payload for kind, flags, stream, payload in frames)
                with self.connect(sidecar) as tls:
                    try:
                        tls.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\4" + bytes(5))
                        for _ in range(self.ENOUGH * 1000 // len(octets) + 1):
                            tls.sendall(octets)
                    except OSError:
                        pass  # cut off, or not read any more
                    reply = sidecar.exchange_doh(query("www.example.com").to_wire())
                    self.assertEqual(values(reply), ["A 192.0.2.1"])
                    self.assertLess(resident_kilobytes(sidecar) - before, self.TOO_MUCH)


class Certificates(unittest.TestCase):
    def minted(self, listen=LOCAL):
        directory = temporary_directory(self)
        finished = run("mint", settings={"FAKE_DNS_DOH_LISTEN": f"{listen}:8553", "FAKE_DNS_DOH_DIRECTORY": directory})
        self.assertEqual(finished.returncode, 0, finished.stderr)
        return Path(directory)

    @staticmethod
    def files(directory):
        return {"FAKE_DNS_DOH_CERTIFICATE": str(directory / "tls.pem"), "FAKE_DNS_DOH_KEY": str(directory / "tls.key")}

    def test_what_mint_made_is_served(self):
        directory = self.minted()
        self.assertEqual((directory / "tls.key").stat().st_mode & 0o777, 0o600)
        self.assertEqual((directory / "ca.pem").stat().st_mode & 0o777, 0o644)
        for name in ("ca.pem", "tls.pem"):
            words = ["openssl", "x509", "-noout", "-text", "-in", directory / name]
            self.assertIn(b"ASN1 OID: prime256v1", subprocess.run(words, capture_output=True, check=True).stdout)
        ca = (directory / "ca.pem").read_bytes()
        sidecar = DohSidecar(self, FAKE_DNS_DOH_DIRECTORY=str(directory))
        self.assertEqual(values(sidecar.exchange_doh(query("www.example.com").to_wire())), ["A 192.0.2.1"])
        self.assertEqual((directory / "ca.pem").read_bytes(), ca)

    def test_changed_files_are_served_and_bad_ones_are_not(self):
        directory, other = self.minted(), self.minted()
        sidecar = DohSidecar(self, **self.files(directory))
        first = sidecar.served_certificate()
        (directory / "tls.pem").write_text("broken", encoding="utf-8")
        sidecar.wait_for_line("certificate not reloaded", "tls.pem")
        self.assertEqual(sidecar.served_certificate(), first)
        for name in ("tls.pem", "tls.key"):
            shutil.copy(other / name, directory / name)
        wait_until("the new certificate", lambda: sidecar.served_certificate() != first)
        reply = sidecar.exchange_doh(query("www.example.com").to_wire(), sidecar.client(other / "ca.pem"))
        self.assertEqual(values(reply), ["A 192.0.2.1"])

    def test_a_listener_that_the_certificate_does_not_cover_is_a_warning(self):
        sidecar = DohSidecar(self, listen="127.0.0.2", **self.files(self.minted()))
        self.assertTrue(any("is not for 127.0.0.2" in warning for warning in sidecar.status()["warnings"]))

    def test_what_can_not_be_used_ends_the_start_with_the_file_and_the_cure(self):
        one, other = self.minted(), self.minted()
        mixed = {**self.files(one), "FAKE_DNS_DOH_KEY": str(other / "tls.key")}
        missing = {**self.files(one), "FAKE_DNS_DOH_CERTIFICATE": str(one / "none.pem")}
        blocked = {"FAKE_DNS_DOH_DIRECTORY": str(one / "tls.pem" / "below")}
        for settings, parts in ((mixed, ("tls.key", "mismatch")), (missing, ("none.pem", "doh.certificate")),
                                (blocked, ("below", "emptyDir"))):
            with self.subTest(parts=parts):
                finished = run(settings={"FAKE_DNS_LISTEN": "off", "FAKE_DNS_STATUS_LISTEN": "off",
                                         "FAKE_DNS_DOH_LISTEN": f"{LOCAL}:0", **settings})
                self.assertEqual(finished.returncode, 1, finished.stderr)
                for part in parts:
                    self.assertIn(part, finished.stderr)
                self.assertNotIn("PRIVATE KEY", finished.stderr)


if __name__ == "__main__":
    unittest.main()
