"""The servers that are measured: how each is told the same answers, and what it costs while it runs."""

import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "demo"))
from processes import free_port  # noqa: E402 # of the demo's folder

LOCAL = "127.0.0.1"
DOMAIN = "dev.example.com"
ADDRESS = "192.0.2.50"
ISSUERS = ("letsencrypt.org", "happy-hacker-ca.invalid")
SERVER_CORE, *_, LOAD_CORE = sorted(os.sched_getaffinity(0)) * 2  # the same one if there is no other
START_LIMIT = 30  # seconds until a server must answer
SEARCH_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"  # where Debian keeps daemons


class BenchError(Exception):
    """What went wrong, for the person at the terminal."""


class Server:
    """A server on a port of 127.0.0.1 and a core of its own, while its block lasts."""

    def __init__(self, name, port, command, environment=None, core=SERVER_CORE):
        self.name, self.port, self.core = name, port, core
        self.command = [str(word) for word in command]
        self.environment = {**os.environ, "PATH": SEARCH_PATH, **(environment or {})}
        self._process = None

    def __enter__(self):
        self._process = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {self.core}))
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def wait_until(self, condition):
        """Returns when condition() holds; a server that ends or takes too long is an error."""
        deadline = time.monotonic() + START_LIMIT
        while not condition():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise BenchError(f"{self.name} did not start: {' '.join(self.command)}")
            time.sleep(0.01)
        return self

    def cpu_seconds(self):
        """What all threads of all its processes have used, user and system."""
        return sum(int(file.read_text().split()[0]) for pid in self._pids()
                   for file in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9

    def memory(self, field="VmRSS"):
        """Resident memory of all its processes now, or VmHWM for the most there was, in MiB."""
        return sum(int(line.split()[1]) for pid in self._pids()
                   for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                   if line.startswith(field + ":")) / 1024

    def open_files(self):
        """How many descriptors all its processes have, sockets among them."""
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in self._pids())

    def _pids(self):
        pids = [self._process.pid]
        for pid in pids:  # grows on the way
            for file in Path(f"/proc/{pid}/task").glob("*/children"):
                pids += [int(child) for child in file.read_text().split()]
        return pids


def wire_name(name):
    """The name's labels, each with its length in front."""
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def answers_udp(port):
    """Whether A of a name below DOMAIN is answered there."""
    query = struct.pack("!6H", 1, 0x100, 1, 0, 0, 0) + wire_name(f"0123456789.{DOMAIN}") + struct.pack("!2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.2)
        client.connect((LOCAL, port))
        try:
            client.send(query)
            return client.recv(1500)[7] > 0
        except OSError:
            return False


def answers_tcp(port):
    """Whether something listens there."""
    try:
        socket.create_connection((LOCAL, port), timeout=1).close()
        return True
    except OSError:
        return False


def floor(tools, what, port, *more, core=SERVER_CORE):
    """The bare server of a kind, see floor.hpp."""
    return Server("floor", port, [tools / "bench_floor", what, port, *more], core=core)


def sidecar(binary, directory, upstream_port, **settings):
    """The program as a pod has it, with DNS over HTTPS and the status endpoint on; settings come on top."""
    dns, doh, status = (free_port(LOCAL) for _ in range(3))
    environment = {"FAKE_DNS": ADDRESS, "FAKE_DNS_DOMAINS": DOMAIN, "FAKE_DNS_LISTEN": f"{LOCAL}:{dns}",
                   "FAKE_DNS_STATUS_LISTEN": f"{LOCAL}:{status}", "FAKE_DNS_DOH_LISTEN": f"{LOCAL}:{doh}",
                   "FAKE_DNS_DOH_DIRECTORY": str(directory),
                   "FAKE_DNS_UPSTREAM_SERVERS": f"{LOCAL}:{upstream_port}", **settings}
    server = Server("sidecar", dns, [binary], environment)
    server.doh_port = doh
    return server


def stream_server():
    """What stands behind the relay, see stream_server.py. It shares its core with the load."""
    port = free_port(LOCAL)
    return Server("stream", port, [sys.executable, "-B", Path(__file__).with_name("stream_server.py"), port],
                  core=LOAD_CORE)


def nsd(directory):
    """NSD with a wildcard zone; None if it is not installed."""
    if not shutil.which("nsd", path=SEARCH_PATH):
        return None
    port = free_port(LOCAL)
    caa = [f'{owner} IN CAA 0 issue "{issuer}"' for owner in "@*" for issuer in ISSUERS]
    (directory / "zone").write_text("\n".join([
        f"$ORIGIN {DOMAIN}.", "$TTL 5", "@ IN SOA ns hostmaster 1 3600 600 86400 5", "@ IN NS ns", f"* IN A {ADDRESS}",
        *caa, ""]))
    (directory / "nsd.conf").write_text(f"""server:
  ip-address: {LOCAL}@{port}
  server-count: 1
  tcp-count: 200
  username: ""
  zonesdir: "{directory}"
  database: ""
  pidfile: ""
  zonelistfile: "{directory}/nsd.list"
  xfrdfile: "{directory}/nsd.xfrd"
  xfrdir: "{directory}"
  minimal-responses: yes
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: {DOMAIN}
  zonefile: zone
""")
    return Server("nsd", port, ["nsd", "-d", "-c", directory / "nsd.conf"])


def dnsmasq():
    """dnsmasq, which knows A only: it has no CAA for names that are not listed. None if it is not installed."""
    if not shutil.which("dnsmasq", path=SEARCH_PATH):
        return None
    port = free_port(LOCAL)
    return Server("dnsmasq", port, ["dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv",
                                    "--no-hosts", "--bind-interfaces", f"--listen-address={LOCAL}", f"--port={port}",
                                    "--local-ttl=5", f"--address=/{DOMAIN}/{ADDRESS}"])


def challtestsrv():
    """Pebble's test server, which has one address for all names and no CAA. None if it is not installed."""
    if not shutil.which("pebble-challtestsrv", path=SEARCH_PATH):
        return None
    port = free_port(LOCAL)
    return Server("challtestsrv", port, ["pebble-challtestsrv", "-defaultIPv4", ADDRESS, "-defaultIPv6", "", "-dns01",
                                         f"{LOCAL}:{port}", "-management", f"{LOCAL}:{free_port(LOCAL)}", "-http01", "",
                                         "-https01", "", "-tlsalpn01", ""])


def dnsdist(directory):
    """dnsdist over UDP and HTTPS, with the certificate that the sidecar made. None if it is not installed."""
    if not shutil.which("dnsdist", path=SEARCH_PATH):
        return None
    port, doh = free_port(LOCAL), free_port(LOCAL)
    (directory / "dnsdist.conf").write_text(f"""setSecurityPollSuffix("")
addLocal("{LOCAL}:{port}")
addDOHLocal("{LOCAL}:{doh}", "{directory}/tls.pem", "{directory}/tls.key", "/dns-query")
setMaxTCPClientThreads(1)
addAction(QTypeRule(DNSQType.A), SpoofAction("{ADDRESS}", {{ttl=5, aa=true}}))
""")
    server = Server("dnsdist", port, ["dnsdist", "--supervised", "--disable-syslog", "-C", directory / "dnsdist.conf"])
    server.doh_port = doh
    return server
