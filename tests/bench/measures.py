"""What is measured. Each function of ALL takes a Setting and returns rows of the table."""

import json
import re
import socket
import statistics
import struct
import time

from servers import (BenchError, DOMAIN, LOAD_CORE, LOCAL, answers_tcp, answers_udp, free_port, sidecar, stream_server,
                     wire_name)
from setting import NAMES, dnsperf_answers, good_answers, run
from table import Row

LOCAL_RELAY = "127.117.0.1"  # an address for the relay that is local without more ado


def udp(setting):
    rows = []
    for kind, types, peers in (("A", ["A"], ("nsd", "dnsmasq", "challtestsrv")), ("CAA", ["CAA"], ("nsd",)),
                               ("mixed", ["A", "AAAA", "CAA"], ("nsd",))):
        queries = setting.queries(kind, types)
        servers = [setting.bare_udp, setting.sidecar, *(setting.peer[name] for name in peers if name in setting.peer)]
        rows += setting.compare(f"UDP, {kind}, 256 in flight", servers,
                                lambda server: setting.udp_load(server.port, queries, 256), good_answers, "≤ 1.10 ×")
    return rows


def tcp(setting):
    queries = setting.queries("A", ["A"])
    servers = [setting.bare_tcp, setting.sidecar, *(setting.peer[name] for name in ("nsd",) if name in setting.peer)]
    rows = []
    for what, shape, part, budget in (("TCP, A, 4 connections × 25", (4, 25), 1, "≤ 4 ×"),
                                      ("TCP, A, 8 connections × 1", (8, 1), 2, ""),
                                      ("TCP, A, a connection a query", (8, 1, 1), 20, "")):
        rows += setting.compare(
            what, servers, lambda server: setting.tcp_load(server.port, queries, setting.answers // part, *shape),
            good_answers, budget)
    rows += setting.compare(
        "TCP, A, dnsperf 4 × 25", servers,
        lambda server: ["dnsperf", "-m", "tcp", "-s", LOCAL, "-p", server.port, "-d", queries, "-c", 4, "-q", 100,
                        "-n", max(1, setting.answers // NAMES)], dnsperf_answers, "≤ 1.3 ×")
    return rows


def forward(setting):
    """Names that are not faked, whose answers come from an upstream on the load's core."""
    queries = setting.queries("forward", ["A"], "elsewhere.example.net")
    servers = [setting.bare_forwarder, setting.sidecar]
    rows = setting.compare(
        "forwarded, 64 in flight", servers,
        lambda server: setting.udp_load(server.port, queries, 64, setting.answers // 4), good_answers, "")
    added = {server.name: [] for server in servers}
    for _ in range(setting.rounds):
        direct, *through = (
            json.loads(run(setting.udp_load(server.port, queries, 1, setting.answers // 20), LOAD_CORE))["p50_us"]
            for server in (setting.upstream, *servers))
        for server, latency in zip(servers, through):
            added[server.name].append(latency - direct)
    return rows + [Row("forwarded, latency added (p50)", server.name, "µs", added[server.name], None,
                       "≤ 100 µs" if server is setting.sidecar else "") for server in servers]


def doh(setting):
    """DNS over HTTPS: HTTP/2, POST, by h2load."""
    query = doh_query(setting)
    servers = [setting.sidecar, *(setting.peer[name] for name in ("dnsdist",) if name in setting.peer)]
    rows = []
    for connections, streams in ((4, 25), (8, 1)):
        rows += setting.compare(
            f"DoH, A, HTTP/2, {connections} connections × {streams}", servers,
            lambda server: ["h2load", "-n", setting.answers // 4, "-c", connections, "-m", streams, "-d", query,
                            "-H", "content-type: application/dns-message",
                            f"https://{LOCAL}:{server.doh_port}/dns-query"],
            lambda output: int(re.search(r"(\d+) 2xx", output)[1]), "0.8 × dnsdist")
    return rows


def doh_query(setting):
    """A file with a query as DNS over HTTPS carries it."""
    query = setting.directory / "query"
    query.write_bytes(bytes.fromhex("000001000001000000000000") + wire_name(f"0123456789.{DOMAIN}")
                      + bytes.fromhex("00010001"))
    return query


def relay(setting):
    """A stream and a short exchange through the relay, beside the same without it."""
    relay_address, relay_port = LOCAL_RELAY, free_port(LOCAL)
    octets = setting.answers * 1024
    rates, waits, used = ({"direct": [], "relayed": []} for _ in range(3))
    with stream_server() as behind:
        behind.wait_until(lambda: answers_tcp(behind.port))
        with sidecar(setting.binary, setting.directory, setting.upstream.port, FAKE_DNS=LOCAL,
                     FAKE_DNS_RELAY_ADDRESSES=f"{relay_address}/32",
                     FAKE_DNS_RELAY_PORTS=f"{relay_port}={behind.port}") as server:
            server.wait_until(lambda: answers_udp(server.port))  # the first answer gives the target its address
            for _ in range(setting.rounds):
                for name, end in (("direct", (LOCAL, behind.port)), ("relayed", (relay_address, relay_port))):
                    before = server.cpu_seconds()
                    seconds = timed(lambda end=end: stream(end, octets))
                    used[name].append((server.cpu_seconds() - before) * 1e3 / (octets / 2**30))
                    rates[name].append(octets / 2**20 / seconds)
                    exchanges = [timed(lambda end=end: stream(end, 1)) for _ in range(max(1, setting.answers // 100))]
                    waits[name].append(statistics.median(exchanges) * 1e6)
    rows = [Row("relay, one stream", name, "MiB/s", values) for name, values in rates.items()]
    rows.append(Row("relay, one stream", "sidecar", "ms of CPU a GiB", used["relayed"]))
    rows += [Row("relay, connect to first octet (p50)", name, "µs", values) for name, values in waits.items()]
    return rows


def stream(end, octets):
    """Connects, asks the stream server for so many octets, and reads them all."""
    buffer = bytearray(1 << 20)
    with socket.create_connection(end, timeout=60) as connection:
        connection.sendall(struct.pack("!Q", octets))
        while octets:
            count = connection.recv_into(buffer)
            if not count:
                raise BenchError(f"the stream from {end} ended {octets} octets too early")
            octets -= count


def timed(action):
    """The seconds that it takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def resolve(setting):
    """Instructions of the deciding function alone."""
    rows = []
    for kind, budget in (("A", "≤ 1,000"), ("AAAA", ""), ("CAA", "≤ 1,500")):
        for rules in (1, 100_000):
            output = run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={setting.directory}/callgrind",
                          "--toggle-collect=shim::resolve(*", setting.tools / "bench_resolve",
                          f"--benchmark_filter=resolve/{kind}/{rules}/", "--benchmark_format=json"])
            calls = json.loads(output)["benchmarks"][0]["iterations"]
            profile = (setting.directory / "callgrind").read_text()
            total = int(re.search(r"^(?:summary|totals): (\d+)", profile, re.MULTILINE)[1])
            rows.append(Row(f"resolve(), {kind}, {rules:,} rules", "sidecar", "instructions", [total / calls], None,
                            budget))
    return rows


def start(setting):
    """From exec to the first answer; the CPU time says what the wait would be on a machine with nothing else to do."""
    rows = []
    for what, settings in (("exec to first answer", {"FAKE_DNS_DOH_LISTEN": "off"}),
                           ("exec to first answer, DoH on", {})):
        values = []
        for _ in range(setting.rounds * 2):
            server = sidecar(setting.binary, setting.directory, setting.upstream.port, **settings)
            output = run([setting.tools / "bench_start_probe", server.port, f"0123456789.{DOMAIN}", *server.command],
                         environment=server.environment)
            values.append([float(word) for word in output.split()])
        waits, used = zip(*values)
        rows += [Row(what, "sidecar", "ms", waits, None, "≤ 4 ms"), Row(what, "sidecar", "ms of CPU", used)]
    return rows


def memory(setting):
    """Resident memory: idle, with an upstream that never answers under as many look-ups as it lets in, and after."""
    connections = 1_000
    queries = setting.queries("forward", ["A"], "elsewhere.example.net")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind((LOCAL, 0))
        with sidecar(setting.binary, setting.directory, silent.getsockname()[1],
                     FAKE_DNS_LIMITS_TCP_CONNECTIONS=str(connections)) as server:
            server.wait_until(lambda: answers_udp(server.port))
            idle = server.memory()
            clients = [socket.create_connection((LOCAL, server.port)) for _ in range(connections)]
            run(setting.udp_load(server.port, queries, 10_000, 20_000), LOAD_CORE)
            most = server.memory("VmHWM")
            for client in clients:
                client.close()
            run(setting.udp_load(server.port, setting.queries("A", ["A"]), 256), LOAD_CORE)
            after, _ = settled(server)
    stripped = setting.directory / "stripped"
    run(["strip", "-o", stripped, setting.binary])
    rows = [Row("memory, idle", "sidecar", "MiB", [idle], None, "≤ 5 MiB")]
    rows += [Row("memory, idle", peer.name, "MiB", [peer.memory()]) for peer in setting.peers]
    return rows + [Row("memory, 10,000 look-ups, 1,000 connections", "sidecar", "MiB", [most], None, "≤ 16 MiB"),
                   Row("memory, after that", "sidecar", "MiB", [after], None, "≤ 8 MiB"),
                   Row("program's size, stripped", "sidecar", "MiB", [stripped.stat().st_size / 2**20], None, "≤ 8 MiB")]


def soak(setting):
    """Resident memory and open files before and after many connections; the first thousand are no part of it."""
    connections, relayed = setting.answers // 2, setting.answers // 20
    query = doh_query(setting)
    relay_address, relay_port = LOCAL_RELAY, free_port(LOCAL)
    rows = []
    with stream_server() as behind:
        behind.wait_until(lambda: answers_tcp(behind.port))
        with sidecar(setting.binary, setting.directory, setting.upstream.port, FAKE_DNS=LOCAL,
                     FAKE_DNS_RELAY_ADDRESSES=f"{relay_address}/32",
                     FAKE_DNS_RELAY_PORTS=f"{relay_port}={behind.port}") as server:
            server.wait_until(lambda: answers_udp(server.port))
            for what, count, load in (
                    (f"{connections:,} DoH connections", connections, lambda count: doh_connections(server, query, count)),
                    (f"{relayed:,} relay connections, half broken off", relayed,
                     lambda count: relay_connections((relay_address, relay_port), count))):
                load(min(count, 1_000))
                before = settled(server)
                load(count)
                after = settled(server)
                rows += [Row(what, when, unit, [value]) for when, state in (("before", before), ("after", after))
                         for unit, value in zip(("MiB", "open files"), state)]
    return rows


def doh_connections(server, query, count):
    """So many connections with a query each, a hundred at a time."""
    while count > 0:
        run(["h2load", "-n", 100, "-c", 100, "-d", query, "-H", "content-type: application/dns-message",
             f"https://{LOCAL}:{server.doh_port}/dns-query"], LOAD_CORE)
        count -= 100


def relay_connections(end, count):
    """So many exchanges of 64 KiB, of which every other one is reset after its first octets."""
    for number in range(count):
        with socket.create_connection(end, timeout=60) as connection:
            connection.sendall(struct.pack("!Q", 65_536))
            if number % 2:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.recv(1)
            else:
                connection.recv(65_536, socket.MSG_WAITALL)


def settled(server):
    """Its memory in MiB and its open files, once neither has changed for two seconds: a surge is over a moment late."""
    state, same = None, 0
    for _ in range(300):
        time.sleep(0.1)
        now = server.memory(), server.open_files()
        same = same + 1 if now == state else 0
        state = now
        if same == 20:
            break
    return state


ALL = {function.__name__: function for function in (udp, tcp, doh, relay, forward, resolve, start, memory, soak)}
