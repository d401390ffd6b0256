"""The acts of one terminal on their way to the store: one after another, none lost."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from housekeeper.core.clock import Clock
from housekeeper.core.errors import HousekeeperError, NeedsAnyway, NotesMoved, Refused, StoreError
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.unit_of_work import Store

if TYPE_CHECKING:
    from textual.app import App
    from textual.worker import Worker

_ROOMS_NAMED = 12
"""How many rooms a sentence names before it counts the rest."""

RETRY_WINDOW = timedelta(minutes=2)
"""For how long it is offered to try again what the store failed to do."""


Told = Callable[[HousekeeperError], str]
"""How a screen tells of a refusal."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the requests of one key: done, refused, or failed with the store."""

    requests: tuple[TurnRequest, ...]
    done: tuple[RoomEvent, ...] = ()
    refused: tuple[tuple[str, Refused], ...] = ()
    failed: tuple[tuple[str, StoreError], ...] = ()

    def not_done(self, told: Told = str) -> list[tuple[str, str]]:
        """The rooms that were not changed, each with the reason; not those yet to be asked of."""
        refused = [one for one in self.refused if not isinstance(one[1], NeedsAnyway)]
        return [(number, told(error)) for number, error in (*refused, *self.failed)]

    @property
    def to_ask(self) -> list[tuple[TurnRequest, str]]:
        """The requests that are done only by who means them, each with what speaks against it."""
        why = {number: str(one) for number, one in self.refused if isinstance(one, NeedsAnyway)}
        return [(one, why[one.room_number]) for one in self.requests if one.room_number in why]

    @property
    def to_show(self) -> tuple[TurnRequest, str] | None:
        """The one request that would have replaced notes nobody saw, and the sentence of it."""
        if len(self.requests) == 1 and self.refused and isinstance(self.refused[0][1], NotesMoved):
            return self.requests[0], str(self.refused[0][1])
        return None

    def trouble(self, told: Told = str) -> str:
        """What is to be said of the rooms that were not changed; "" where all were."""
        not_done = self.not_done(told)
        if not not_done:
            return ""
        count, asked = len(not_done), len(self.requests)
        if asked == 1:
            return not_done[0][1]
        text = f"{count} of {asked} rooms {'was' if count == 1 else 'were'} not changed."
        if count == 1:
            return f"{text} {not_done[0][1]}"
        numbers = [number for number, _ in not_done]
        more = f" and {count - _ROOMS_NAMED} more" if count > _ROOMS_NAMED else ""
        return f"{text[:-1]}: {', '.join(numbers[:_ROOMS_NAMED])}{more}."


class ActingDesk(Protocol):
    """What the queue needs of the terminal whose acts it performs."""

    @property
    def store(self) -> Store:
        """Where acts are written."""
        ...

    @property
    def clock(self) -> Clock:
        """By which it is told how long ago an act failed."""
        ...

    @property
    def look(self) -> Callable[[], Awaitable[None]]:
        """Brings the board up to date."""
        ...

    @property
    def take_in(self) -> Callable[[Sequence[RoomEvent]], Awaitable[None]]:
        """Brings what was done on to the board."""
        ...

    def act(self) -> Act:
        """A new act of whoever is signed in."""
        ...


class ActingScreen(Protocol):
    """What the queue needs of the screen on which the key of an act was pressed."""

    @property
    def app(self) -> "App[Any]":
        """The program on this terminal."""
        ...

    @property
    def workstation(self) -> ActingDesk:
        """Whose acts they are."""
        ...

    def submitted(self, requests: Sequence[TurnRequest]) -> None:
        """These requests are on their way to the store."""
        ...

    def deliver(self, outcome: Outcome) -> None:
        """Give what became of them to whoever is to tell it."""
        ...


@dataclass(slots=True)
class _Waiting:
    """What one key asked for, and what has come of it so far."""

    asked: tuple[tuple[Act, TurnRequest], ...]
    deliver: Callable[[Outcome], None]
    done: list[RoomEvent] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    failed: list[tuple[str, StoreError]] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        requests = tuple(request for _, request in self.asked)
        return Outcome(requests, tuple(self.done), tuple(self.refused), tuple(self.failed))


