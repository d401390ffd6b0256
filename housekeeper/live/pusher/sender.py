"""Sends batches to Pusher by its own library, and says in one of four words what came of it.

The library blocks, so every call here runs on a thread of its own that nobody waits for when
the program ends. What it raises may carry signatures; only sentences made here come out.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from housekeeper.live.pusher.http_backend import DirectBackend
from housekeeper.live.pusher.messages import PusherMessage
from housekeeper.live.pusher.quiet_libraries import silence_libraries
from housekeeper.settings.pusher import PusherSettings

ANSWER_WITHIN_SECONDS = 4.0
"""How long a server may be silent, while connecting and after that between two bytes."""

SEND_WITHIN_SECONDS = 8.0
"""How long a sending may take in all."""

BATCH_LIMIT = 10
"""Messages that Pusher takes in one request."""

Answer = TypeVar("Answer")


class Verdict(StrEnum):
    """What the server made of a batch."""

    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    CREDENTIALS = "CREDENTIALS"
    UNREACHED = "UNREACHED"


@dataclass(frozen=True, slots=True)
class Sent:
    """The verdict on a batch, and unless it was accepted a sentence that says why.

    REFUSED: these messages will never be taken. CREDENTIALS: nothing will be until the
    settings are mended. UNREACHED: try again later.
    """

    verdict: Verdict
    reason: str = ""


class BatchSender(Protocol):
    """Where the publisher gives its batches."""

    async def send(self, messages: Sequence[PusherMessage]) -> Sent:
        """Send at most ten messages, in this order; never raises for what a server does."""
        ...

    async def check(self) -> Sent:
        """Ask for something harmless, to know whether the server knows us at all."""
        ...


class PusherSender:
    """Sends with the `pusher` library to one server."""

    def __init__(
        self,
        settings: PusherSettings,
        answer_within: float = ANSWER_WITHIN_SECONDS,
        send_within: float = SEND_WITHIN_SECONDS,
    ) -> None:
        self._settings = settings
        self._answer_within = answer_within
        self._send_within = send_within
        self._pusher: Any = None

    async def send(self, messages: Sequence[PusherMessage]) -> Sent:
        """Send at most ten messages, in this order; never raises for what a server does."""
        batch = [
            {"channel": message.channel, "name": message.name, "data": message.data}
            for message in messages
        ]
        return await self._ask(lambda pusher: pusher.trigger_batch(batch, already_encoded=True))

    async def check(self) -> Sent:
        """Ask which channels are read, to know whether the server knows us at all."""
        return await self._ask(lambda pusher: pusher.channels_info("private-"), "channels")

    async def _ask(self, question: Callable[[Any], object], expected: str | None = None) -> Sent:
        try:
            async with asyncio.timeout(self._send_within):
                return await _on_own_thread(lambda: self._ask_and_wait(question, expected))
        except TimeoutError:
            # The thread may hang on with the library's connection: the next one is new.
            self._pusher = None
            return Sent(
                Verdict.UNREACHED, f"{self._settings.address} did not answer in {self._limit}."
            )

    @property
    def _limit(self) -> str:
        return f"{self._send_within:.0f} s"

    def _ask_and_wait(self, question: Callable[[Any], object], expected: str | None) -> Sent:
        from pusher.errors import PusherError  # type: ignore[import-untyped]
        from urllib3.exceptions import HTTPError

        no_pusher = Sent(
            Verdict.UNREACHED, f"What answers at {self._settings.address} is no Pusher server."
        )
        try:
            body = question(self._client())
        except PusherError as fault:
            return self._judge(_status_of(fault))
        except ValueError:
            return no_pusher
        except (HTTPError, OSError) as fault:
            return Sent(Verdict.UNREACHED, self._why_unreached(fault))
        except Exception as fault:
            # What the library may raise besides is its own affair, and no reason to stop.
            kind = type(fault).__name__
            return Sent(Verdict.UNREACHED, f"Pusher's library failed while sending ({kind}).")
        if not isinstance(body, dict):
            return no_pusher
        if "error" in body:
            # Some servers put their refusals into an answer that calls itself a success.
            code = body.get("code")
            return self._judge(code if isinstance(code, int) else 0)
        if expected is not None and expected not in body:
            return no_pusher
        return Sent(Verdict.ACCEPTED)

    def _judge(self, code: int) -> Sent:
        """The verdict on an error that the server worded itself, by its HTTP status."""
        address = self._settings.address
        if code == 413:
            return Sent(Verdict.REFUSED, "The server finds the message too large (413).")
        if code == 400:
            return Sent(Verdict.REFUSED, "The server finds the message faulty (400).")
        if code in (401, 403, 404):
            return Sent(
                Verdict.CREDENTIALS,
                f"{address} does not accept the app id, key and secret ({code}).",
            )
        if code == 429:
            return Sent(Verdict.UNREACHED, f"{address} asks to send less (429).")
        return Sent(Verdict.UNREACHED, f"{address} cannot take events now ({code or 'error'}).")

    def _why_unreached(self, fault: Exception) -> str:
        from urllib3.exceptions import NewConnectionError, SSLError, TimeoutError

        address = self._settings.address
        if isinstance(fault, SSLError):
            return f"{address} does not prove who it is: its certificate is not accepted."
        if isinstance(fault, TimeoutError) and not isinstance(fault, NewConnectionError):
            return f"{address} does not answer."
        return f"{address} cannot be reached."

    def _client(self) -> Any:
        if self._pusher is None:
            silence_libraries()
            from pusher import Pusher  # type: ignore[import-untyped]

            settings = self._settings
            pusher = Pusher(
                app_id=settings.app_id,
                key=settings.key,
                secret=settings.secret,
                ssl=settings.tls,
                host=settings.publish_host,
                port=settings.effective_port,
                timeout=self._answer_within,
                backend=DirectBackend,
            )
            self._pusher = pusher
        return self._pusher


def _status_of(fault: Exception) -> int:
    """The HTTP status behind an error of the library; 0 where it is not told."""
    named = {"PusherBadRequest": 400, "PusherBadAuth": 401, "PusherForbidden": 403}
    code = str(fault).partition(":")[0]
    return named.get(type(fault).__name__, int(code) if code.isdecimal() else 0)


async def _on_own_thread(work: Callable[[], Answer]) -> Answer:
    """Run blocking work on a thread that does not outlive the program, unlike a pool's."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Answer] = loop.create_future()

    def deliver(result: Answer | None, fault: BaseException | None) -> None:
        if answer.done():
            return
        if fault is not None:
            answer.set_exception(fault)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, fault = None, None
        try:
            result = work()
        except BaseException as raised:
            fault = raised
        try:
            loop.call_soon_threadsafe(deliver, result, fault)
        except RuntimeError:
            return  # The program has ended meanwhile.

    threading.Thread(target=run, name="pusher-sender", daemon=True).start()
    return await answer
