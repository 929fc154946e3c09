#!/usr/bin/python3 -B
"""The main job of boulder-dns-sidecar on one machine: a certificate for an app that only has a service name.

Usage: demo.py SIDECAR_BINARY

Starts an app, the cluster's DNS (dnsmasq), the sidecar and an ACME server (Pebble) on free ports of
127.0.0.0/8, asks for a certificate with an ACME client (lego, http-01), and shows what the sidecar was asked.
Exits 0 only if the certificate is for the name, signed by this CA, and came about through the sidecar.
"""

import json
import signal
import ssl
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path

from processes import DemoError, Processes, free_port, run, wait_for_port, wait_until

DOMAIN = "shop.dev.example.com"
FAKED = "dev.example.com"
SERVICE = "app.default.svc.cluster.local"
SERVICE_ADDRESS = "127.77.0.50"  # in the place of a ClusterIP; all of 127.0.0.0/8 is this machine
LOCAL = "127.0.0.1"


def start_app(processes, directory):
    """Starts a web server at the service's address; returns (its webroot, its port)."""
    webroot = directory / "app"
    webroot.mkdir()
    port = free_port(SERVICE_ADDRESS)
    processes.start("app", [sys.executable, "-u", "-m", "http.server", "--bind", SERVICE_ADDRESS,
                            "--directory", str(webroot), str(port)])
    wait_for_port(processes, "app", SERVICE_ADDRESS, port)
    step("app", f"http://{SERVICE_ADDRESS}:{port}", "a web server, in the place of a pod behind a Service")
    return webroot, port


def start_cluster_dns(processes):
    """Starts a DNS server that knows the service and nothing else; returns its address."""
    port = free_port(LOCAL)
    processes.start("dnsmasq", ["dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                                "--bind-interfaces", f"--listen-address={LOCAL}", f"--port={port}",
                                f"--host-record={SERVICE},{SERVICE_ADDRESS}", "--local=/#/", "--log-queries"])
    wait_for_port(processes, "dnsmasq", LOCAL, port)
    step("cluster DNS", f"{LOCAL}:{port}", f"dnsmasq; knows {SERVICE}, and nothing of {FAKED}")
    return f"{LOCAL}:{port}"


def start_sidecar(processes, binary, cluster_dns):
    """Starts the sidecar; returns (its DNS address, the URL of its status endpoint)."""
    dns, status = (f"{LOCAL}:{free_port(LOCAL)}" for _ in range(2))
    settings = {"FAKE_DNS": SERVICE, "FAKE_DNS_DOMAINS": FAKED, "FAKE_DNS_UPSTREAM_SERVERS": cluster_dns,
                "FAKE_DNS_LISTEN": dns, "FAKE_DNS_STATUS_LISTEN": status}
    processes.start("sidecar", [binary], settings)
    wait_until(processes, "sidecar", lambda: fetch(f"http://{status}/readyz") is not None)
    step("sidecar", dns, f"FAKE_DNS={SERVICE}")
    step("", "", f"FAKE_DNS_DOMAINS={FAKED}")
    return dns, f"http://{status}"


