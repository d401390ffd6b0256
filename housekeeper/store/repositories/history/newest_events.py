"""The places of the newest events that a question asks for, found by an index for each question.

SQLite and PostgreSQL alike would walk a hotel's whole history in the order of `seq` for the few
events of one room, person or kind. So each question is put to the one index that knows it, and
what it gives is put in order here.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from heapq import nlargest
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from housekeeper.core.acts import EventKind
from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.store.columns import one_of
from housekeeper.store.event_format.codes import code_of
from housekeeper.store.repositories.history.event_hours import EventHours
from housekeeper.store.tables import event_staff, hotel, room, room_event

_event = room_event.c
_Question = list[ColumnElement[bool]]
_LOOKED_AT_FIRST = 2_000
"""Events at the end of the history that are looked through for kinds, before rooms are asked."""


class NewestEvents:
    """The places of one hotel's events, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def asked(self, query: HistoryQuery, room_id: int | None) -> list[int]:
        """The places of the newest events asked for, in any order; `room_id` is the room's."""
        is_timed = query.since is not None or query.until is not None
        if query.kinds and not is_timed and room_id is None and query.staff_code is None:
            return self._of_kinds(query.kinds, query.limit)
        questions = self._questions(query, room_id)
        if not is_timed:
            return self._newest(questions, query.limit)
        span = self._span(query)
        found: list[int] = []
        hours = EventHours(self._connection, self._hotel_id)
        for first, last in reversed(hours.places(query.since, query.until)):
            within = [_event.seq.between(first, last), *span]
            wanted = [[*question, *within] for question in questions]
            found += self._newest(wanted, query.limit - len(found))
            if len(found) == query.limit:
                break
        return found

    def _questions(self, query: HistoryQuery, room_id: int | None) -> list[_Question]:
        """What is asked, by the index that knows it: any event that answers one of these."""
        if room_id is not None:
            by = [] if query.staff_code is None else [self._by(query.staff_code)]
            of_room = [_event.room_id == room_id, *by]
            if not query.kinds:
                return [of_room]
            return [[*of_room, _event.kind == kind] for kind in sorted(query.kinds)]
        of_kinds = [_of_kinds(query.kinds)] if query.kinds else []
        if query.staff_code is not None:
            authors = self._authors(query.staff_code)
            return [[_event.author == author, *of_kinds] for author in authors]
        return [[_event.hotel_id == self._hotel_id, *of_kinds]]

    def since(self, staff_code: str, since: datetime) -> list[int]:
        """What this person did after the last act that is older than `since`, in real time."""
        real_at = func.coalesce(_event.real_at, _event.at)
        found: list[int] = []
        for author in self._authors(staff_code):
            older = (
                select(_event.seq)
                .where(_event.author == author, real_at < since)
                .order_by(_event.seq.desc())
                .limit(1)
                .scalar_subquery()
            )
            later = select(_event.seq).where(
                _event.author == author, _event.seq > func.coalesce(older, 0)
            )
            found += self._connection.scalars(later)
        return found

    def _newest(self, questions: Sequence[_Question], limit: int) -> list[int]:
        """The greatest places of those that answer any of these, each asked by its own index."""
        found: list[int] = []
        for question in questions:
            newest = select(_event.seq).where(*question).order_by(_event.seq.desc()).limit(limit)
            found += self._connection.scalars(newest)
        return nlargest(limit, found)

    def _of_hotel(self, *wanted: ColumnElement[bool]) -> Select[Any]:
        return select(_event.seq).where(_event.hotel_id == self._hotel_id, *wanted)

    @staticmethod
    def _span(query: HistoryQuery) -> _Question:
        span = []
        if query.since is not None:
            span.append(_event.at >= query.since)
        if query.until is not None:
            span.append(_event.at < query.until)
        return span

    def _authors(self, staff_code: str) -> list[int]:
        """The numbers of a person in events: one for each name that they had."""
        named = select(event_staff.c.id).where(
            event_staff.c.hotel_id == self._hotel_id, event_staff.c.code == staff_code
        )
        return list(self._connection.scalars(named))

    def _by(self, staff_code: str) -> ColumnElement[bool]:
        return one_of(_event.author, self._authors(staff_code))

    def _of_kinds(self, kinds: Collection[EventKind], limit: int) -> list[int]:
        """The newest of these kinds: at the end of the history, or else room by room."""
        last = self._connection.scalar(select(hotel.c.last_seq).where(hotel.c.id == self._hotel_id))
        begin = max((last or 0) - _LOOKED_AT_FIRST - 10 * limit, 0)
        near = self._of_hotel(_event.seq > begin, _of_kinds(kinds))
        found = list(self._connection.scalars(near.order_by(_event.seq.desc()).limit(limit)))
        if len(found) == limit or begin == 0:
            return found
        newest = [(seq, number, kind) for kind in kinds for number, seq in self._rooms_with(kind)]
        # Each of these is an event of its own, so none that is older than all of them is wanted.
        top = nlargest(limit, newest)
        least = top[-1][0] if len(top) == limit else 0
        questions = [
            [
                _event.kind == kind,
                one_of(_event.room_id, [number for _, number, of in top if of == kind]),
                _event.seq >= least,
            ]
            for kind in {kind for *_, kind in top}
        ]
        return self._newest(questions, limit)

    def _rooms_with(self, kind: EventKind) -> list[tuple[int, int]]:
        """The rooms that have events of this kind, each with the newest one's place."""
        newest = (
            select(func.max(_event.seq))
            .where(_event.room_id == room.c.id, _event.kind == bindparam("of_kind"))
            .correlate(room)
            .scalar_subquery()
        )
        rooms = select(room.c.id, newest).where(room.c.hotel_id == self._hotel_id)
        found = self._connection.execute(rooms, {"of_kind": kind})
        return [(number, seq) for number, seq in found if seq is not None]


def _of_kinds(kinds: Collection[EventKind]) -> ColumnElement[bool]:
    return one_of(_event.kind, sorted(code_of("kind", kind) for kind in kinds))
