"""A DNS server that does what the test scripts, over UDP and TCP on one port of 127.0.0.1."""

import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from sidecar import DEADLINE, LOCAL, frame, read_frame


class FakeUpstream:
    """Calls behave(query, transport) for each query; it returns the messages or bytes to send back, in order.

    It remembers what it was asked, as "name TYPE transport". The behaviour can be replaced at any time.
    """

    def __init__(self, test, behave, address=LOCAL, port=0):
        self.behave = behave
        self.asked = []
        self.udp, self.tcp = bind(address, port)
        self.address = "{}:{}".format(*self.udp.getsockname())
        threads = [threading.Thread(target=serve, daemon=True) for serve in (self._serve_udp, self._serve_tcp)]
        for thread in threads:
            thread.start()
        test.addCleanup(self._close, threads)

    def names(self):
        """What was asked, without the transport."""
        return [line.rsplit(" ", 1)[0] for line in self.asked]

    def _replies(self, wire, transport):
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append(f"{name} {dns.rdatatype.to_text(query.question[0].rdtype)} {transport}")
        return [reply if isinstance(reply, bytes) else reply.to_wire(max_size=65535)
                for reply in self.behave(query, transport)]

    def _serve_udp(self):
        while True:
            try:
                wire, client = self.udp.recvfrom(65535)
                if not wire:
                    return
            except OSError:
                return
            threading.Thread(target=self._answer_udp, args=(wire, client), daemon=True).start()

    def _answer_udp(self, wire, client):
        for reply in self._replies(wire, "udp"):
            try:
                self.udp.sendto(reply, client)
            except OSError:
                return  # the test is over

    def _serve_tcp(self):
        while True:
            try:
                connection, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self._answer_tcp, args=(connection,), daemon=True).start()

    def _answer_tcp(self, connection):
        with connection:
            connection.settimeout(DEADLINE)
            try:
                while wire := read_frame(connection):
                    for reply in self._replies(wire, "tcp"):
                        connection.sendall(frame(reply))
            except OSError:
                return

    def _close(self, threads):
        for server in (self.udp, self.tcp):
            try:
                server.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # a UDP socket is not connected; shutdown wakes its thread all the same
        for thread in threads:
            thread.join(DEADLINE)
        self.udp.close()
        self.tcp.close()


def bind(address, port):
    """A UDP socket and a listening TCP socket of the same port."""
    for _ in range(100):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind((address, port))
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tcp.bind(udp.getsockname())
            tcp.listen(64)
            return udp, tcp
        except OSError:
            udp.close()
            tcp.close()
    raise AssertionError("no port is free for both UDP and TCP")


def answer(query, *records, rcode=dns.rcode.NOERROR):
    """A reply with records such as "192.0.2.1" (of the type asked for) or "name. 60 IN CNAME other."."""
    reply = dns.message.make_response(query, recursion_available=True)
    reply.set_rcode(rcode)
    question = query.question[0]
    for record in records:
        if " IN " in record:
            owner, ttl, rdclass, rdtype, data = record.split(" ", 4)
            reply.answer.append(dns.rrset.from_text(owner, int(ttl), rdclass, rdtype, data))
        else:
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", question.rdtype, record))
    return reply


def zone(records):
    """A behaviour: answers "name TYPE" keys with the listed records; a name with none of them is NXDOMAIN."""
    def behave(query, _transport):
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        rdtype = dns.rdatatype.to_text(query.question[0].rdtype)
        if f"{name} {rdtype}" in records:
            return [answer(query, *records[f"{name} {rdtype}"])]
        known = any(key.split(" ")[0] == name for key in records)
        return [answer(query, rcode=dns.rcode.NOERROR if known else dns.rcode.NXDOMAIN)]
    return behave


def silent(_query, _transport):
    """A behaviour: never answers."""
    return []


def fails(rcode):
    """A behaviour: answers everything with this rcode."""
    return lambda query, _transport: [answer(query, rcode=rcode)]


def truncates_udp(behave):
    """A behaviour: over UDP only says that the answer is too long."""
    def truncate(query, transport):
        if transport == "tcp":
            return behave(query, transport)
        reply = answer(query)
        reply.flags |= dns.flags.TC
        return [reply]
    return truncate