@dataclass(slots=True)
class ActQueue:
    """Performs acts in the order of the keys, each room in a unit of work of its own.

    An act whose answer the store did not give is kept with its id: asking the same again is
    then a retry, which cannot act twice.
    """

    _waiting: deque[_Waiting] = field(default_factory=deque)
    _kept: dict[TurnRequest, tuple[Act, datetime]] = field(default_factory=dict)
    _superseded: dict[tuple[str, int], int] = field(default_factory=dict)
    _worker: "Worker[None] | None" = None
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_idle(self) -> bool:
        """Whether no act is waiting or under way."""
        return not self._waiting

    @property
    def to_retry(self) -> tuple[TurnRequest, ...]:
        """Requests that the store failed to answer."""
        return tuple(self._kept)

    def forget_old(self, real_now: datetime) -> None:
        """Offer to try again only what failed a short while ago."""
        for request, (_, failed_at) in list(self._kept.items()):
            if not timedelta() <= real_now - failed_at < RETRY_WINDOW:
                del self._kept[request]

    def hear_of(self, events: Sequence[RoomEvent]) -> None:
        """These things happened: what failed in a room that others changed since is void."""
        happened = {event.room_number: event.act_id for event in events} if self._kept else {}
        for request, (act, _) in list(self._kept.items()):
            if happened.get(request.room_number, act.id) != act.id:
                del self._kept[request]

    def board_read(self, rooms: Mapping[str, Room]) -> None:
        """The rooms were read anew: what failed in one that is another now is void."""
        for request in list(self._kept):
            room, seen = rooms.get(request.room_number), request.seen_version
            if room is None or (seen is not None and room.version != seen):
                del self._kept[request]

    def concerns(self, number: str) -> bool:
        """Whether an act on this room is still on its way."""
        return any(
            request.room_number == number
            for waiting in self._waiting
            for _, request in waiting.asked
        )

    async def settled(self) -> None:
        """Wait until every act on its way has come back."""
        while self._waiting and self._worker is not None and not self._worker.is_finished:
            await self._done.wait()

    def submit(
        self, screen: ActingScreen, requests: Sequence[TurnRequest], is_retry: bool = False
    ) -> None:
        """Perform these requests as one act, after those before them.

        The screen is told that they are on their way, but of a retry, and what became of them.
        """
        if not is_retry:
            screen.submitted(requests)
        act = screen.workstation.act()
        asked = tuple((self._kept_act(request, act), request) for request in requests)
        self._waiting.append(_Waiting(asked, screen.deliver))
        self._done.clear()
        self._came.set()
        if self._worker is None or self._worker.is_finished:
            work = self._drain(screen.workstation)
            self._worker = screen.app.run_worker(
                work, name="acts", group="acts", exit_on_error=False
            )

    def _kept_act(self, request: TurnRequest, act: Act) -> Act:
        """The act of an earlier try of this request by this person, or else the new one."""
        kept = self._kept.get(request)
        return kept[0] if kept is not None and kept[0].staff == act.staff else act

    async def _drain(self, workstation: ActingDesk) -> None:
        """Perform what comes; one worker for all, as beginning one takes as long as a frame."""
        try:
            while await self._came.wait():
                with self._first_waiting() as waiting:
                    for act, request in waiting.asked:
                        current = self._current(request)
                        unit = partial(turnover.perform, act=act, request=current)
                        try:
                            event = await workstation.store.write(unit)
                        except Refused as refusal:
                            waiting.refused.append((request.room_number, refusal))
                        except StoreError as error:
                            waiting.failed.append((request.room_number, error))
                            self._kept[request] = (act, workstation.clock.real_now())
                            continue
                        else:
                            waiting.done.append(event)
                            self._supersede(current, event)
                        self._kept.pop(request, None)
                    if waiting.refused or waiting.failed:
                        # What the store refused or may have done is shown before it is told.
                        await workstation.look()
                    else:
                        await workstation.take_in(waiting.done)
                waiting.deliver(waiting.outcome)
        finally:
            self._done.set()

    @contextmanager
    def _first_waiting(self) -> Iterator[_Waiting]:
        """The first in the queue, which it leaves with the block, whatever came of it."""
        try:
            yield self._waiting[0]
        finally:
            self._waiting.popleft()
            if not self._waiting:
                self._superseded.clear()
                self._came.clear()
                self._done.set()

    def _supersede(self, request: TurnRequest, event: RoomEvent) -> None:
        """Note which version of its room took the place of the one that this request saw."""
        if request.seen_version is not None:
            seen = (request.room_number, request.seen_version)
            self._superseded[seen] = event.room.version

    def _current(self, request: TurnRequest) -> TurnRequest:
        """The request as of this terminal's own acts before it that its actor had pressed."""
        version = request.seen_version
        while version is not None:
            newer = self._superseded.get((request.room_number, version))
            if newer is None or newer == version:
                break
            version = newer
        return replace(request, seen_version=version)
