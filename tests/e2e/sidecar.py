"""Runs the program under test and speaks DNS to it, down to the octet."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

BINARY = os.environ["BOULDER_DNS_SIDECAR"]
# What runs it: nothing, or an emulator of the processor that it was built for.
PROGRAM = [*os.environ.get("BOULDER_DNS_SIDECAR_EMULATOR", "").split(), BINARY]
LOCAL = "127.0.0.1"
DEADLINE = 60  # seconds until a test gives up on what it waits for
PAUSE = 0.01


def wait_until(what, done, deadline=DEADLINE):
    """Asks again until done() says something true, which it returns; AssertionError after the deadline."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        result = done()
        if result:
            return result
        time.sleep(PAUSE)
    raise AssertionError(f"not within {deadline} s: {what}")


def closed_port():
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((LOCAL, 0))
        return udp.getsockname()[1]


def run(*arguments, settings=None, timeout=DEADLINE):
    """Runs the program to its end and returns the finished process with its texts."""
    return subprocess.run([*PROGRAM, *arguments], env=environment(settings), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, errors="replace", timeout=timeout, check=False)


def environment(settings):
    """Nothing but what a test sets, so that the caller's own FAKE_DNS variables do not count."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
    return {**kept, **(settings or {})}


class Sidecar:
    """A running sidecar on free ports of 127.0.0.1; it ends with its test, which fails unless it ended well.

    The settings are variables, toml the text of its file, wrapper words in front of the command. Unless the test says
    otherwise its upstream is a port where nobody listens.
    """

    def __init__(self, test, settings=None, toml=None, wrapper=()):
        self.test = test
        self.settings = {"FAKE_DNS_LISTEN": f"{LOCAL}:0", "FAKE_DNS_STATUS_LISTEN": f"{LOCAL}:0",
                         "FAKE_DNS_UPSTREAM_SERVERS": f"{LOCAL}:{closed_port()}",
                         "FAKE_DNS_UPSTREAM_TIMEOUT": "499ms"}  # as much as there may be, for a busy machine
        if toml is not None:
            self.file = Path(temporary_directory(test)) / "config.toml"
            self.file.write_text(toml, encoding="utf-8")
            self.settings["FAKE_DNS_CONFIG"] = str(self.file)
        self.settings.update(settings or {})
        self.lines = []
        self._expected_code = 0
        self._start(wrapper)
        test.addCleanup(self._end)
        self.dns = self._bound("serving dns")
        self.status_address = self._bound("serving status")

    def _start(self, wrapper):
        # The listener of TCP takes the port that the kernel chose for UDP, which someone else may have for TCP.
        for _ in range(10):
            self.process = subprocess.Popen([*wrapper, *PROGRAM], env=environment(self.settings),
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.PIPE, text=True, errors="replace")
            self._reader = threading.Thread(target=self._read, args=(self.process, self.lines), daemon=True)
            self._reader.start()
            if wait_until("the first line or the end", lambda: self.lines or self.process.poll() is not None) and \
                    not any("Address already in use" in line for line in self.lines):
                return
            self.process.wait(DEADLINE)
            self._reader.join(DEADLINE)
            self.process.stderr.close()
            self.lines = []

    @staticmethod
    def _read(process, lines):
        for line in process.stderr:
            lines.append(line.rstrip("\n"))

    def _bound(self, event):
        if self.settings["FAKE_DNS_STATUS_LISTEN"] == "off" and event == "serving status":
            return None
        line = self.wait_for_line(event, alive=True)
        host, port = re.search(r"([0-9.]+):(\d+)", line).groups()
        return host, int(port)

    def wait_for_line(self, *parts, alive=False):
        """Returns the first line of the log with all the parts in it."""
        def find():
            for line in list(self.lines):
                if all(part in line for part in parts):
                    return line
            if alive and self.process.poll() is not None:
                raise AssertionError(f"the sidecar ended with {self.process.returncode}:\n" + "\n".join(self.lines))
            return None
        return wait_until(f"a line of the log with {parts} in\n" + "\n".join(self.lines), find)

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, expected=0):
        """Returns when the program ended by itself; its exit code must be the expected one."""
        self._expected_code = expected
        code = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        self.test.assertEqual(code, expected, "\n".join(self.lines))

    def _end(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            code = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join(DEADLINE)
        self.process.stderr.close()
        self.test.assertEqual(code, self._expected_code, "\n".join(self.lines))

    def ask(self, query, transport="udp"):
        """Sends a dns.message.Message or bytes and returns the reply as a message."""
        wire = query if isinstance(query, bytes) else query.to_wire()
        return dns.message.from_wire(TRANSPORTS[transport](self, wire), one_rr_per_rrset=True)

    def exchange_udp(self, wire):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.settimeout(DEADLINE)
            udp.connect(self.dns)
            udp.send(wire)
            return udp.recv(65535)

    def exchange_tcp(self, wire):
        with self.connect() as tcp:
            tcp.sendall(frame(wire))
            return read_frame(tcp)

    def connect(self):
        """A TCP connection to the DNS listener."""
        tcp = socket.create_connection(self.dns, DEADLINE)
        tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return tcp

    def get(self, path):
        """Returns (HTTP status, text) of a path of the status endpoint."""
        host, port = self.status_address
        try:
            with urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=DEADLINE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def status(self):
        return json.loads(self.get("/status")[1])

    def queries(self):
        """Returns the entries of /queries, newest first."""
        return json.loads(self.get("/queries?limit=1000")[1])


# How a test that does not care about the transport goes through all of them.
TRANSPORTS = {"udp": Sidecar.exchange_udp, "tcp": Sidecar.exchange_tcp}


def temporary_directory(test):
    directory = tempfile.TemporaryDirectory(prefix="boulder-dns-sidecar-e2e-")
    test.addCleanup(directory.cleanup)
    return directory.name


def query(name, qtype="A", rdclass="IN", **options):
    """A query without EDNS unless the options (of dns.message.make_query) say so."""
    return dns.message.make_query(name, qtype, rdclass, **options)


def frame(wire):
    """The message as it goes over TCP (RFC 1035 section 4.2.2)."""
    return len(wire).to_bytes(2, "big") + wire


def read_frame(tcp):
    """Reads one message from a TCP connection; b"" when the other side closed it."""
    header = read_exactly(tcp, 2)
    return read_exactly(tcp, int.from_bytes(header, "big")) if header else b""


def read_exactly(tcp, size):
    data = b""
    while len(data) < size:
        try:
            part = tcp.recv(size - len(data))
        except ConnectionResetError:
            part = b""
        if not part:
            return b""
        data += part
    return data


def values(message):
    """The records of the answer section, as sorted texts without owner and TTL."""
    return sorted(f"{dns.rdatatype.to_text(rrset.rdtype)} {rdata.to_text()}" for rrset in message.answer
                  for rdata in rrset)


def ede(message):
    """The Extended DNS Errors of a reply (RFC 8914), as (code, text)."""
    return [(int(option.code), option.text or "") for option in message.options if isinstance(option, dns.edns.EDEOption)]


def outcome(message):
    """A reply in a few words: rcode, answer records, and whether there is a SOA to say that there are none."""
    words = [dns.rcode.to_text(message.rcode()), *values(message)]
    if any(rrset.rdtype == dns.rdatatype.SOA for rrset in message.authority):
        words.append("SOA")
    if message.flags & dns.flags.TC:
        words.append("TC")
    return ", ".join(words)
