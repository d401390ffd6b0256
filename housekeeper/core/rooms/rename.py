"""A room gets another number, and keeps its history, its bookings and its guest."""

from dataclasses import replace

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import NotPossible
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.numbers import KnownNames, check_room_number
from housekeeper.core.rooms.write_change import draft
from housekeeper.core.unit_of_work import UnitOfWork


def rename_room(work: UnitOfWork, act: Act, number: str, new_number: str) -> RoomEvent:
    """Give a room another number, or write it otherwise, and give the event of it.

    Everything of the room goes by the new number, its history too; the event says which one it
    had. Raises `NotAllowed`, `UnknownName`, `InvalidInput`, or `NotPossible` where another room
    has that number, written so or otherwise.
    """
    rights.require(act.staff, Verb.RENAME)
    earlier = work.events.of_act_in_room(act.id, number)
    if earlier is not None:
        return earlier
    before = work.rooms.get(number)
    after = replace(before, number=check_room_number(new_number))
    if after.number == number:
        raise NotPossible(f"Room {number} has this number already.")
    others = [room.number for room in work.rooms.all(inactive=True) if room.number != number]
    taken = KnownNames(others).alike(after.number)
    if taken:
        raise NotPossible(f"There is a room {taken[0]} already: rename that one first.")
    work.rooms.rename(number, after.number)
    work.raise_generation()
    change = draft(work, act, Verb.RENAME, EventKind.RENAMED, before, after, f"was {number}")
    return work.events.append([change])[0]
