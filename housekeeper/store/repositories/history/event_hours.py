"""Which places of a hotel's history an hour of business time has, as an index of times tells.

One row for each hour in which events follow each other, where an index would have one for each
event. A training clock may go back: then an hour has several such rows.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from sqlalchemy import Connection, bindparam, func, insert, select, update

from housekeeper.core.rooms.event import RoomEvent
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.tables import event_hour, hotel

LAST_PLACE = 2**31 - 1
"""The greatest place that a column of the events' table holds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)

_END = CompiledStatement(
    update(event_hour)
    .where(
        event_hour.c.hotel_id == bindparam("of_hotel"),
        event_hour.c.hour == bindparam("of_hour"),
        event_hour.c.last_seq.is_(None),
    )
    .values(last_seq=bindparam("last"))
)
_BEGIN = CompiledStatement(
    insert(event_hour).values(
        hotel_id=bindparam("of_hotel"), hour=bindparam("of_hour"), first_seq=bindparam("first")
    )
)
_KEEP = CompiledStatement(
    update(hotel).where(hotel.c.id == bindparam("of_hotel")).values(event_hour=bindparam("of_hour"))
)


def hour_of(at: datetime) -> int:
    """The whole hours from 1970 to a moment."""
    return (at - _EPOCH) // _HOUR


class EventHours:
    """The hours of one hotel's events, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def note(self, events: Sequence[RoomEvent], current: int | None) -> None:
        """Keep the hours of events just appended; `current` is that of the event before them."""
        hours = [
            (hour, next(of_hour).seq)
            for hour, of_hour in groupby(events, lambda event: hour_of(event.at))
        ]
        of_hotel = {"of_hotel": self._hotel_id}
        last = current
        for hour, first in hours:
            if hour == last:
                continue
            if last is not None:
                _END.execute(self._connection, {**of_hotel, "of_hour": last, "last": first - 1})
            _BEGIN.execute(self._connection, {**of_hotel, "of_hour": hour, "first": first})
            last = hour
        if last != current:
            _KEEP.execute(self._connection, {**of_hotel, "of_hour": last})

    def places(self, since: datetime | None, until: datetime | None) -> list[tuple[int, int]]:
        """Where all events from a moment on and before another stand: first and last, in order.

        Others may stand there too.
        """
        own = event_hour.c
        wanted = [own.hotel_id == self._hotel_id]
        if until is not None:
            wanted.append(own.hour <= hour_of(until))
        last = func.coalesce(own.last_seq, LAST_PLACE)
        if since is None:
            # Of many years only where they begin and end.
            ends = select(func.min(own.first_seq), func.max(last)).where(*wanted)
            return [
                (begin, end) for begin, end in self._connection.execute(ends) if begin is not None
            ]
        wanted.append(own.hour >= hour_of(since))
        found = self._connection.execute(select(own.first_seq, last).where(*wanted))
        return list(_joined(sorted((begin, end) for begin, end in found)))


def _joined(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those that follow each other as one."""
    open_first = open_last = None
    for first, last in places:
        if open_last is not None and first == open_last + 1:
            open_last = last
            continue
        if open_first is not None and open_last is not None:
            yield open_first, open_last
        open_first, open_last = first, last
    if open_first is not None and open_last is not None:
        yield open_first, open_last
