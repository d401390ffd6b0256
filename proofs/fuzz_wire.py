"""Hostile messages from a server that speaks Pusher's language, and hostile events to it."""

import asyncio
import contextlib
import io
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from housekeeper.core.clock import SystemClock
from housekeeper.live.pusher.subscriber import Condition, Patience, Subscriber, SubscriberState
from housekeeper.settings.pusher import PusherSettings
from proofs import hostile
from proofs.raw_bytes import raw_in_lines
from tests.live.servers import Visitor, scripted_server

CHANNEL = "private-grand.rooms"
_IMPATIENT = Patience(
    connect_within=2.0,
    ask_every=0.5,
    silent_for=3.0,
    first_retry=0.001,
    most_retry=0.002,
    barred_retry=0.001,
    busy_retry=0.001,
)
_NAMES = (
    "pusher:connection_established",
    "pusher:error",
    "pusher:ping",
    "pusher:pong",
    "pusher:subscription_error",
    "pusher_internal:subscription_succeeded",
    "pusher_internal:member_added",
    "room_updated",
    "session_ended",
)


@dataclass(slots=True)
class Heard:
    """What a subscriber did with hostile messages."""

    sent: int = 0
    links: int = 0
    raw: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    is_live_afterwards: bool = False


def frames(texts: Sequence[str], random: Random) -> Iterator[tuple[int, bytes]]:
    """Frames of a web socket, with their kind: 1 text, 2 bytes, 9 ping, 10 pong."""
    odd: tuple[object, ...] = (
        None,
        True,
        -1,
        10**400,
        1e308,
        [],
        {},
        [[]] * 100,
        {"code": "4001"},
        {"code": 10**400},
        {"code": True},
        {"code": None, "message": texts[0]},
        {"socket_id": {}},
        {"socket_id": texts[0]},
    )
    yield 1, b""
    yield 1, b"\xff\xfe\x00"
    yield 1, b"[" * 100_000
    yield 1, b'{"event":' * 20_000
    yield 1, b"null"
    yield 1, b"[1]"
    yield 1, b'"text"'
    yield 1, b'{"event":"room_updated","data":"{}","channel":"private-grand.rooms"'
    yield 1, b'{"a":NaN,"event":Infinity}'
    yield 1, json.dumps({"event": "room_updated", "data": hostile.MEGABYTE}).encode()
    yield 2, b"\x00\xff" * 100
    yield 9, b"\x1b]0;x\x07"
    yield 10, b""
    for name in _NAMES:
        for value in (*odd, *map(json.dumps, odd), *random.sample(list(texts), 3)):
            channel: object = random.choice((CHANNEL, "other", None, 7, [], texts[0]))
            said = {"event": name, "data": value, "channel": channel}
            yield 1, json.dumps(said).encode()
    for text in texts:
        yield 1, json.dumps({"event": text, "data": text, "channel": text}).encode()
        yield 1, text.encode("utf-8", "surrogatepass")


async def _listen(texts: Sequence[str], random: Random) -> Heard:
    heard = Heard()
    waiting = list(frames(texts, random))
    heard.sent = len(waiting)
    is_good = False

    async def talk(visitor: Visitor) -> None:
        await visitor.welcome()
        await visitor.let_in()
        while waiting:
            kind, data = waiting.pop()
            await visitor.frame(kind, data)
            # Its answer to a ping shows that the frame before was taken in; or it hangs up.
            await visitor.frame(9, b"")
            await visitor.hear()
        if is_good:
            await visitor.say("room_updated", {}, CHANNEL)
        while True:
            await visitor.hear()

    hints = asyncio.Event()
    states: list[SubscriberState] = []
    async with scripted_server(talk) as server:
        settings = PusherSettings(
            "1", "key", "secret", host="127.0.0.1", port=server.port, tls=False
        )
        subscriber = Subscriber(
            settings, [CHANNEL], SystemClock(), hints.set, states.append, patience=_IMPATIENT
        )
        subscriber.start()
        try:
            async with asyncio.timeout(60):
                while waiting:
                    await asyncio.sleep(0.01)
                is_good = True
                hints.clear()
                while not (hints.is_set() and subscriber.state.condition is Condition.LIVE):
                    await asyncio.sleep(0.01)
                heard.is_live_afterwards = True
        except TimeoutError:
            heard.raised.append(f"not live again: {subscriber.state}; {len(waiting)} left")
        finally:
            await asyncio.to_thread(subscriber.stop, 5.0)
        heard.links = server.visits
    heard.raw += [state.trouble for state in states if raw_in_lines(state.trouble)]
    return heard


def listen(texts: Sequence[str], random: Random) -> Heard:
    """Say all this to a subscriber; it must print nothing, raise nothing, and go on listening."""
    escaped: list[str] = []
    before = threading.excepthook
    threading.excepthook = lambda fault: escaped.append(repr(fault.exc_value))
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            heard = asyncio.run(_listen(texts, random))
    finally:
        threading.excepthook = before
    heard.raised += escaped
    if out.getvalue() or err.getvalue():
        heard.raw.append(ascii(out.getvalue() + err.getvalue())[:400])
    return heard
