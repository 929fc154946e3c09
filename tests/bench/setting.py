"""What all measures share: the servers, running, the queries they are asked, and how a load's cost is read."""

import json
import os
import random
import re
import subprocess

from servers import (BenchError, DOMAIN, LOAD_CORE, LOCAL, SEARCH_PATH, answers_tcp, answers_udp, challtestsrv,
                     dnsdist, dnsmasq, floor, free_port, nsd, sidecar)
from table import Row

NAMES = 10_000
CPU = "µs of CPU"


class Setting:
    """The servers that all measures share, running, and the queries they are asked."""

    def __init__(self, options, directory, running):
        self.rounds, self.answers, self.directory = options.rounds, options.answers, directory
        self.tools = options.build / "tests" / "bench"
        self.binary = options.build / "boulder-dns-sidecar"
        self.upstream = running.enter_context(floor(self.tools, "udp", free_port(LOCAL), core=LOAD_CORE))
        self.bare_udp = running.enter_context(floor(self.tools, "udp", free_port(LOCAL)))
        self.bare_tcp = running.enter_context(floor(self.tools, "tcp", free_port(LOCAL)))
        self.bare_forwarder = running.enter_context(floor(self.tools, "forward", free_port(LOCAL), self.upstream.port))
        self.sidecar = running.enter_context(sidecar(self.binary, directory, self.upstream.port))
        self.sidecar.wait_until(lambda: answers_udp(self.sidecar.port))  # its certificate is there for dnsdist
        peers = (nsd(directory), dnsmasq(), challtestsrv(), dnsdist(directory))
        self.peers = [running.enter_context(server) for server in peers if server]
        self.bare_tcp.wait_until(lambda: answers_tcp(self.bare_tcp.port))
        for server in (self.upstream, self.bare_udp, self.bare_forwarder, self.sidecar, *self.peers):
            server.wait_until(lambda port=server.port: answers_udp(port))
        self.peer = {server.name: server for server in self.peers}

    def queries(self, name, types, domain=DOMAIN):
        """A file of queries for names of one length, the same in every run."""
        file = self.directory / f"{name}.queries"
        letters = random.Random(NAMES)
        file.write_text("".join(
            f"{''.join(letters.choices('abcdefghijklmnopqrstuvwxyz', k=10))}.{domain} {letters.choice(types)}\n"
            for _ in range(NAMES)))
        return file

    def cpu_per_answer(self, server, load, answered):
        """Runs the load against the server; returns microseconds of the server's CPU for one answer."""
        before = server.cpu_seconds()
        count = answered(run(load, LOAD_CORE))
        used = server.cpu_seconds() - before
        if not count:
            raise BenchError(f"{server.name} answered nothing to {' '.join(map(str, load))}")
        return used / count * 1e6

    def compare(self, what, servers, load, answered, budget):
        """Rows of the servers' cost, round by round; the first server is the floor, unless it is the program."""
        values = {server.name: [] for server in servers}
        for _ in range(self.rounds):
            for server in servers:
                values[server.name].append(self.cpu_per_answer(server, load(server), answered))
        bare = None if servers[0] is self.sidecar else values[servers[0].name]
        return [Row(what, server.name, CPU, values[server.name], bare, budget if server is self.sidecar else "")
                for server in servers]

    def udp_load(self, port, queries, in_flight, answers=None):
        return [self.tools / "bench_udp_load", port, queries, answers or self.answers, in_flight]

    def tcp_load(self, port, queries, answers, *shape):
        return [self.tools / "bench_tcp_load", port, queries, answers, *shape]


def run(command, core=None, environment=None):
    """A command's output; an error if it fails."""
    pin = (lambda: os.sched_setaffinity(0, {core})) if core is not None else None
    try:
        result = subprocess.run([str(word) for word in command], preexec_fn=pin, capture_output=True, text=True,
                                env=environment or {**os.environ, "PATH": SEARCH_PATH}, check=False)
    except FileNotFoundError as error:
        raise BenchError(f"{command[0]} is not installed; ./run bench installs it") from error
    if result.returncode != 0:
        raise BenchError(f"{command[0]} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
    return result.stdout


def good_answers(output):
    """Of our own loads, which say what came back."""
    report = json.loads(output)
    if report["failed"]:
        raise BenchError(f"wrong answers: {output}")
    return report["answered"]


def dnsperf_answers(output):
    return int(re.search(r"Queries completed: +(\d+)", output)[1])
