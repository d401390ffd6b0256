"""A guest's words in one unit of work: sealed on their way in, opened on their way out.

Keys are read once a unit and forgotten with it, so that none outlives its guest in memory.
"""

import contextlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, insert, select, union_all, update

from housekeeper.core.errors import KeysMissing
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.store.columns import one_of_bound, written_out
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.guest_keys.cipher import Seal, Unsealable, number_of
from housekeeper.store.guest_keys.stay_key import NoKey, StayKey, StayKeys
from housekeeper.store.tables import booking, database_mark, key_erasure, room

_AT_ONCE = 10_000
_HELD_AT_MOST = 500

UNREADABLE = "(unreadable: its key is gone)"
"""What stands where a guest's word cannot be opened. It is shown, and never stored."""

_TAKE_NUMBERS = (
    update(database_mark)
    .values(key_count=database_mark.c.key_count + bindparam("more"))
    .returning(database_mark.c.database_id, database_mark.c.key_count)
)
_ROOM_KEYS = (
    select(room.c.key_number, booking.c.id, booking.c.key_number.label("booking_key"))
    .select_from(
        room.outerjoin(
            booking,
            and_(
                booking.c.room_id == room.c.id,
                booking.c.status == BookingStatus.CHECKED_IN.value,
            ),
        )
    )
    .where(room.c.id == bindparam("of_room"))
)


