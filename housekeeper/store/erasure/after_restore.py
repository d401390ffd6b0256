"""Seeing to it that guests who have left since a backup are gone from what was restored.

A backup shows a house as it was. Guests who have left since have no key any more: their stays
are checked out once more, before anybody sees the restored database. No PIN that somebody who
has left may know opens a room: every vacant room gets another one, and so does an occupied one
where no key that was in its place all the time tells that its guest is there still.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, bindparam, delete, select, update

from housekeeper.core.acts import SYSTEM, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.columns import one_of
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.overwrite import (
    ErasedStay,
    erased_stays,
    forget_key,
    unreadable_words,
)
from housekeeper.store.guest_keys.stay_key import StayKey, StayKeys
from housekeeper.store.guest_keys.stay_without_key import IN_HOUSE
from housekeeper.store.tables import booking, guest_chat_session, room
from housekeeper.store.tables import hotel as hotel_table
from housekeeper.store.transfer.replaced import NOTHING_REPLACED, Replaced

_OCCUPIED = (
    select(
        room.c.id,
        hotel_table.c.slug,
        room.c.number,
        room.c.pin,
        room.c.key_number.label("room_key"),
        booking.c.reference,
        booking.c.key_number,
    )
    .select_from(
        room.join(hotel_table, hotel_table.c.id == room.c.hotel_id).outerjoin(
            booking, (booking.c.room_id == room.c.id) & IN_HOUSE
        )
    )
    .where(room.c.is_occupied)
    .order_by(room.c.id)
)


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """Rooms that were checked out again, as hotel and number; and words lost, by kind.

    `new_pins` are the PINs of occupied rooms that have another one than in the backup.
    """

    rooms: tuple[tuple[str, str], ...] = ()
    names: int = 0
    unreadable: tuple[tuple[str, int], ...] = ()
    new_pins: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def and_then(self, later: "ErasedAgain") -> "ErasedAgain":
        """This, and what was found when it was done once more."""
        left = (*self.rooms, *later.rooms)
        new_pins = {room: pin for room, pin in later.new_pins.items() if room not in left}
        return ErasedAgain(left, self.names + later.names, later.unreadable, new_pins)


@dataclass(frozen=True, slots=True)
class _Occupied:
    """A room with a guest as the backup has it. `is_sure`: its key tells that he is there."""

    room_id: int
    hotel: str
    number: str
    pin: str
    own_key: int | None
    reference: str | None
    is_sure: bool


async def erase_again(
    database: Database,
    keys: StayKeys,
    trusted: Collection[int],
    replaced: Replaced = NOTHING_REPLACED,
) -> ErasedAgain:
    """Check out who has left, forget such names, give new PINs, and count words without keys.

    `trusted` are the numbers of keys that lie in their place since they were made: where such a
    key lives, its guest has not left. The words of guests who stay or are to come, and whose
    keys are missing, are what is lost.
    """
    occupied = await database.run(partial(_occupied, keys=keys, trusted=trusted), "DEFERRED")
    left = await database.run(partial(erased_stays, keys=keys), "DEFERRED")
    leaving = _rooms_left(left, occupied, replaced)
    unsure = [one for one in occupied if one.number not in leaving.get(one.hotel, ())]
    unsure = [one for one in unsure if not (one.is_sure and _has_its_pin(one, replaced))]
    await database.run(partial(_close_sessions, rooms=unsure), "IMMEDIATE")
    done: list[tuple[str, str]] = []
    new_pins: dict[tuple[str, str], str] = {}
    for hotel in await database.hotels():
        store = database.hotel(hotel, SystemClock())
        numbers = leaving.get(hotel.slug, [])
        changed = [one.number for one in unsure if one.hotel == hotel.slug]
        unit = partial(_make_safe, leaving=numbers, new_pins=changed)
        checked_out, pins = await store.write(unit)
        done += [(hotel.slug, number) for number in checked_out]
        new_pins |= {(hotel.slug, number): pin for number, pin in pins.items()}

    def forget(connection: Connection) -> int:
        _keep_own_keys(connection, unsure)
        still = erased_stays(connection, keys)
        for stay in still:
            forget_key(connection, stay)
        return sum(_is_name(stay) for stay in still)

    names = await database.run(forget, "IMMEDIATE")
    await database.settle()
    unreadable = await database.run(partial(unreadable_words, keys=keys), "DEFERRED")
    return ErasedAgain(tuple(done), names, tuple(unreadable.items()), new_pins)


def _occupied(connection: Connection, keys: StayKeys, trusted: Collection[int]) -> list[_Occupied]:
    rows = connection.execute(_OCCUPIED).all()
    numbers = [row.room_key if row.reference is None else row.key_number for row in rows]
    found = keys.read({number for number in numbers if number is not None})
    return [
        _Occupied(
            row.id,
            row.slug,
            row.number,
            row.pin,
            row.room_key,
            row.reference,
            number in trusted and isinstance(found.get(number), StayKey),
        )
        for row, number in zip(rows, numbers, strict=True)
    ]


def _rooms_left(
    erased: Iterable[ErasedStay], occupied: Iterable[_Occupied], replaced: Replaced
) -> Mapping[str, list[str]]:
    """The rooms whose guests have left since, by hotel: by their keys, or by what is replaced."""
    rooms: dict[str, dict[str, None]] = defaultdict(dict)
    for stay in erased:
        if stay.room_number is not None and stay.is_in_house:
            rooms[stay.hotel][stay.room_number] = None
    for one in occupied:
        if one.reference is not None and (one.hotel, one.reference) in replaced.completed:
            rooms[one.hotel][one.number] = None
    return {hotel: list(numbers) for hotel, numbers in rooms.items()}


def _has_its_pin(one: _Occupied, replaced: Replaced) -> bool:
    """Whether nobody has given the room another PIN since."""
    return replaced.pins.get((one.hotel, one.number), one.pin) == one.pin


def _close_sessions(connection: Connection, rooms: Iterable[_Occupied]) -> None:
    """Let no token of a guest who may have left open a room."""
    ids = [one.room_id for one in rooms]
    connection.execute(delete(guest_chat_session).where(one_of(guest_chat_session.c.room_id, ids)))


def _keep_own_keys(connection: Connection, rooms: Iterable[_Occupied]) -> None:
    """Give rooms with guests back the keys that they lost with their PINs."""
    held = [
        {"of_room": one.room_id, "of_key": one.own_key} for one in rooms if one.own_key is not None
    ]
    if held:
        connection.execute(
            update(room)
            .where(room.c.id == bindparam("of_room"))
            .values(key_number=bindparam("of_key")),
            held,
        )


def _is_name(stay: ErasedStay) -> bool:
    return stay.reference is not None


def _make_safe(
    work: UnitOfWork, leaving: list[str], new_pins: list[str]
) -> tuple[list[str], dict[str, str]]:
    """What a restore does to one hotel; gives the rooms that it checked out, and the new PINs."""
    act = Act(SYSTEM, Via.COMMAND_LINE)
    receipt = check_out(work, act, leaving)
    vacant = [one.number for one in work.rooms.all(inactive=True) if not one.is_occupied]
    work.rooms.renew_pins([*vacant, *new_pins])
    pins = {number: work.rooms.pin(number) for number in new_pins}
    return [one.room_number for one in receipt.rooms], pins
