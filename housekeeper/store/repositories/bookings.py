"""Bookings in the database."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from housekeeper.core.errors import UnknownName
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold, nights_held
from housekeeper.core.stays.inventory import Claim
from housekeeper.core.stays.repository import Bookings
from housekeeper.store.columns import one_of, one_of_bound, written_out
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.guest_keys.sealed_words import Words
from housekeeper.store.repositories.rooms import room_ids, still_to_come
from housekeeper.store.row_locks import Locks
from housekeeper.store.row_mapping import row_writer
from housekeeper.store.tables import booking, room

_COLUMNS = (
    booking.c.reference,
    booking.c.room_type,
    booking.c.arrival,
    booking.c.departure,
    booking.c.adults,
    booking.c.children,
    booking.c.status,
    room.c.number,
    booking.c.guest_name,
    booking.c.late_checkout,
    booking.c.completed_at,
    booking.c.key_number,
)
_BOOKINGS = select(*_COLUMNS).select_from(booking.outerjoin(room, room.c.id == booking.c.room_id))

_OWN = (
    "room_type",
    "arrival",
    "departure",
    "adults",
    "children",
    "status",
    "late_checkout",
    "completed_at",
)
_VALUES = (*_OWN, "room_id", "guest_name")
_own_values = row_writer(Booking, _OWN)
_UPDATE = (
    update(booking)
    .where(
        booking.c.hotel_id == bindparam("of_hotel"),
        booking.c.reference == bindparam("of_reference"),
    )
    .values(
        **{name: bindparam(name) for name in _VALUES},
        # A key that words of its room got the booking meanwhile stays.
        key_number=case(
            (bindparam("has_ended", type_=Boolean), None),
            else_=func.coalesce(bindparam("of_key", type_=Integer), booking.c.key_number),
        ),
    )
)

_IN_HOUSE = _BOOKINGS.where(
    booking.c.hotel_id == bindparam("hotel"),
    booking.c.status == written_out(BookingStatus.CHECKED_IN),
)
# From the rooms on: from the hotel's side SQLite walks all guests in house.
_stays = room.join(
    booking,
    and_(booking.c.room_id == room.c.id, booking.c.status == written_out(BookingStatus.CHECKED_IN)),
)
_OF_ROOMS = (room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.number, "numbers"))
_IN_ROOMS = select(*_COLUMNS).select_from(_stays).where(*_OF_ROOMS)
_STAYING = CompiledStatement(
    select(room.c.number, booking.c.reference).select_from(_stays).where(*_OF_ROOMS)
)
_COMPLETE = CompiledStatement(
    update(booking)
    .where(
        booking.c.status == written_out(BookingStatus.CHECKED_IN),
        booking.c.room_id.in_(
            select(room.c.id).where(
                room.c.hotel_id == bindparam("of_hotel"),
                one_of_bound(room.c.number, "of_numbers"),
            )
        ),
    )
    .values(
        status=BookingStatus.COMPLETED.value,
        completed_at=bindparam("at"),
        guest_name=None,
        # The purge has marked it.
        key_number=None,
    )
)
_NAMELESS = frozenset({BookingStatus.COMPLETED, BookingStatus.CANCELLED, BookingStatus.NO_SHOW})
"""Where a booking ends, its guest's name and key go."""
_HOLDS = select(
    room.c.number,
    booking.c.reference,
    booking.c.status,
    booking.c.arrival,
    booking.c.departure,
).join(booking, booking.c.room_id == room.c.id)


def _ended_in(hotel_id: int, room_numbers: Sequence[str], at: datetime) -> Select[Any]:
    """The bookings that were completed at a moment, in these rooms of a hotel.

    By the rooms alone: with the bare hotel SQLite would read all its bookings.
    """
    of_rooms = select(room.c.id).where(
        room.c.hotel_id == hotel_id, one_of(room.c.number, room_numbers)
    )
    return _BOOKINGS.where(
        booking.c.room_id.in_(of_rooms),
        booking.c.status == BookingStatus.COMPLETED.value,
        booking.c.completed_at == at,
    )


def _hold(row: Any, today: date) -> Hold:
    status = BookingStatus(row.status)
    nights = nights_held(status, row.arrival, row.departure, today)
    return Hold(row.number, row.reference, *nights)


def _expected_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """As `is_expected` says; so that the index on arrivals is walked to this day and no further."""
    return booking.c.arrival <= day, still_to_come(day)


def _alike(connection: Connection, hotel_id: int, reference: str) -> list[str]:
    """The references that are this one but for case.

    It walks all of the hotel's references; who asks knows that none is written exactly so.
    """
    # The engines fold ASCII alike and other letters each in its way: any may stand there first.
    like = "".join(one if one.isascii() and one.isalnum() else "_" for one in reference.casefold())
    found = connection.scalars(
        select(booking.c.reference).where(
            booking.c.hotel_id == hotel_id, func.lower(booking.c.reference).like(like)
        )
    )
    return [one for one in found if one.casefold() == reference.casefold()]


