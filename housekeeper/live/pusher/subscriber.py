"""Listens to Pusher for hints that there is something to look at, and nothing more.

What a message says is neither read nor shown: anyone who holds the key could have sent it.
A watchdog on a thread of its own builds a link, asks it for signs of life, and builds
another as soon as one fails.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from housekeeper.core.backoff import Backoff
from housekeeper.core.clock import Clock
from housekeeper.live.pusher.connection import Link
from housekeeper.live.pusher.messages import ROOM_UPDATED, check_channel
from housekeeper.settings.pusher import PusherSettings


class Condition(StrEnum):
    """Whether hints can be relied on."""

    CONNECTING = "CONNECTING"
    LIVE = "LIVE"
    DOWN = "DOWN"


@dataclass(frozen=True, slots=True)
class SubscriberState:
    """How listening stands. Moments are real time in UTC.

    `since` is when it came to this condition. `last_proof` is the last sign of life of the
    server (an answer to a ping or a message), None before the first. `trouble` is a sentence
    while it is DOWN.
    """

    condition: Condition
    since: datetime
    last_proof: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a subscriber waits. `ask_every` must leave several asks in `silent_for`."""

    connect_within: float = 10.0
    ask_every: float = 4.0
    silent_for: float = 10.0
    first_retry: float = 0.25
    most_retry: float = 5.0
    barred_retry: float = 60.0
    busy_retry: float = 1.0


class Subscriber:
    """Follows channels of one Pusher app from `start` to `stop`.

    `hint` and `state_changed` are called on the event loop that `start` was called on; hints
    that come faster than the loop turns are one.
    """

    def __init__(
        self,
        settings: PusherSettings,
        channels: Sequence[str],
        clock: Clock,
        hint: Callable[[], None],
        state_changed: Callable[[SubscriberState], None],
        event_names: Sequence[str] = (ROOM_UPDATED,),
        patience: Patience | None = None,
        random: Random | None = None,
    ) -> None:
        self._settings = settings
        self._channels = [check_channel(name) for name in channels]
        self._event_names = tuple(event_names)
        self._clock = clock
        self._hint = hint
        self._state_changed = state_changed
        self._patience = patience or Patience()
        self._random = random or Random()  # noqa: S311 - spreads waits, hides nothing
        self._condition = Condition.CONNECTING
        self._trouble_told = ""
        self._since = clock.real_now()
        self._last_proof: datetime | None = None
        self._heard_at = 0.0
        self._is_hint_on_its_way = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watchdog: threading.Thread | None = None
        self._stopping = threading.Event()
        self._wake = threading.Event()

    @property
    def state(self) -> SubscriberState:
        """How listening stands; may be read on any thread."""
        return SubscriberState(self._condition, self._since, self._last_proof, self._trouble_told)

    def start(self) -> None:
        """Begin to listen; call it once, on the event loop that is to be told."""
        self._loop = asyncio.get_running_loop()
        self._watchdog = threading.Thread(target=self._watch, name="pusher-watchdog", daemon=True)
        self._watchdog.start()

    def stop(self, within: float = 1.0) -> None:
        """Listen no more; waits so many seconds at most, and may be called again.

        Nothing is called on the loop afterwards. A thread that a server still holds by then
        is let go of: it ends by itself and does not keep the program from ending.
        """
        self._stopping.set()
        self._wake.set()
        if self._watchdog is not None and self._watchdog is not threading.current_thread():
            self._watchdog.join(within)

    def _watch(self) -> None:
        """The watchdog's thread: one link after the other, until stopped."""
        retry = Backoff(self._patience.first_retry, self._patience.most_retry, self._random)
        while not self._stopping.is_set():
            lived, wait = 0.0, 0.0
            try:
                lived, wait = self._follow_one_link()
            except Exception as fault:
                self._turn(Condition.DOWN, f"Pusher's library failed ({type(fault).__name__}).")
            if lived > self._patience.most_retry:
                retry.restart()
            self._stopping.wait(max(wait, retry.next()))

    def _follow_one_link(self) -> tuple[float, float]:
        """Follow one link to its end; how long it was live, and how long to wait at least."""
        link = Link(
            self._settings,
            self._channels,
            self._event_names,
            on_life_sign=self._hear,
            on_event=self._send_hint,
            on_change=self._wake.set,
        )
        was_live = False
        opened_at = live_at = asked_at = time.monotonic()
        try:
            link.open()
            while not self._stopping.is_set():
                now = time.monotonic()
                if link.is_subscribed and not was_live:
                    was_live, self._heard_at, live_at, asked_at = True, now, now, now
                    self._turn(Condition.LIVE)
                    # What was said while nobody listened is looked for now.
                    self._send_hint()
                trouble = self._trouble(link, was_live, now - opened_at, now - self._heard_at)
                if trouble:
                    self._turn(Condition.DOWN, trouble)
                    break
                if was_live and now - asked_at >= self._patience.ask_every:
                    asked_at = now
                    link.ask()
                self._wake.wait(min(0.5, self._patience.ask_every / 2))
                self._wake.clear()
        finally:
            link.abandon()
        return (time.monotonic() - live_at if was_live else 0.0), self._least_wait(link)

    def _trouble(self, link: Link, was_live: bool, age: float, silence: float) -> str:
        """What is wrong with the link, as a sentence; nothing if it may go on."""
        address = self._settings.address
        if link.is_barred:
            return f"{address} does not let this program listen: the secret may be wrong."
        if 4000 <= link.error_code <= 4099:
            return f"{address} refuses this program ({link.error_code}): the key may be wrong."
        if link.error_code:
            return f"{address} closed the connection ({link.error_code})."
        if link.is_distrusted:
            return f"{address} does not prove who it is: its certificate is not accepted."
        if link.has_ended:
            return f"{address} cannot be reached." if not was_live else f"{address} went away."
        if not was_live and age > self._patience.connect_within:
            return f"{address} does not answer."
        if was_live and silence > self._patience.silent_for:
            return f"{address} fell silent."
        return ""

    def _least_wait(self, link: Link) -> float:
        if link.is_barred or 4000 <= link.error_code <= 4099:
            return self._patience.barred_retry
        return self._patience.busy_retry if 4100 <= link.error_code <= 4199 else 0.0

    def _hear(self) -> None:
        """A sign of life came, on the link's thread."""
        self._heard_at = time.monotonic()
        self._last_proof = self._clock.real_now()

    def _turn(self, condition: Condition, trouble: str = "") -> None:
        """Come to another condition (or another trouble), and tell it; on the watchdog's thread."""
        if (condition, trouble) == (self._condition, self._trouble_told):
            return
        if condition is not self._condition:
            self._since = self._clock.real_now()
        self._condition, self._trouble_told = condition, trouble
        self._call_on_loop(self._tell_state)

    def _tell_state(self) -> None:
        if not self._stopping.is_set():
            self._state_changed(self.state)

    def _send_hint(self) -> None:
        """Hand a hint over to the loop, unless one is on its way already."""
        if not self._is_hint_on_its_way:
            self._is_hint_on_its_way = True
            self._call_on_loop(self._give_hint)

    def _give_hint(self) -> None:
        self._is_hint_on_its_way = False
        if not self._stopping.is_set():
            self._hint()

    def _call_on_loop(self, callback: Callable[[], None]) -> None:
        if self._loop is not None and not self._stopping.is_set():
            with suppress(RuntimeError):  # The loop is closed: the program has ended.
                self._loop.call_soon_threadsafe(callback)
