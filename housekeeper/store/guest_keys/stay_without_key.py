"""Giving a key to every stay from its beginning on, written words or not.

Stays that began where no key could be made, or with a program that gave none, get theirs when
a program starts.
"""

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from housekeeper.core.stays.booking import BookingStatus
from housekeeper.store.columns import written_out
from housekeeper.store.guest_keys.sealed_words import KeyChanges, Words
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.tables import booking

IN_HOUSE = booking.c.status == written_out(BookingStatus.CHECKED_IN)
_GIVE = (
    update(booking).where(booking.c.id == bindparam("of_id")).values(key_number=bindparam("number"))
)


def give_keys(connection: Connection, words: Words, *which: ColumnElement[bool]) -> None:
    """See that these bookings, whose guests are in the house, have each a key of their own."""
    found = connection.execute(
        # Only with their locks: a guest may be leaving at another terminal.
        select(booking.c.id, booking.c.key_number)
        .where(*which)
        .order_by(booking.c.id)
        .with_for_update()
    ).all()
    before = [row.key_number for row in found]
    given = [
        {"of_id": row.id, "number": number}
        for row, number in zip(found, words.for_stays(before), strict=True)
        if number != row.key_number
    ]
    if given:
        connection.execute(_GIVE, given)


def give_lacking_keys(connection: Connection, keys: StayKeys) -> KeyChanges:
    """The same for every stay that has no key at all; the caller may write."""
    words = Words(connection, keys)
    try:
        give_keys(connection, words, IN_HOUSE, booking.c.key_number.is_(None))
    except BaseException:
        words.destroy_created()
        raise
    return words.changes


def give_keys_anew(connection: Connection, keys: StayKeys) -> None:
    """The same for every stay, once all keys were given up."""
    give_keys(connection, Words(connection, keys), IN_HOUSE)
