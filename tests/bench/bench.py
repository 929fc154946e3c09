#!/usr/bin/python3 -B
"""What a query costs, beside a bare server that sends the same octets and other servers, in one run.

Usage: bench.py BUILD_FOLDER [--rounds N] [--answers N] [--only WORD...]

Servers share one core, the load has another one. Each round measures every server once; shown are medians, and the
median of the ratios to the floor of the same round, which is what can be compared between machines and runs.
"""

import argparse
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import measures
from servers import BenchError
from setting import Setting
from table import print_table


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path, help="where the program and the bench's tools were built")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--answers", type=int, default=200_000, help="of one load on one server")
    parser.add_argument("--only", nargs="+", choices=list(measures.ALL), default=list(measures.ALL))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers end with us
    rows = []
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as directory, ExitStack() as running:
            setting = Setting(options, Path(directory), running)
            for word in options.only:
                print(f"measuring {word} ...", file=sys.stderr)
                rows += measures.ALL[word](setting)
    except BenchError as error:
        sys.exit(f"bench: {error}")
    print_table(rows)


if __name__ == "__main__":
    main()
