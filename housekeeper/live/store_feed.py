"""The store's own change feed: looks at the store often and cheaply, and tells what is new.

Whatever else brings news (one's own commit, a message from outside) only calls `look`: the
board changes by events read from the store in seq order, and by nothing else.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from housekeeper.core.backoff import Backoff
from housekeeper.core.clock import Clock
from housekeeper.core.errors import StoreError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.unit_of_work import Store, StoreMark, StoreNews, UnitOfWork

LOOK_EVERY_SECONDS = 0.1
SAFETY_NET_SECONDS = 2.0
"""How often the store is looked at while hints tell of its changes."""

_MOST_EVENTS = 1_000
"""More are not read beside a quiet change: all is read anew."""

LOOK_AFTER_FAILURE_SECONDS = 0.5
LOOK_AFTER_MANY_FAILURES_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class WholeHotel:
    """Everything a board is made of, as of one moment of the store."""

    rooms: tuple[Room, ...]
    staff: tuple[Staff, ...]
    when: HouseTime
    last_seq: int
    arrivals: int
    arrivals_since_before: int
    quiet_changes: int = 0


@dataclass(frozen=True, slots=True)
class HotelAgain:
    """What quiet changes made of the hotel, as of the moment of the last of `events`.

    `events` follow those that were read before; `rooms` are those that may be others without an
    event, in use or not; staff and arrivals are all there are.
    """

    events: tuple[RoomEvent, ...]
    rooms: tuple[Room, ...]
    staff: tuple[Staff, ...]
    last_seq: int
    quiet_changes: int
    arrivals: int
    arrivals_since_before: int


class FeedListener(Protocol):
    """Who is told what the feed finds; every call comes on the event loop."""

    def hotel_read(self, whole: WholeHotel) -> None:
        """The board is to be made anew: first reading, another database, another day."""
        ...

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        """These events follow those before, without a gap."""
        ...

    def hotel_read_again(self, again: HotelAgain) -> None:
        """These rooms, staff and arrivals may be others, after all events that were told."""
        ...

    def feed_proved(self, at: datetime) -> None:
        """The board was right at this real time (UTC)."""
        ...

    def feed_failed(self, error: StoreError) -> None:
        """The store could not be read; the feed goes on looking."""
        ...


def read_whole(work: UnitOfWork) -> WholeHotel:
    """Read everything a board is made of."""
    return WholeHotel(
        rooms=tuple(work.rooms.all()),
        staff=tuple(work.staff.all()),
        when=HouseTime.of(work.hotel, work.now),
        last_seq=work.events.last_seq(),
        arrivals=work.bookings.arrivals(work.today),
        arrivals_since_before=work.bookings.arrivals_since_before(work.today),
        quiet_changes=work.quiet_changes,
    )


def read_again(work: UnitOfWork, known: StoreMark) -> HotelAgain | None:
    """Read what is new since a mark of the same generation; None where that is too much."""
    last_seq = work.events.last_seq()
    if last_seq - known.last_seq > _MOST_EVENTS:
        return None
    return HotelAgain(
        events=tuple(work.events.after(known.last_seq, _MOST_EVENTS)),
        rooms=tuple(work.rooms.told_since(known.quiet_changes)),
        staff=tuple(work.staff.all()),
        last_seq=last_seq,
        quiet_changes=work.quiet_changes,
        arrivals=work.bookings.arrivals(work.today),
        arrivals_since_before=work.bookings.arrivals_since_before(work.today),
    )


def _is_let_go(news: StoreNews, known: StoreMark) -> bool:
    """Whether events that follow the known ones are no longer kept (`history.retention`)."""
    first = news.events[0].seq if news.events else news.mark.last_seq + 1
    return news.mark.is_ahead_of(known) and first > known.last_seq + 1


class StoreFeed:
    """Follows one hotel in one store, for one listener."""

    def __init__(self, store: Store, clock: Clock, listener: FeedListener) -> None:
        self._store = store
        self._clock = clock
        self._listener = listener
        self._mark: StoreMark | None = None
        self._today: date | None = None
        self._has_failed = False
        self._backoff = Backoff(LOOK_AFTER_FAILURE_SECONDS, LOOK_AFTER_MANY_FAILURES_SECONDS)
        self._turn = asyncio.Lock()

    @property
    def known(self) -> StoreMark | None:
        """How far the listener has been told; another object after every piece of news."""
        return self._mark

    async def look(self) -> None:
        """Bring the listener up to date now. A store that fails is told, not raised."""
        async with self._turn:
            asked_at = self._clock.real_now()
            try:
                await self._follow()
            except StoreError as error:
                self._has_failed = True
                self._listener.feed_failed(error)
            else:
                self._has_failed = False
                self._backoff.restart()
                self._listener.feed_proved(asked_at)

    async def take_in(self, events: Sequence[RoomEvent]) -> None:
        """Tell the listener of events that the store has just answered a committed act with.

        Where they follow what the listener knows without a gap, they are all that a look
        would find, and no look is needed; else it is made.
        """
        async with self._turn:
            known = self._mark
            if known is not None:
                new = [event for event in events if event.seq > known.last_seq]
                if [event.seq for event in new] == [
                    known.last_seq + place for place in range(1, len(new) + 1)
                ]:
                    if new:
                        self._mark = replace(known, last_seq=new[-1].seq)
                        self._listener.events_came(new)
                    return
        await self.look()

    def pause(self, is_told: bool) -> float:
        """Seconds until the next look, unless a hint comes; `is_told` where hints can be relied on.

        After a failure they grow, so that a server that comes back is not run down by its boards.
        """
        if self._has_failed:
            return self._backoff.next()
        return SAFETY_NET_SECONDS if is_told else LOOK_EVERY_SECONDS

    async def _follow(self) -> None:
        """Tell all that follows what the listener knows; whole where that is of no use."""
        known, events = self._mark, list[RoomEvent]()
        while True:
            news = await self._store.news(known)
            if known is None or self._is_another(news.mark, known):
                await self._read_anew(news.mark)
                return
            if _is_let_go(news, known):
                await self._read_anew(news.mark)
                return
            events += news.events
            if not news.events or news.events[-1].seq >= news.mark.last_seq:
                break
            known = replace(known, last_seq=news.events[-1].seq)
        if events:
            known = self._mark = replace(known, last_seq=events[-1].seq)
            self._listener.events_came(events)
        if news.mark.quiet_changes != known.quiet_changes:
            await self._read_again(news.mark, known)

    def _is_another(self, mark: StoreMark, known: StoreMark) -> bool:
        """Whether what the listener shows is of another database, state of it, or day."""
        return (
            (mark.database_id, mark.generation) != (known.database_id, known.generation)
            or mark.last_seq < known.last_seq
            or mark.quiet_changes < known.quiet_changes
            or self._store.hotel.day(self._clock.now()) != self._today
        )

    async def _read_again(self, mark: StoreMark, known: StoreMark) -> None:
        """Tell what was changed without an event, in the hotel as it is at one moment."""
        again = None
        # What an import lets boards read again are the next arrivals of the real day.
        if self._today == self._store.hotel.day(self._clock.real_now()):
            again = await self._store.read(lambda work: read_again(work, known))
        if again is None:
            await self._read_anew(mark)
            return
        self._mark = replace(known, last_seq=again.last_seq, quiet_changes=again.quiet_changes)
        if again.events:
            self._listener.events_came(again.events)
        self._listener.hotel_read_again(again)

    async def _read_anew(self, mark: StoreMark) -> None:
        whole = await self._store.read(read_whole)
        self._mark = replace(mark, last_seq=whole.last_seq, quiet_changes=whole.quiet_changes)
        self._today = whole.when.today
        self._listener.hotel_read(whole)