def start_ca(processes, directory, dns, challenge_port):
    """Starts Pebble, which resolves through the sidecar only; returns (directory URL, roots URL, TLS root file)."""
    certificate, key = directory / "pebble.pem", directory / "pebble.key"
    run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=pebble", "-addext", f"subjectAltName=IP:{LOCAL}", "-keyout", key, "-out", certificate])
    api, management = (f"{LOCAL}:{free_port(LOCAL)}" for _ in range(2))
    settings = {"listenAddress": api, "managementListenAddress": management, "certificate": str(certificate),
                "privateKey": str(key), "httpPort": challenge_port, "tlsPort": challenge_port}
    config = directory / "pebble.json"
    config.write_text(json.dumps({"pebble": settings}))
    # Pebble's own delays and deliberate errors test clients; here they would only cost time.
    processes.start("pebble", ["pebble", "-config", str(config), "-dnsserver", dns],
                    {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"})
    wait_for_port(processes, "pebble", *api.split(":"))
    step("ACME server", f"https://{api}/dir", f"pebble -dnsserver {dns}")
    return f"https://{api}/dir", f"https://{management}/roots/0", certificate


def obtain(directory, ca, ca_file, webroot):
    """Runs the ACME client, which puts the challenge into the app's webroot; returns the certificate file."""
    step("ACME client", "lego", f"wants {DOMAIN} by http-01 ...")
    run(["lego", "--server", ca, "--accept-tos", "--email", "dev@example.com", "--domains", DOMAIN, "--http",
         "--http.webroot", webroot, "--path", directory / "lego", "run"], {"LEGO_CA_CERTIFICATES": str(ca_file)})
    return directory / "lego" / "certificates" / f"{DOMAIN}.crt"


def verify(directory, certificate, roots, ca_file):
    """Checks the certificate against the root that the CA publishes and against the name; returns a description."""
    root = directory / "root.pem"
    root.write_bytes(fetch(roots, ca_file) or b"")
    run(["openssl", "verify", "-CAfile", root, "-untrusted", certificate, "-verify_hostname", DOMAIN, certificate])
    return run(["openssl", "x509", "-in", certificate, "-noout", "-subject", "-issuer", "-enddate",
                "-ext", "subjectAltName"])


def account(status):
    """Returns the sidecar's own /status and its /queries about the name, oldest first; fails if they don't fit."""
    entries = json.loads(fetch(f"{status}/queries?limit=100") or b"[]")
    about = [entry for entry in reversed(entries) if entry["name"].rstrip(".") == DOMAIN]
    if not any(entry["type"] == "A" and SERVICE_ADDRESS in " ".join(entry["answer"]) for entry in about):
        raise DemoError(f"the sidecar never answered {DOMAIN} A with {SERVICE_ADDRESS}: {entries}")
    return json.loads(fetch(f"{status}/status") or b"{}"), about


def show(description, status, queries, app_log):
    """Prints the proof."""
    say(f"\nIssued, and verified against the CA's root for the name {DOMAIN}:")
    say(indent(description))
    say("\nWhat the sidecar was asked about it (its /queries):")
    say(counted(f"{entry['transport']:<4} {entry['type']:<5} {entry['name']}  {entry['rcode']}, {entry['source']}: "
                f"{', '.join(entry['answer']) or 'no such record'}" for entry in queries))
    say("\nWhat it says of itself (its /status):")
    for key in ("version", "mode", "target", "domains", "services", "queries"):
        say(f"  {key}: {json.dumps(status[key])}")
    say("\nWhat the app saw (its log):")
    say(counted(line for line in app_log.splitlines() if "acme-challenge" in line))


def demo(binary, directory, processes):
    """The whole story, in order."""
    say(f"A certificate for {DOMAIN}, a name no DNS server knows. Its app is the Service {SERVICE}.\n")
    webroot, challenge_port = start_app(processes, directory)
    dns, status_url = start_sidecar(processes, binary, start_cluster_dns(processes))
    ca, roots, ca_file = start_ca(processes, directory, dns, challenge_port)
    certificate = obtain(directory, ca, ca_file, webroot)
    description = verify(directory, certificate, roots, ca_file)
    status, queries = account(status_url)
    show(description, status, queries, processes.log("app"))


def fetch(url, ca_file=None):
    """Returns the body at the URL, or None when there is no good answer (yet)."""
    context = ssl.create_default_context(cafile=ca_file) if ca_file else None
    try:
        with urllib.request.urlopen(url, timeout=5, context=context) as response:
            return response.read()
    except OSError:
        return None


def step(who, where, what):
    say(f"  {who:<12} {where:<28} {what}")


def indent(text):
    return "\n".join("  " + line.strip() for line in text.strip().splitlines())


def counted(lines):
    """Returns each different line once, with how often it came."""
    return "\n".join(f"  {line}" + (f"  ({count} times)" if count > 1 else "") for line, count in
                     Counter(lines).items())


def say(text):
    print(text, flush=True)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: demo.py SIDECAR_BINARY")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))  # as an exception, so that the clean-up runs
    with tempfile.TemporaryDirectory(prefix="boulder-dns-sidecar-demo-") as directory:
        with Processes(Path(directory)) as processes:
            try:
                demo(str(Path(sys.argv[1]).resolve()), Path(directory), processes)
            except DemoError as error:
                sys.exit(f"\ndemo failed: {error}\n{processes.all_logs()}")
    say("\nAll stopped, nothing left behind.")


if __name__ == "__main__":
    main()
