"""What a surge of queries that wait and of connections takes, and that it is given back."""

import re
import socket
import unittest
from pathlib import Path

from sidecar import LOCAL, Sidecar, query, wait_until

QUERIES, CONNECTIONS = 4000, 400
MOST = 1.5 * QUERIES + 6 * CONNECTIONS  # kilobytes
LEFT = 3000


class Memory(unittest.TestCase):
    def resident(self, sidecar):
        """Kilobytes that are the program's own."""
        status = Path(f"/proc/{sidecar.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1])

    def test_surge_takes_little_and_is_given_back(self):
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(silent.close)
        silent.bind((LOCAL, 0))
        sidecar = Sidecar(self, {"FAKE_DNS_UPSTREAM_SERVERS": f"{LOCAL}:{silent.getsockname()[1]}",
                                 "FAKE_DNS_UPSTREAM_TIMEOUT": "900ms", "FAKE_DNS_UPSTREAM_TRIES": "1",
                                 "FAKE_DNS_LIMITS_TCP_CONNECTIONS": str(CONNECTIONS)})
        before = self.resident(sidecar)
        clients = [sidecar.connect() for _ in range(CONNECTIONS)]
        queries = [query(f"host{i}.example.net").to_wire() for i in range(QUERIES)]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.connect(sidecar.dns)
            for wire in queries:
                udp.send(wire)
            most = max(self.resident(sidecar) for _ in range(200))
        for client in clients:
            client.close()
        self.assertGreater(most - before, LEFT)  # or there was no surge
        self.assertLess(most - before, MOST)
        wait_until("the memory is given back", lambda: self.resident(sidecar) - before < LEFT)


if __name__ == "__main__":
    unittest.main()
