"""The outbox: one cursor a hotel over its events, and a timed lease for whoever publishes."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.repository import Outbox
from housekeeper.store.repositories.events import SqlEvents
from housekeeper.store.tables import hotel, refused_publication, room, room_event


class SqlOutbox(Outbox):
    """The outbox of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int, events: SqlEvents) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._events = events

    def take_lease(self, holder: str, now: datetime, until: datetime) -> bool:
        free = or_(
            hotel.c.drain_holder.is_(None),
            hotel.c.drain_holder == holder,
            hotel.c.drain_until <= now,
            # Later than anyone's clock could have put it: it was set back since.
            hotel.c.drain_until > until + (until - now),
        )
        taken = self._connection.execute(
            update(hotel)
            .where(hotel.c.id == self._hotel_id, free)
            .values(drain_holder=holder, drain_until=until)
        )
        return taken.rowcount == 1

    def release_lease(self, holder: str) -> None:
        self._connection.execute(
            update(hotel)
            .where(hotel.c.id == self._hotel_id, hotel.c.drain_holder == holder)
            .values(drain_holder=None, drain_until=None)
        )

    def published_seq(self) -> int:
        return int(
            self._connection.execute(
                select(hotel.c.published_seq).where(hotel.c.id == self._hotel_id)
            ).scalar_one()
        )

    def pending(self, limit: int) -> list[RoomEvent]:
        return self._events.after(self.published_seq(), limit)

    def newest_of_rooms(self) -> list[int]:
        newest = (
            select(func.max(room_event.c.seq))
            .where(room_event.c.room_id == room.c.id)
            .correlate(room)
            .scalar_subquery()
        )
        found = self._connection.scalars(select(newest).where(room.c.hotel_id == self._hotel_id))
        return sorted(seq for seq in found if seq is not None)

    def mark_published(self, holder: str, seq: int) -> bool:
        moved = self._connection.execute(
            update(hotel)
            .where(
                hotel.c.id == self._hotel_id,
                hotel.c.drain_holder == holder,
                hotel.c.published_seq < seq,
            )
            .values(published_seq=seq)
        )
        return moved.rowcount == 1

    def record_refusal(self, seq: int, reason: str, at: datetime) -> None:
        self._connection.execute(
            insert(refused_publication).values(
                hotel_id=self._hotel_id, seq=seq, reason=reason, refused_at=at
            )
        )

    def refusals(self, limit: int) -> list[tuple[int, str, datetime]]:
        refused = refused_publication.c
        rows = self._connection.execute(
            select(refused.seq, refused.reason, refused.refused_at)
            .where(refused.hotel_id == self._hotel_id)
            .order_by(refused.seq.desc())
            .limit(limit)
        )
        return [(seq, reason, at) for seq, reason, at in rows]
