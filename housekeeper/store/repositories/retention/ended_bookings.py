"""Bookings that have ended in the database: counted, and deleted once they are old."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, or_, select, update

from housekeeper.core.retention.repository import EndedBookings
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.store.columns import UtcMoment, written_out
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.tables import booking, guest, hotel

_ENDED = (BookingStatus.COMPLETED, BookingStatus.CANCELLED, BookingStatus.NO_SHOW)


def _is_old() -> tuple[ColumnElement[bool], ...]:
    """Found by the index on arrivals, which come before departures."""
    return (
        booking.c.hotel_id == bindparam("hotel"),
        booking.c.status.in_([written_out(status) for status in _ENDED]),
        booking.c.arrival < bindparam("day"),
        booking.c.departure < bindparam("day"),
        or_(
            booking.c.completed_at.is_(None),
            booking.c.completed_at < bindparam("moment", type_=UtcMoment),
        ),
        ~select(guest.c.id).where(guest.c.booking_id == booking.c.id).exists(),
    )


_COUNT = CompiledStatement(select(func.count()).select_from(booking).where(*_is_old()))
_DELETE = CompiledStatement(
    delete(booking).where(
        booking.c.id.in_(select(booking.c.id).where(*_is_old()).limit(bindparam("most")))
    )
)
_COUNTS = (
    select(booking.c.status, func.count())
    .where(booking.c.hotel_id == bindparam("hotel"))
    .group_by(booking.c.status)
)


class SqlEndedBookings(EndedBookings):
    """The ended bookings of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def _before(self, day: date) -> dict[str, Any]:
        moment = datetime.combine(day, time(), UTC)
        return {"hotel": self._hotel_id, "day": day, "moment": moment}

    def counts(self) -> Mapping[BookingStatus, int]:
        rows = self._connection.execute(_COUNTS, {"hotel": self._hotel_id})
        return {BookingStatus(status): count for status, count in rows}

    def count_before(self, day: date) -> int:
        [(count,)] = _COUNT.rows(self._connection, self._before(day))
        return int(count)

    def delete_before(self, day: date, most: int) -> int:
        return _DELETE.execute(self._connection, {**self._before(day), "most": most})

    def swept_until(self) -> datetime | None:
        found: datetime | None = self._connection.scalar(
            select(hotel.c.bookings_swept_until).where(hotel.c.id == self._hotel_id)
        )
        return found

    def keep_swept_until(self, until: datetime) -> None:
        self._connection.execute(
            update(hotel).where(hotel.c.id == self._hotel_id).values(bookings_swept_until=until)
        )
