"""How far back a hotel's history goes, in the database, and letting go of what is older."""

from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.history.repository import Held, KeptHistory
from housekeeper.store.repositories.history.event_hours import LAST_PLACE
from housekeeper.store.repositories.history.hotel_events import hotel_events_after
from housekeeper.store.tables import event_hour, hotel, hotel_event, room_event

_HOTEL_EVENTS_AT_ONCE = 1_000


class SqlKeptHistory(KeptHistory):
    """The history of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def first_seq(self) -> int:
        return int(
            self._connection.execute(
                select(hotel.c.first_seq).where(hotel.c.id == self._hotel_id)
            ).scalar_one()
        )

    def earliest_at(self) -> datetime | None:
        # By the first hour that has any: no index has the moments themselves.
        first_hour = select(func.min(event_hour.c.hour)).where(
            event_hour.c.hotel_id == self._hotel_id
        )
        last = func.coalesce(event_hour.c.last_seq, LAST_PLACE)
        earliest: datetime | None = self._connection.scalar(
            select(func.min(room_event.c.at))
            .join_from(
                event_hour,
                room_event,
                and_(
                    room_event.c.hotel_id == event_hour.c.hotel_id,
                    room_event.c.seq.between(event_hour.c.first_seq, last),
                ),
            )
            .where(
                event_hour.c.hotel_id == self._hotel_id,
                event_hour.c.hour == first_hour.scalar_subquery(),
            )
        )
        return earliest

    def first_held(self, held: Held) -> int:
        # Real time is not told by every row where it is business time.
        at, real_at = room_event.c.at, func.coalesce(room_event.c.real_at, room_event.c.at)
        stays = or_(
            and_(at >= held.since, at <= held.ahead),
            and_(at > held.ahead, real_at >= held.since, real_at <= held.ahead),
            and_(real_at >= held.recently, real_at <= held.ahead),
        )
        # Walked from the front by the key: all that is passed on the way is to go.
        first = (
            select(room_event.c.seq)
            .where(room_event.c.hotel_id == self._hotel_id, stays)
            .order_by(room_event.c.seq)
            .limit(1)
        )
        found = self._connection.scalar(first)
        if found is not None:
            return int(found)
        last = select(hotel.c.last_seq).where(hotel.c.id == self._hotel_id)
        return int(self._connection.execute(last).scalar_one()) + 1

    def earliest_undone_by(self, seq: int) -> int | None:
        earliest: int | None = self._connection.scalar(
            select(func.min(room_event.c.undoes_seq)).where(
                room_event.c.hotel_id == self._hotel_id,
                room_event.c.undoes_seq < seq,
                room_event.c.seq >= seq,
            )
        )
        return earliest

    def hotel_events(self, before: datetime, seq: int) -> list[HotelEvent]:
        found: list[HotelEvent] = []
        while True:
            last = found[-1].number if found else 0
            more = hotel_events_after(self._connection, self._hotel_id, last, _HOTEL_EVENTS_AT_ONCE)
            for one in more:
                if one.at >= before or one.after_seq >= seq:
                    return found
                found.append(one)
            if not more:
                return found

    def let_go(self, seq: int, hotel_event_number: int) -> None:
        self._connection.execute(
            delete(hotel_event).where(
                hotel_event.c.hotel_id == self._hotel_id,
                hotel_event.c.number <= hotel_event_number,
                hotel_event.c.after_seq < seq,
            )
        )
        self._connection.execute(
            delete(room_event).where(
                room_event.c.hotel_id == self._hotel_id, room_event.c.seq < seq
            )
        )
        self._connection.execute(
            delete(event_hour).where(
                event_hour.c.hotel_id == self._hotel_id, event_hour.c.last_seq < seq
            )
        )
        self._connection.execute(
            update(hotel)
            .where(hotel.c.id == self._hotel_id, hotel.c.first_seq < seq)
            .values(first_seq=seq)
        )

    def claim_day(self, day: date) -> bool:
        taken = self._connection.execute(
            update(hotel)
            .where(
                hotel.c.id == self._hotel_id,
                or_(hotel.c.swept_on.is_(None), hotel.c.swept_on != day),
            )
            .values(swept_on=day)
        )
        return taken.rowcount == 1
