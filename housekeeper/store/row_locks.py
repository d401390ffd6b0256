"""What a writing unit locks, to its commit, on an engine where several units write at once.

SQLite lets one unit write at a time and needs none of this. On PostgreSQL a unit that is going
to act on rooms, bookings, staff or rounds locks them before it looks at them, so that what it
decides by is still so when it commits. Rooms and bookings are locked row by row, in the order
of their ids whatever order they are named in; two units that still meet the wrong way round
are told apart by the server, and one of them is run again.
"""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, select

from housekeeper.store.columns import one_of_bound
from housekeeper.store.tables import booking, inspection_round, room, staff

WRITERS_LOCK = 0x686B77726974
"""Every unit that writes shares this advisory lock; who takes it whole keeps the others out."""

_ROOMS = (
    select(room.c.id)
    .where(room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.number, "numbers"))
    .order_by(room.c.id)
    # Rows that only refer to a room (events, orders) may be added beside it.
    .with_for_update(key_share=True)
)
_BOOKINGS = (
    select(booking.c.id)
    .where(
        booking.c.hotel_id == bindparam("hotel"), one_of_bound(booking.c.reference, "references")
    )
    .order_by(booking.c.id)
    .with_for_update(key_share=True)
)
_BOOK = select(func.pg_advisory_xact_lock(bindparam("book"), bindparam("hotel")))


class Locks:
    """The locks of one unit on one hotel; `is_needed` is false where nothing has to be locked.

    Rows are read after they were locked, by a statement of their own: a statement that waited
    for a lock would still see the rows beside the locked one as they were before.
    """

    def __init__(self, connection: Connection, hotel_id: int, is_needed: bool) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self.is_needed = is_needed
        self._held: set[tuple[str, str]] = set()

    def rooms(self, numbers: Collection[str]) -> None:
        """Hold these rooms, and with them their guests, messages and orders."""
        new = self._new("room", numbers)
        if new:
            self._connection.execute(_ROOMS, {"hotel": self._hotel_id, "numbers": new}).all()

    def bookings(self, references: Collection[str]) -> None:
        """Hold these bookings."""
        new = self._new("booking", references)
        if new:
            self._connection.execute(_BOOKINGS, {"hotel": self._hotel_id, "references": new}).all()

    def staff(self) -> None:
        """Hold the hotel's staff, their PINs and the wrong ones given, as one."""
        self._book(staff.name, 1)

    def rounds(self) -> None:
        """Hold the hotel's inspection rounds, as one."""
        self._book(inspection_round.name, 2)

    def _book(self, name: str, number: int) -> None:
        if self._new(name, [""]):
            self._connection.execute(_BOOK, {"book": number, "hotel": self._hotel_id}).all()

    def _new(self, kind: str, names: Collection[str]) -> list[str]:
        if not self.is_needed:
            return []
        wanted = {(kind, name) for name in names} - self._held
        self._held |= wanted
        return [name for _, name in wanted]