_MARK_ROOMS = CompiledStatement(
    insert(key_erasure).from_select(
        ["number"],
        union_all(
            select(booking.c.key_number).where(
                booking.c.status == written_out(BookingStatus.CHECKED_IN),
                one_of_bound(booking.c.room_id, "rooms"),
                booking.c.key_number.is_not(None),
            ),
            select(room.c.key_number).where(
                one_of_bound(room.c.id, "rooms"), room.c.key_number.is_not(None)
            ),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class KeyChanges:
    """How many keys a unit of work made, and how many it marked to be overwritten after it."""

    created: int
    marked: int


class Words:
    """Seals and opens in one transaction."""

    def __init__(self, connection: Connection, keys: StayKeys) -> None:
        self._connection = connection
        self._keys = keys
        self._held: dict[int, StayKey | NoKey] = {}
        self._last: tuple[int, Seal] | None = None
        self._created: list[int] = []
        self._marked = 0

    @property
    def changes(self) -> KeyChanges:
        """What was done to the keys so far."""
        return KeyChanges(len(self._created), self._marked)

    def destroy_created(self) -> None:
        """Overwrite the keys made in a transaction that is going to be rolled back.

        Where that cannot be done now, the next program that opens the database does it.
        """
        if self._created:
            with contextlib.suppress(KeysMissing):
                self._keys.destroy(self._created)

    def open(self, sealed: bytes | None) -> str | None:
        """One word opened, as `open_all` does."""
        return self.open_all([sealed])[0]

    def open_all(self, sealed: Sequence[bytes | None]) -> list[str | None]:
        """These words opened; `UNREADABLE` in place of one whose key is gone or another."""
        opened: list[str | None] = []
        for start in range(0, len(sealed), _AT_ONCE):
            opened += self._opened(sealed[start : start + _AT_ONCE])
        return opened

    def _opened(self, sealed: Sequence[bytes | None]) -> list[str | None]:
        numbers = [None if one is None else number_of(one) for one in sealed]
        self._read({number for number in numbers if number is not None})
        opened: list[str | None] = []
        for one, number in zip(sealed, numbers, strict=True):
            if one is None:
                opened.append(None)
                continue
            seal = None if number is None else self._seal(number)
            try:
                opened.append(UNREADABLE if seal is None else seal.open(one))
            except Unsealable:
                opened.append(UNREADABLE)
        self._forget_many()
        return opened

    def seal(self, number: int, words: str) -> bytes:
        """These words under the key of this number, one that `usable` gave."""
        self._read({number})
        seal = self._seal(number)
        if seal is None:
            raise KeysMissing(f"There is no key {number}; nothing was written.")
        return seal.seal(words)

    def seal_all(self, keys: Sequence[int | None], words: Sequence[str]) -> list[tuple[int, bytes]]:
        """Each of these words under its stay's key, or a new one for none: numbers and words."""
        sealed: list[tuple[int, bytes]] = []
        for start in range(0, len(words), _AT_ONCE):
            numbers = self.usable(keys[start : start + _AT_ONCE])
            of_them = words[start : start + _AT_ONCE]
            sealed += [
                (key, self.seal(key, one)) for key, one in zip(numbers, of_them, strict=True)
            ]
            self._forget_many()
        return sealed

    def _forget_many(self) -> None:
        """Let go of many keys at once: a hundred thousand of them would only slow the rest."""
        if len(self._held) > _HELD_AT_MOST:
            self._held.clear()

    def _seal(self, number: int) -> Seal | None:
        """What seals with a key that was read before; None where there is no such key."""
        if self._last is None or self._last[0] != number:
            key = self._held[number]
            self._last = (number, Seal(key)) if isinstance(key, StayKey) else None
        return None if self._last is None else self._last[1]

    def _read(self, numbers: Collection[int]) -> None:
        new = [number for number in numbers if number not in self._held]
        if new:
            self._held.update(self._keys.read(new))

    def usable(self, numbers: Sequence[int | None]) -> list[int]:
        """Keys to seal with, in the places of these: each itself, or a new one for none.

        A key that is erased, given up or damaged gets a new one in its place. Raises
        `KeysMissing` for one that is missing, since it may be put back.
        """
        known = {number for number in numbers if number is not None}
        self._read(known)
        lost = {number for number in known if not isinstance(self._held[number], StayKey)}
        if any(self._held[number] is NoKey.MISSING for number in lost):
            # Making a key tells what is wrong with the place of the keys.
            self._create(1)
            raise KeysMissing("The key of this guest's words is missing; put the key file back.")
        self.mark_for_erasure(lost)
        wanting = sum(number is None or number in lost for number in numbers)
        made = iter(self._create(wanting) if wanting else ())
        return [next(made) if number is None or number in lost else number for number in numbers]

    def for_stays(self, numbers: Sequence[int | None]) -> list[int | None]:
        """Keys for stays that begin: each itself, or a new one in place of none or a lost one.

        A stay needs its key even where nothing is sealed yet: that it is overwritten is what
        tells an older copy of the database that the guest has left. Where no keys can be made
        the guests come in without one, and get it at a later start of a program.
        """
        known = {number for number in numbers if number is not None}
        self._read(known)
        lost = {
            number
            for number in known
            if self._held[number] is not NoKey.MISSING
            and not isinstance(self._held[number], StayKey)
        }
        wanting = sum(number is None or number in lost for number in numbers)
        try:
            made = iter(self._create(wanting) if wanting else ())
        except KeysMissing:
            self._connection.execute(_TAKE_NUMBERS, {"more": -wanting})
            return list(numbers)
        self.mark_for_erasure(lost)
        self._forget_many()
        return [next(made) if one is None or one in lost else one for one in numbers]

    def _create(self, count: int) -> list[int]:
        """Make keys, on the disk before anything under them is committed.

        The row of `database_mark` is written first, so that nobody else makes keys meanwhile.
        """
        database_id, last = self._connection.execute(_TAKE_NUMBERS, {"more": count}).one()
        made = self._keys.create(database_id, last - count, count)
        if made[-1].number != last:
            # A program that was cut off has left keys behind; their numbers are passed over.
            self._connection.execute(update(database_mark).values(key_count=made[-1].number))
        self._held.update((key.number, key) for key in made)
        numbers = [key.number for key in made]
        self._created += numbers
        return numbers

    def for_room(self, room_id: int) -> int:
        """The key for the words of a room's guest: that of the booking, else the room's own."""
        own, booking_id, of_booking = self._connection.execute(
            _ROOM_KEYS, {"of_room": room_id}
        ).one()
        before = own if booking_id is None else of_booking
        [number] = self.usable([before])
        if number != before:
            holder = update(room).where(room.c.id == room_id)
            if booking_id is not None:
                holder = update(booking).where(booking.c.id == booking_id)
            self._connection.execute(holder.values(key_number=number))
        return number

    def mark_for_erasure(self, numbers: Iterable[int]) -> None:
        """Have these keys overwritten after the commit; the caller takes them from their stay."""
        rows = [{"number": number} for number in numbers]
        if rows:
            self._connection.execute(insert(key_erasure), rows)
            self._marked += len(rows)

    def mark_rooms(self, room_ids: Sequence[int]) -> None:
        """Have the keys of the guests in these rooms overwritten after the commit.

        Their bookings let go of them when they are completed, rooms when they get another PIN.
        """
        self._marked += _MARK_ROOMS.execute(self._connection, {"rooms": room_ids})
