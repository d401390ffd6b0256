"""Overwriting the keys of guests who left, and telling what became of keys.

Two files cannot be committed as one. So the transaction that lets a guest go marks the key in
`key_erasure`; after its commit the key is overwritten and flushed, and only then is the mark
taken away. A program that is cut off in between leaves the mark, and the next one goes on.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    LargeBinary,
    Table,
    delete,
    func,
    select,
    union_all,
    update,
)

from housekeeper.core.stays.booking import BookingStatus
from housekeeper.store.columns import SealedWords, one_of
from housekeeper.store.guest_keys.cipher import HEAD_BYTES, number_of
from housekeeper.store.guest_keys.stay_key import NoKey, StayKeys
from housekeeper.store.tables import (
    booking,
    breakfast_order_item,
    database_mark,
    guest,
    guest_chat_session,
    hotel,
    key_erasure,
    room,
    room_message,
    room_order_item,
)

_HOLDERS = union_all(
    select(booking.c.key_number).where(booking.c.key_number.is_not(None)),
    select(room.c.key_number).where(room.c.key_number.is_not(None)),
    select(key_erasure.c.number),
)
_KINDS: tuple[tuple[str, Table], ...] = (
    ("names of bookings", booking),
    ("names of guests", guest),
    ("messages", room_message),
    ("lines of orders", room_order_item),
    ("lines of breakfast orders", breakfast_order_item),
    ("device tokens", guest_chat_session),
)


def marked(connection: Connection) -> list[int]:
    """The keys that are still to be overwritten."""
    return list(connection.scalars(select(key_erasure.c.number)))


def take_marks(connection: Connection, numbers: Collection[int]) -> None:
    """Take the marks away, once these keys are overwritten."""
    connection.execute(delete(key_erasure).where(one_of(key_erasure.c.number, numbers)))


def keys_given(connection: Connection) -> tuple[str, int]:
    """The database's id, and how many key numbers it has given out."""
    database_id, known = connection.execute(
        select(database_mark.c.database_id, database_mark.c.key_count)
    ).one()
    return database_id, known


def is_unfinished(connection: Connection, keys: StayKeys) -> bool:
    """Whether something is left to be done to the keys.

    A program was cut off between a commit and what belongs to it, or a stay has no key yet.
    """
    known, has_marks, has_stay_without = connection.exec_driver_sql(
        "SELECT key_count, EXISTS (SELECT 1 FROM key_erasure), EXISTS (SELECT 1 FROM booking "
        "WHERE status = 'CHECKED_IN' AND key_number IS NULL) FROM database_mark"
    ).one()
    keys.note_committed(known)
    return bool(has_marks or has_stay_without or keys.leftover(known))


def note_committed(connection: Connection, keys: StayKeys) -> None:
    """Tell the place of the keys that those made so far are in use."""
    keys.note_committed(keys_given(connection)[1])


def destroy_leftover(connection: Connection, keys: StayKeys) -> None:
    """Overwrite what a program that was cut off made for nothing; the caller may write."""
    # Who makes keys holds this row until the commit.
    known = connection.scalars(select(database_mark.c.key_count).with_for_update()).one()
    left = keys.leftover(known)
    if left:
        keys.destroy(left - _held(connection))


def unused(connection: Connection, keys: StayKeys) -> set[int]:
    """Keys that are kept though nothing in this database is sealed for a stay with them."""
    return keys.live() - _held(connection)


def _held(connection: Connection) -> set[int]:
    return set(connection.scalars(_HOLDERS))


@dataclass(frozen=True, slots=True)
class ErasedStay:
    """A booking whose key was overwritten, or a room (no `reference`) whose guest's was.

    That guest has left, whatever this database, an older copy perhaps, says.
    """

    hotel: str
    reference: str | None
    status: BookingStatus | None
    room_number: str | None

    @property
    def is_in_house(self) -> bool:
        """Whether this database has the guest in a room still."""
        return self.room_number is not None and self.status in {None, BookingStatus.CHECKED_IN}


def erased_stays(connection: Connection, keys: StayKeys) -> list[ErasedStay]:
    """Stays of every hotel whose keys are erased, as a database that was restored has them."""
    bookings = connection.execute(
        select(booking.c.key_number, hotel.c.slug, booking.c.reference, booking.c.status)
        .add_columns(room.c.number)
        .join(hotel, hotel.c.id == booking.c.hotel_id)
        .outerjoin(room, room.c.id == booking.c.room_id)
        .where(booking.c.key_number.is_not(None))
        .order_by(booking.c.id)
    ).all()
    rooms = connection.execute(
        select(room.c.key_number, hotel.c.slug, room.c.number)
        .join(hotel, hotel.c.id == room.c.hotel_id)
        .where(room.c.key_number.is_not(None))
        .order_by(room.c.id)
    ).all()
    found = keys.read({row[0] for row in (*bookings, *rooms)})
    return [
        ErasedStay(slug, reference, BookingStatus(status), number)
        for key, slug, reference, status, number in bookings
        if found[key] is NoKey.ERASED
    ] + [
        ErasedStay(slug, None, None, number)
        for key, slug, number in rooms
        if found[key] is NoKey.ERASED
    ]


def unreadable_words(connection: Connection, keys: StayKeys) -> dict[str, int]:
    """How many words of each kind cannot be opened, for want of their keys; none with 0."""
    counts: dict[str, int] = {}
    for kind, table in _KINDS:
        [sealed] = [column for column in table.c if isinstance(column.type, SealedWords)]
        head = func.substr(sealed, 1, HEAD_BYTES, type_=LargeBinary)
        rows = connection.execute(
            select(head, func.count()).where(sealed.is_not(None)).group_by(head)
        )
        by_key = [(number_of(found), count) for found, count in rows]
        states = keys.read({number for number, _ in by_key if number is not None})
        lost = sum(
            count for number, count in by_key if number is None or isinstance(states[number], NoKey)
        )
        if lost:
            counts[kind] = lost
    return counts


def forget_key(connection: Connection, stay: ErasedStay) -> None:
    """Take the erased key, and the name that it sealed, from a booking or a room."""
    of_hotel = select(hotel.c.id).where(hotel.c.slug == stay.hotel).scalar_subquery()
    if stay.reference is not None:
        connection.execute(
            update(booking)
            .where(booking.c.hotel_id == of_hotel, booking.c.reference == stay.reference)
            .values(key_number=None, guest_name=None)
        )
    else:
        connection.execute(
            update(room)
            .where(room.c.hotel_id == of_hotel, room.c.number == stay.room_number)
            .values(key_number=None)
        )
