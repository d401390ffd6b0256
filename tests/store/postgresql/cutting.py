"""A server's address that a test can cut off: a relay to the server in this process."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy.engine import make_url

Cut = Literal["before", "after"]
# BackendKeyData with its length and the number of the session, which may hold any byte.
SESSION_NUMBER = re.compile(rb"(K\x00\x00\x00\x0c).{4}", re.DOTALL)


class Relay:
    """Passes bytes to a server and back, until it is told to cut.

    `cut_at_commit` cuts the next connection that sends COMMIT: before the server gets it, or
    after the server has answered and before the answer comes through. `is_down` lets nobody in.
    With `poses_as_pooler` the session that answers is not the one that was promised.
    """

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut_at_commit: Cut | None = None
        self.is_down = False
        self.poses_as_pooler = False
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Cut every connection, and let nobody in."""
        self.is_down = True
        for one in list(self._open):
            _end(one)

    def heal(self) -> None:
        """Let programs in again."""
        self.is_down = False

    def close(self) -> None:
        """Cut everything and go."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_down:
                    client.close()
                    continue
                server = socket.create_connection(self._server)
                self._open |= {client, server}
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT\x00" in data and self.cut_at_commit is not None:
                    cut, self.cut_at_commit = self.cut_at_commit, None
                    # The client hears of nothing from here on.
                    self._open.discard(client)
                    _end(client)
                    if cut == "after":
                        server.sendall(data)
                        continue_until_answered(server)
                    break
                server.sendall(data)
        _end(server)

    def _pass(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if self.poses_as_pooler:
                    # A pooler gives a number of its own for the session.
                    data = SESSION_NUMBER.sub(b"\\g<1>\x00\x00\x00\x01", data)
                client.sendall(data)
        _end(client)


def continue_until_answered(server: socket.socket) -> None:
    """Give the server the time to commit: it ends the connection itself once it is told to."""
    with contextlib.suppress(OSError):
        server.sendall(b"X\x00\x00\x00\x04")
        while server.recv(65536):
            pass


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def relayed(url: str) -> Iterator[tuple[Relay, str]]:
    """A relay to the server of this URL, and the URL through it."""
    parts = make_url(url)
    relay = Relay(parts.host or "127.0.0.1", parts.port or 5432)
    through = parts.set(host="127.0.0.1", port=relay.port)
    try:
        yield relay, through.render_as_string(hide_password=False)
    finally:
        relay.close()
