"""Runs soketi, a Pusher server that is none of ours, confined to this machine.

It listens on one address alone (127.0.0.1 unless told), and runs as nobody where the tests run
as root.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from housekeeper.settings.pusher import PusherSettings
from tests.soketi.install import SERVER, environment_of_server, installed, unprivileged

CLIENT = Path(__file__).parent / "client.js"
APP_ID, KEY, SECRET = "4711", "test-key", "test-secret-that-must-not-appear"
READY_WITHIN_SECONDS = 20.0


def client_environment() -> dict[str, str]:
    """What client.js finds in its environment: the official client's library beside the server."""
    return {**os.environ, "NODE_PATH": str(installed() / "node_modules")}


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM, address: str = "127.0.0.1") -> int:
    """A port of this machine that nobody uses just now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


class Soketi:
    """One server on one port, which can be stopped and started again there."""

    def __init__(self, folder: Path, address: str = "127.0.0.1") -> None:
        self.address = address
        self.port = free_port(address=address)
        self._config = folder / "config.json"
        self._config.write_text(json.dumps(self._settings()))
        self._config.chmod(0o644)
        self._process: subprocess.Popen[bytes] | None = None

    def _settings(self) -> dict[str, Any]:
        here = self.address
        app = {
            "id": APP_ID,
            "key": KEY,
            "secret": SECRET,
            "enabled": True,
            "enableClientMessages": True,
            "maxConnections": -1,
            "maxBackendEventsPerSecond": -1,
            "maxClientEventsPerSecond": -1,
            "maxReadRequestsPerSecond": -1,
        }
        return {
            "host": here,
            "port": self.port,
            "metrics": {"enabled": False, "host": here},
            "cluster": {
                "hostname": here,
                "address": here,
                "unicast": here,
                "port": free_port(socket.SOCK_DGRAM, here),
            },
            "eventLimits": {"maxPayloadInKb": 10, "maxBatchSize": 10},
            "shutdownGracePeriod": 100,
            "appManager.array.apps": [app],
        }

    @property
    def settings(self) -> PusherSettings:
        """How housekeeper reaches it."""
        return PusherSettings(APP_ID, KEY, SECRET, host=self.address, port=self.port, tls=False)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [
                "node",
                str(installed() / SERVER),
                "start",
                f"--config={self._config}",
            ],
            cwd="/",
            env=environment_of_server(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **unprivileged(),
        )
        until = time.monotonic() + READY_WITHIN_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "soketi ended before it answered"
            assert time.monotonic() < until, "soketi does not answer"
            time.sleep(0.02)

    def _answers(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        address = f"http://{self.address}:{self.port}/"
        with contextlib.suppress(OSError), direct.open(address, timeout=1) as answer:
            return bool(answer.status == 200)
        return False

    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def freeze(self) -> None:
        """Let it hang: its sockets stay open and nothing answers."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once, without a word to its clients."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end: it tells its clients to come back (4200) first."""
        self._end(signal.SIGTERM)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._send(signal.SIGCONT)
        self._send(number)
        try:
            # It says goodbye at once; how long it takes to leave after that is of no interest.
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)
        self._process = None


@contextlib.contextmanager
def running_soketi(address: str = "127.0.0.1") -> Iterator[Soketi]:
    """A server at this address for as long as the block lasts; raises `SoketiMissing`."""
    installed()
    # Not pytest's folders: those are closed to nobody.
    with tempfile.TemporaryDirectory(prefix="soketi-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Soketi(folder, address)
        server.start()
        try:
            yield server
        finally:
            server.kill()
