#!/usr/bin/python3 -B
"""What stands behind the relay: sends as many octets as it is asked for, one connection at a time.

Usage: stream_server.py PORT
A request is the number as 8 octets, the highest first. The client closes.
"""

import socket
import struct
import sys

CHUNK = bytes(1 << 20)


def main():
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64) as listener:
        while True:
            connection, _ = listener.accept()
            with connection:
                try:
                    serve(connection)
                except OSError:
                    pass  # the client is gone


def serve(connection):
    while len(request := connection.recv(8, socket.MSG_WAITALL)) == 8:
        (left,) = struct.unpack("!Q", request)
        while left:
            left -= connection.send(CHUNK[:left])


if __name__ == "__main__":
    main()
