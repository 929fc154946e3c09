"""Starts and ends the demo's programs: output into files, waiting by polling, clean-up in any case."""

import os
import socket
import subprocess
import time
from pathlib import Path

START_LIMIT = 60  # seconds until a program must listen
RUN_LIMIT = 60  # seconds for a program that ends by itself
STOP_LIMIT = 5  # seconds between SIGTERM and SIGKILL


class DemoError(Exception):
    """What went wrong, for the person at the terminal."""


class Processes:
    """The programs that run in the background, by name. Ends them all, newest first, when its block is left."""

    def __init__(self, directory):
        self._directory = Path(directory)
        self._running = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self._running.values()):
            process.terminate()
            try:
                process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name, command, environment=None):
        """Starts the command with the variables added to ours. Raises DemoError if there is no such program."""
        with open(self._log_file(name), "wb") as log:
            self._running[name] = spawn(subprocess.Popen, command, environment, stdin=subprocess.DEVNULL, stdout=log,
                                        stderr=subprocess.STDOUT)

    def ended(self, name):
        """Whether the program is gone, which none should be before we end it."""
        return self._running[name].poll() is not None

    def log(self, name):
        return self._log_file(name).read_text(errors="replace")

    def all_logs(self):
        return "\n".join(f"--- {name}\n{self.log(name)}" for name in self._running)

    def _log_file(self, name):
        return self._directory / f"{name}.log"


def run(command, environment=None):
    """Runs a command to its end and returns its output. Raises DemoError with that output if it fails."""
    command = [str(word) for word in command]
    try:
        result = spawn(subprocess.run, command, environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, text=True, timeout=RUN_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise DemoError(f"{command[0]} took more than {RUN_LIMIT} s") from error
    if result.returncode != 0:
        raise DemoError(f"{' '.join(command)} ended with {result.returncode}:\n{result.stdout}")
    return result.stdout


def spawn(how, command, environment, **options):
    # Debian keeps some daemons in sbin, which a user's PATH may lack.
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    try:
        return how(command, env={**os.environ, **(environment or {}), "PATH": path}, **options)
    except FileNotFoundError as error:
        raise DemoError(f"{command[0]} is not installed; ./run demo installs it") from error


def free_port(address):
    """A TCP port that is free for UDP too at the address, as the kernel chose it."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind((address, 0))
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
            return tcp.getsockname()[1]


def wait_for_port(processes, name, address, port):
    """Returns when the program accepts a connection there."""

    def accepts():
        try:
            socket.create_connection((address, int(port)), timeout=1).close()
            return True
        except OSError:
            return False

    wait_until(processes, name, accepts)


def wait_until(processes, name, condition):
    """Returns when the condition holds. Raises DemoError if the program ends first or takes too long."""
    deadline = time.monotonic() + START_LIMIT
    while not condition():
        if processes.ended(name):
            raise DemoError(f"{name} ended at its start")
        if time.monotonic() > deadline:
            raise DemoError(f"{name} was not ready within {START_LIMIT} s")
        time.sleep(0.02)
