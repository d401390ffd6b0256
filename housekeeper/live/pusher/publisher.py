"""Brings the outbox to Pusher: every committed event, in seq order, at least once.

Whoever commits tries the hotel's lease, drains the whole backlog, lets go and looks once
more. The cursor moves after the server accepted a batch, so that a crash at any point sends
some messages twice and loses none.

A hotel with a long history that meets Pusher for the first time does not tell all of it: who
listens is told where each room stands, by its newest event, and from there on everything.
"""

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import uuid4

from housekeeper.core.backoff import Backoff
from housekeeper.core.clock import Clock
from housekeeper.core.errors import InvalidInput, StoreError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.unit_of_work import Answer, Store, Unit, UnitOfWork
from housekeeper.live.pusher.messages import first_batch
from housekeeper.live.pusher.sender import BATCH_LIMIT, BatchSender, Sent, Verdict

LEASE = timedelta(seconds=20)
"""Longer than any one batch may take; renewed with each."""

IDLE_LOOK_SECONDS = 5.0
"""How often a program that did nothing looks whether others left something unpublished."""


LONG_HISTORY = 100
"""More events than these, none of them published, are a history and not a backlog."""


class DrainEnd(StrEnum):
    """How a drain ended."""

    DRAINED = "DRAINED"
    ELSEWHERE = "ELSEWHERE"
    UNREACHED = "UNREACHED"
    CREDENTIALS = "CREDENTIALS"
    OUT_OF_TIME = "OUT_OF_TIME"


@dataclass(frozen=True, slots=True)
class DrainResult:
    """What one drain did.

    DRAINED: nothing is left. ELSEWHERE: another program is at it. UNREACHED and CREDENTIALS:
    events are left, and `trouble` says why. OUT_OF_TIME: the deadline came first.
    """

    end: DrainEnd
    published: int = 0
    refused: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PublisherState:
    """How publishing stands. Moments are real time in UTC.

    `ok_since` is None while it fails (and before the first drain), `failing_since` while it
    does not; `trouble` is a sentence. `refused` counts the events that this program had to
    pass over; the outbox keeps all of them.
    """

    ok_since: datetime | None = None
    failing_since: datetime | None = None
    trouble: str = ""
    refused: int = 0


@dataclass(slots=True)
class _DrainProgress:
    """What the drain in hand has done so far."""

    published: int = 0
    refused: int = 0