class _StoredName(NamedTuple):
    """A booking's name as it was read in this transaction, and how it is kept."""

    name: str | None
    sealed: bytes | None
    key: int | None


_NEW = _StoredName(None, None, None)


class SqlBookings(Bookings):
    """The bookings of one hotel, inside one transaction.

    A name that a booking is saved with as it was read stays as it is sealed: it needs no key.
    """

    def __init__(
        self, connection: Connection, hotel_id: int, today: date, locks: Locks, words: Words
    ) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._today = today
        self._locks = locks
        self._words = words
        self._stored: dict[str, _StoredName] = {}

    def _bookings(self, query: Select[Any]) -> list[Booking]:
        return self._read(query.where(booking.c.hotel_id == self._hotel_id))

    def _read(self, query: Select[Any], with_names: bool = True, **values: Any) -> list[Booking]:
        rows = self._connection.execute(query, values).all()
        names: list[str | None] = [None] * len(rows)
        if with_names:
            names = self._words.open_all([row.guest_name for row in rows])
        self._stored.update(
            (row.reference, _StoredName(name, row.guest_name, row.key_number))
            for row, name in zip(rows, names, strict=True)
        )
        return [
            Booking(
                reference=row.reference,
                room_type=row.room_type,
                arrival=row.arrival,
                departure=row.departure,
                adults=row.adults,
                children=row.children,
                status=BookingStatus(row.status),
                room_number=row.number,
                guest_name=name,
                late_checkout=row.late_checkout,
                completed_at=row.completed_at,
            )
            for row, name in zip(rows, names, strict=True)
        ]

    def get(self, reference: str) -> Booking:
        found = self._named(reference)
        if not found:
            alike = _alike(self._connection, self._hotel_id, reference)
            found = self._named(alike[0]) if len(alike) == 1 else []
        if not found:
            raise UnknownName(f"There is no booking {reference} in this hotel.")
        return found[0]

    def _named(self, reference: str) -> list[Booking]:
        self._locks.bookings([reference])
        return self._bookings(_BOOKINGS.where(booking.c.reference == reference))

    def find(self, references: Sequence[str]) -> dict[str, Booking]:
        self._locks.bookings(references)
        found = self._bookings(_BOOKINGS.where(one_of(booking.c.reference, references)))
        return {one.reference: one for one in found}

    def _rows(self, bookings: Sequence[Booking]) -> list[dict[str, Any]]:
        numbers = {one.room_number for one in bookings if one.room_number is not None}
        ids: dict[str | None, int | None] = {None: None}
        ids.update(room_ids(self._connection, self._hotel_id, numbers))
        return [
            {
                **names,
                **_own_values(one),
                "room_id": ids[one.room_number],
            }
            for one, names in zip(bookings, self._names(bookings), strict=True)
        ]

    def _names(self, bookings: Sequence[Booking]) -> list[dict[str, Any]]:
        """What each of these bookings keeps of its guest's name, and under which key."""
        stored = [self._stored.get(one.reference, _NEW) for one in bookings]
        named = [
            place
            for place, (one, before) in enumerate(zip(bookings, stored, strict=True))
            if one.guest_name is not None
            and one.guest_name != before.name
            and one.status not in _NAMELESS
        ]
        names = [bookings[place].guest_name or "" for place in named]
        sealed = self._words.seal_all([stored[place].key for place in named], names)
        for place, name, (key, seal) in zip(named, names, sealed, strict=True):
            stored[place] = _StoredName(name, seal, key)
        self._words.mark_for_erasure(
            before.key
            for one, before in zip(bookings, stored, strict=True)
            if before.key is not None and one.status in _NAMELESS
        )
        for place, (one, before) in enumerate(zip(bookings, stored, strict=True)):
            if one.status in _NAMELESS:
                stored[place] = _NEW
            elif one.guest_name is None and before.name is not None:
                stored[place] = _StoredName(None, None, before.key)
        self._stored.update(zip((one.reference for one in bookings), stored, strict=True))
        return [{"guest_name": one.sealed, "key_number": one.key} for one in stored]

    def save(self, changed: Booking) -> None:
        if changed.reference not in self._stored:
            self.find([changed.reference])
        self._update([changed])

    def _update(self, bookings: Sequence[Booking]) -> None:
        if bookings:
            self._connection.execute(
                _UPDATE,
                [
                    {
                        "of_hotel": self._hotel_id,
                        "of_reference": one.reference,
                        "has_ended": one.status in _NAMELESS,
                        "of_key": row.pop("key_number"),
                        **row,
                    }
                    for one, row in zip(bookings, self._rows(bookings), strict=True)
                ],
            )

    def save_all(self, bookings: Sequence[Booking]) -> None:
        # Those that this transaction has read are known; most often that is all of them.
        unread = [one.reference for one in bookings if one.reference not in self._stored]
        self.find(unread)
        known = self._stored.keys() & {one.reference for one in bookings}
        new = [one for one in bookings if one.reference not in known]
        if new:
            self._connection.execute(
                insert(booking),
                [
                    {"hotel_id": self._hotel_id, "reference": one.reference, **row}
                    for one, row in zip(new, self._rows(new), strict=True)
                ],
            )
        self._update([one for one in bookings if one.reference in known])

    def complete(self, room_numbers: Sequence[str], at: datetime) -> None:
        self._stored.clear()
        _COMPLETE.execute(
            self._connection, {"of_hotel": self._hotel_id, "of_numbers": room_numbers, "at": at}
        )

    def in_house(self, room_numbers: Sequence[str] | None = None) -> dict[str, Booking]:
        if room_numbers is None:
            found = self._read(_IN_HOUSE, False, hotel=self._hotel_id)
        else:
            found = self._read(_IN_ROOMS, False, hotel=self._hotel_id, numbers=room_numbers)
        return {one.room_number: one for one in found if one.room_number is not None}

    def staying(self, room_numbers: Sequence[str]) -> dict[str, str]:
        wanted = {"hotel": self._hotel_id, "numbers": room_numbers}
        return dict(_STAYING.rows(self._connection, wanted))  # type: ignore[arg-type]

    def completed_at(self, room_numbers: Sequence[str], at: datetime) -> dict[str, str]:
        ended = self._read(_ended_in(self._hotel_id, room_numbers, at))
        return {one.room_number or "": one.reference for one in ended}

    def arriving(self, day: date) -> list[Booking]:
        return self._bookings(
            _BOOKINGS.where(
                booking.c.status == written_out(BookingStatus.CONFIRMED), *_expected_on(day)
            ).order_by(booking.c.arrival, booking.c.reference)
        )

    def arrivals(self, day: date) -> int:
        return self._count_expected(*_expected_on(day))

    def arrivals_since_before(self, day: date) -> int:
        return self._count_expected(*_expected_on(day), booking.c.arrival < day)

    def _count_expected(self, *wanted: ColumnElement[bool]) -> int:
        return int(
            self._connection.scalar(
                select(func.count()).where(
                    booking.c.hotel_id == self._hotel_id,
                    booking.c.status == written_out(BookingStatus.CONFIRMED),
                    *wanted,
                )
            )
            or 0
        )

    def wanted_types(self) -> dict[str, int]:
        rows = self._connection.execute(
            select(booking.c.room_type, func.count())
            .where(
                booking.c.hotel_id == self._hotel_id,
                booking.c.status == written_out(BookingStatus.CONFIRMED),
                booking.c.departure >= self._today,
            )
            .group_by(booking.c.room_type)
        )
        return {room_type: count for room_type, count in rows}  # noqa: C416 - rows are no pairs

    def next_arrival(self, room_number: str) -> date | None:
        found: date | None = self._connection.scalar(
            select(func.min(booking.c.arrival))
            .join(room, room.c.id == booking.c.room_id)
            .where(
                room.c.hotel_id == self._hotel_id,
                room.c.number == room_number,
                booking.c.status == written_out(BookingStatus.CONFIRMED),
                still_to_come(self._today),
            )
        )
        return found

    def _overlapping(self, first: date, last: date) -> Any:
        """Nights `[arrival, departure)`, a day use its arrival night, within first to last."""
        return and_(
            booking.c.arrival <= last,
            or_(booking.c.departure > first, booking.c.arrival >= first),
        )

    def holds(
        self, first: date, last: date | None, room_numbers: Collection[str] | None = None
    ) -> list[Hold]:
        query = _HOLDS.where(room.c.hotel_id == self._hotel_id)
        if room_numbers is not None:
            query = query.where(one_of(room.c.number, room_numbers))
        # One after the other, as there is an index for each and none for both.
        here = query.where(booking.c.status == written_out(BookingStatus.CHECKED_IN))
        confirmed = query.where(booking.c.status == written_out(BookingStatus.CONFIRMED))
        to_come = confirmed.where(self._overlapping(first, last or date.max))
        rows = (row for one in (here, to_come) for row in self._connection.execute(one))
        holds = [_hold(row, self._today) for row in rows]
        found = [hold for hold in holds if hold.has_night(first, last)]
        return sorted(found, key=lambda hold: (hold.starts, hold.reference or ""))

    def claims(self, room_type: str, first: date, last: date) -> list[Claim]:
        """Confirmed bookings that hold this type in any of these nights.

        A booking with a room holds that room's type, whatever type was booked.
        """
        held = func.coalesce(room.c.room_type, booking.c.room_type)
        rows = self._connection.execute(
            select(booking.c.arrival, booking.c.departure)
            .select_from(booking.outerjoin(room, room.c.id == booking.c.room_id))
            .where(
                booking.c.hotel_id == self._hotel_id,
                held == room_type,
                booking.c.status == written_out(BookingStatus.CONFIRMED),
                self._overlapping(first, last),
            )
        )
        return [Claim(row.arrival, row.departure) for row in rows]
