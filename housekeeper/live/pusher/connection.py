"""One connection to Pusher, used once: a pysher object with its faults mended.

pysher reconnects by itself, forgets its channels when it does, hammers a server that closes
with 4200, and cannot be told to stop. So here a connection is made, watched by its owner and
thrown away with its first fault; a new one is another object.
"""

import hashlib
import hmac
import json
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from housekeeper.live.pusher.certificates import ca_bundle
from housekeeper.live.pusher.quiet_libraries import silence_libraries
from housekeeper.settings.pusher import PusherSettings

SILENT_SOCKET_SECONDS = 5.0
"""How long a connecting or sending socket may be silent."""

_ERROR_CODES = range(4000, 5000)
"""Those that Pusher's protocol has; anything else was sent by somebody else."""


class Link:
    """One try at being connected and subscribed to all channels.

    Its threads call `on_life_sign` at every sign of life, `on_event` at every event on a channel,
    and `on_change` when `is_subscribed`, `error_code` or `has_ended` turns; all must return at
    once.
    """

    def __init__(
        self,
        settings: PusherSettings,
        channels: Sequence[str],
        event_names: Sequence[str],
        on_life_sign: Callable[[], None],
        on_event: Callable[[], None],
        on_change: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._channels = tuple(channels)
        self._event_names = tuple(event_names)
        self._on_life_sign = on_life_sign
        self._on_event = on_event
        self._on_change = on_change
        self._missing = set(self._channels)
        self._pusher: Any = None
        self._is_abandoned = False
        self.error_code = 0
        self.is_barred = False
        self.is_distrusted = False
        self.has_ended = False

    @property
    def is_subscribed(self) -> bool:
        """Whether the server has let us into every channel."""
        return not self._missing

    def open(self) -> None:
        """Begin to connect, on a thread of the link's own."""
        silence_libraries()
        import pysher  # type: ignore[import-untyped]
        import websocket

        # Of the websocket library alone: a server that never answers must not hang a thread.
        websocket.setdefaulttimeout(SILENT_SOCKET_SECONDS)
        settings = self._settings
        pusher = pysher.Pusher(
            settings.key,
            secure=settings.tls,
            custom_host=settings.subscribe_host,
            port=settings.effective_port,
            log_level=logging.CRITICAL,
            daemon=True,
        )
        connection = pusher.connection
        connection.socket_kwargs.update(ping_interval=10, ping_timeout=5)
        if settings.tls:
            connection.socket_kwargs.update(sslopt={"ca_certs": ca_bundle()})
        # Its own loop then tries once and ends, and its timers need no thread beside it.
        connection.disconnect_called = True
        connection._start_timers = lambda: None
        connection.run = self._guarded_run(connection.run)
        connection._on_error = self._take_fault
        connection.bind("pusher:connection_established", self._quietly(self._subscribe))
        # Its own answer to an error is to join its own thread, or to hammer the server.
        connection.event_callbacks["pusher:error"].clear()
        connection.bind("pusher:error", self._quietly(self._take_error))
        connection.bind("pusher:subscription_error", self._quietly(self._take_refusal))
        for name in ("pusher:pong", "pusher:ping"):
            connection.bind(name, self._quietly(lambda _: self._on_life_sign()))
        self._pusher = pusher
        pusher.connect()

    def ask(self) -> None:
        """Send a ping, whose answer is a sign of life. May block as long as a socket may."""
        if self._pusher is not None and self._pusher.connection.socket is not None:
            self._pusher.connection.send_ping()

    def abandon(self) -> None:
        """Let go of the connection, whatever state it is in; returns at once."""
        self._is_abandoned = True
        if self._pusher is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        """Wake the link's thread, which then closes what is its own and ends.

        A close from here would wait for the server's goodbye, and may not even wake it.
        """
        application = self._pusher.connection.socket
        with suppress(Exception):
            application.keep_running = False
            socket.socket.shutdown(application.sock.sock, socket.SHUT_RDWR)

    def _guarded_run(self, run: Callable[[], None]) -> Callable[[], None]:
        def guarded() -> None:
            # What escapes a thread is printed, and nothing may be printed over a screen.
            with suppress(BaseException):
                run()
            self.has_ended = True
            with suppress(Exception):
                self._on_change()

        return guarded

    def _quietly(self, callback: Callable[[object], None]) -> Callable[..., None]:
        """A callback whose fault ends the link; pysher would swallow it and limp on."""

        def quiet(data: object = None, *_: object) -> None:
            if self._is_abandoned:
                self._hang_up()
                return
            try:
                callback(data)
            except Exception:
                self.abandon()

        return quiet

    def _subscribe(self, _: object) -> None:
        """Subscribe as soon as the connection stands, before any message can be missed."""
        self._on_life_sign()
        pusher = self._pusher
        socket_id = str(pusher.connection.socket_id)
        for name in self._channels:
            is_private = name.startswith("private-")
            channel = pusher.subscribe(
                name, self._signature(socket_id, name) if is_private else None
            )
            channel.bind(
                "pusher_internal:subscription_succeeded",
                self._quietly(lambda _, name=name: self._let_in(name)),  # type: ignore[misc]
            )
            channel.bind("pusher:subscription_error", self._quietly(self._take_refusal))
            for event_name in self._event_names:
                channel.bind(event_name, self._quietly(self._take_event))

    def _signature(self, socket_id: str, channel: str) -> str:
        signed = hmac.new(
            self._settings.secret.encode(), f"{socket_id}:{channel}".encode(), hashlib.sha256
        )
        return f"{self._settings.key}:{signed.hexdigest()}"

    def _let_in(self, channel: str) -> None:
        self._missing.discard(channel)
        self._on_life_sign()
        self._on_change()

    def _take_event(self, _: object) -> None:
        self._on_life_sign()
        self._on_event()

    def _take_fault(self, *details: object) -> None:
        """Why the connection broke off; the last that is told is the exception."""
        if details and isinstance(details[-1], ssl.SSLCertVerificationError):
            self.is_distrusted = True

    def _take_refusal(self, _: object) -> None:
        self.is_barred = True
        self._on_change()

    def _take_error(self, data: object) -> None:
        """Keep the server's code; data is an object, or JSON text of one."""
        error = json.loads(data) if isinstance(data, str) else data
        code = error.get("code") if isinstance(error, dict) else None
        if isinstance(code, int) and code in _ERROR_CODES:
            self.error_code = code
        elif not self.is_subscribed:
            # Pusher words a wrong signature as an error without a code.
            self.is_barred = True
        self._on_change()
