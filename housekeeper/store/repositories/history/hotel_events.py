"""The hotel's own events in the database, each with its place among those of the rooms."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from housekeeper.core.acts import EventKind
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.history.repository import NO_COUNTS, HotelEvents
from housekeeper.core.rooms.event import Act, HistoryQuery
from housekeeper.store.repositories.history.asked_events import only_asked
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import hotel, hotel_event

_EVENTS = select(*(column for column in hotel_event.c if column.name != "hotel_id"))
_read_event = row_reader(HotelEvent, _EVENTS, conversions={"counts": json.loads})
_event_values = row_writer(
    HotelEvent, [name for name in HotelEvent.__dataclass_fields__ if name != "counts"]
)


class SqlHotelEvents(HotelEvents):
    """The hotel's own events, inside one transaction."""

    def __init__(
        self, connection: Connection, hotel_id: int, now: datetime, real_now: datetime
    ) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._now = now
        self._real_now = real_now

    def add(
        self, act: Act, kind: EventKind, note: str, counts: Mapping[str, int] = NO_COUNTS
    ) -> HotelEvent:
        return self._add(self._hotel_id, act, kind, note, counts)

    def add_everywhere(self, act: Act, kind: EventKind, note: str) -> None:
        hotel_ids = self._connection.scalars(select(hotel.c.id).order_by(hotel.c.id)).all()
        for hotel_id in hotel_ids:
            self._add(hotel_id, act, kind, note, NO_COUNTS)

    def _add(
        self, hotel_id: int, act: Act, kind: EventKind, note: str, counts: Mapping[str, int]
    ) -> HotelEvent:
        # Held to the commit, as for a room's event: so the numbers and the place are in order.
        last_seq = self._connection.execute(
            select(hotel.c.last_seq).where(hotel.c.id == hotel_id).with_for_update()
        ).scalar_one()
        last = self._connection.scalar(
            select(func.max(hotel_event.c.number)).where(hotel_event.c.hotel_id == hotel_id)
        )
        made = HotelEvent(
            number=(last or 0) + 1,
            act_id=act.id,
            kind=kind,
            staff_code=act.staff.code,
            staff_name=act.staff.name,
            via=act.via,
            note=note,
            counts=dict(counts),
            at=self._now,
            real_at=self._real_now,
            after_seq=last_seq,
        )
        self._connection.execute(
            insert(hotel_event).values(
                hotel_id=hotel_id, counts=json.dumps(made.counts), **_event_values(made)
            )
        )
        return made

    def of_act(self, act_id: UUID) -> HotelEvent | None:
        found = self._connection.execute(
            _EVENTS.where(
                hotel_event.c.hotel_id == self._hotel_id, hotel_event.c.act_id == str(act_id)
            )
        ).first()
        return None if found is None else _read_event(found)

    def history(self, query: HistoryQuery) -> list[HotelEvent]:
        if query.room_number is not None:
            return []
        wanted = _EVENTS.where(hotel_event.c.hotel_id == self._hotel_id)
        newest = only_asked(wanted.order_by(hotel_event.c.number.desc()), hotel_event, query)
        return [_read_event(row) for row in self._connection.execute(newest)]


def hotel_events_after(
    connection: Connection, hotel_id: int, number: int, limit: int
) -> list[HotelEvent]:
    """The hotel's own events after this number, oldest first."""
    wanted = _EVENTS.where(hotel_event.c.hotel_id == hotel_id, hotel_event.c.number > number)
    oldest = wanted.order_by(hotel_event.c.number).limit(limit)
    return [_read_event(row) for row in connection.execute(oldest)]