class Publisher:
    """Publishes one hotel's events through one sender. Use it on one event loop.

    `public` also publishes the public channel; `random` spreads the waits after failures.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        sender: BatchSender,
        public: bool = False,
        random: Random | None = None,
        unreached: Backoff | None = None,
        idle_look: float = IDLE_LOOK_SECONDS,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sender = sender
        self._public = public
        self._random = random or Random()  # noqa: S311 - spreads waits, hides nothing
        self._unreached = unreached or Backoff(0.25, 10.0, self._random)
        self._credentials = Backoff(60.0, 600.0, self._random)
        self._idle_look = idle_look
        self._holder = str(uuid4())
        self._handed: list[RoomEvent] = []
        self._published_to = 0
        self._history: list[int] = []
        self._state = PublisherState()
        self._nudged = asyncio.Event()
        self._retry = asyncio.Event()
        self._turn = asyncio.Lock()

    @property
    def state(self) -> PublisherState:
        """How publishing stands."""
        return self._state

    async def write(self, unit: Unit[Answer]) -> Answer:
        """Run a unit as the store would, and have what it caused published from here.

        The lease is taken in the unit's own transaction: after the commit nothing stands
        between the event and its message but the way to the server. Raises what `unit` does.
        """

        def with_lease(work: UnitOfWork) -> tuple[Answer, list[RoomEvent]]:
            answer = unit(work)
            if self._state.trouble or self._is_history(work):
                return answer, []
            pending = work.outbox.pending(BATCH_LIMIT)
            if pending and not self._takes_lease(work):
                pending = []
            return answer, pending

        answer, pending = await self._store.write(with_lease)
        self._handed = pending or self._handed
        self.nudge()
        return answer

    def nudge(self) -> None:
        """Say that something was committed. Returns at once; ends no wait after a failure."""
        self._nudged.set()

    def retry_now(self) -> None:
        """Say that the server is there again: a wait after a failure ends."""
        self._retry.set()
        self._nudged.set()

    async def run(self) -> None:
        """Drain at every nudge, after failures, and now and then, until cancelled."""
        while True:
            self._nudged.clear()
            self._retry.clear()
            result = await self.drain()
            if result.end is DrainEnd.UNREACHED:
                await _within(self._unreached.next(), self._retry)
            elif result.end is DrainEnd.CREDENTIALS:
                await _within(self._credentials.next(), self._retry)
            else:
                self._unreached.restart()
                self._credentials.restart()
                await _within(self._idle_look * (1 + self._random.random() / 4), self._nudged)

    async def drain(self, deadline: float | None = None) -> DrainResult:
        """Publish what is committed and not published yet; raises for no fault from outside.

        `deadline` is how many seconds (real time) it may take; what is left then is published
        by whoever drains next. A call waits for one that is running here already.
        """
        done = _DrainProgress()
        try:
            async with asyncio.timeout(deadline), self._turn:
                result = await self._drain(done)
        except TimeoutError:
            result = DrainResult(DrainEnd.OUT_OF_TIME, done.published, done.refused)
        except StoreError as fault:
            result = DrainResult(DrainEnd.UNREACHED, done.published, done.refused, str(fault))
        self._report(result)
        return result

    async def _drain(self, done: _DrainProgress) -> DrainResult:
        while (pending := self._take_handed()) or await self._is_anything_pending():
            try:
                if not pending:
                    taken = await self._store.write(self._take_lease)
                    if taken is None:
                        return DrainResult(DrainEnd.ELSEWHERE, done.published, done.refused)
                    pending = taken
                fault = await self._publish(pending, done)
            except BaseException:
                await self._give_lease_back()
                raise
            if fault is not None:
                await self._give_lease_back()
                end = DrainEnd(fault.verdict.value)
                return DrainResult(end, done.published, done.refused, fault.reason)
        return DrainResult(DrainEnd.DRAINED, done.published, done.refused)

    async def _give_lease_back(self) -> None:
        """Spare others the wait until the lease runs out; a store that fails must not matter."""
        with contextlib.suppress(StoreError):
            await self._store.write(lambda work: work.outbox.release_lease(self._holder))

    def _take_handed(self) -> list[RoomEvent]:
        """What an act of ours left to be published under the lease that it took."""
        handed, self._handed = self._handed, []
        return [event for event in handed if event.seq > self._published_to]

    async def _is_anything_pending(self) -> bool:
        def look(work: UnitOfWork) -> tuple[bool, list[int]]:
            history = work.outbox.newest_of_rooms() if self._is_history(work) else []
            return bool(work.outbox.pending(1)), history

        is_pending, self._history = await self._store.read(look)
        return is_pending

    def _is_history(self, work: UnitOfWork) -> bool:
        """Whether nothing of this hotel was ever published, and there is much of it."""
        if self._published_to or work.outbox.published_seq():
            return False
        return work.events.last_seq() > LONG_HISTORY

    def _takes_lease(self, work: UnitOfWork) -> bool:
        return work.outbox.take_lease(self._holder, work.real_now, work.real_now + LEASE)

    def _take_lease(self, work: UnitOfWork) -> list[RoomEvent] | None:
        if not self._takes_lease(work):
            return None
        pending = self._next(work)
        if not pending:
            # Others published it while this waited to write; a lease kept would hold them up.
            work.outbox.release_lease(self._holder)
        return pending

    def _next(self, work: UnitOfWork, sent: int = 0) -> list[RoomEvent]:
        """What is to be published next; `sent` is how far a history has been told."""
        if not self._history or work.outbox.published_seq():
            return work.outbox.pending(BATCH_LIMIT)
        seqs = [seq for seq in self._history if seq > sent][:BATCH_LIMIT]
        return [event for event in map(work.events.get, seqs) if event is not None]

    async def _publish(self, pending: list[RoomEvent], done: _DrainProgress) -> Sent | None:
        """Publish until nothing is pending or the lease is lost; gives what stopped it if not."""
        singly_until = 0
        while pending:
            events = pending[:1] if pending[0].seq <= singly_until else pending
            try:
                count, batch = first_batch(
                    self._store.hotel.slug, events, self._public, BATCH_LIMIT
                )
            except InvalidInput as fault:
                count, sent = len(events), Sent(Verdict.REFUSED, str(fault))
            else:
                sent = await self._sender.send(batch)
            last = events[count - 1]
            if sent.verdict is Verdict.ACCEPTED:
                pending = await self._move_on(last.seq)
                done.published += count
            elif sent.verdict is not Verdict.REFUSED:
                return sent
            elif count > 1:
                singly_until = last.seq
            else:
                # A server that takes nothing at all must not make us pass over everything.
                known = await self._sender.check()
                if known.verdict is Verdict.REFUSED:
                    return Sent(Verdict.UNREACHED, known.reason)
                if known.verdict is not Verdict.ACCEPTED:
                    return known
                pending = await self._move_on(last.seq, refused_because=sent.reason)
                done.refused += 1
        return None

    async def _move_on(self, seq: int, refused_because: str = "") -> list[RoomEvent]:
        """Move the cursor on to this event; gives what is next, nothing where the lease is lost."""

        # Told half, a history would look like a backlog: it is told whole or once more.
        is_within = bool(self._history) and seq < self._history[-1]

        def move(work: UnitOfWork) -> list[RoomEvent]:
            if is_within and not work.outbox.published_seq():
                return self._next(work, seq) if self._takes_lease(work) else []
            if not work.outbox.mark_published(self._holder, seq):
                return []
            if refused_because:
                work.outbox.record_refusal(seq, refused_because, work.real_now)
            pending = work.outbox.pending(BATCH_LIMIT)
            if pending:
                work.outbox.take_lease(self._holder, work.real_now, work.real_now + LEASE)
            else:
                work.outbox.release_lease(self._holder)
            return pending

        pending = await self._store.write(move)
        if not is_within:
            self._published_to, self._history = seq, []
        return pending

    def _report(self, result: DrainResult) -> None:
        state, now = self._state, self._clock.real_now()
        refused = state.refused + result.refused
        if result.end is DrainEnd.DRAINED:
            self._state = PublisherState(state.ok_since or now, None, "", refused)
        elif result.trouble:
            # The lease that they came with is given back.
            self._handed = []
            since = state.failing_since or now
            self._state = PublisherState(None, since, result.trouble, refused)
        else:
            self._state = replace(state, refused=refused)


async def _within(seconds: float, happens: asyncio.Event) -> None:
    """Wait until it happens, or this long."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await happens.wait()
