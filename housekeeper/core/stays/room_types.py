"""The types of a hotel's rooms: which there are, who wants them, and giving one another name."""

from collections import Counter
from dataclasses import dataclass

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.entered_text import is_blank, one_spaced, plain, quoted
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import KnownNames
from housekeeper.core.rooms.room import changed_room
from housekeeper.core.rooms.write_change import draft
from housekeeper.core.unit_of_work import UnitOfWork

TYPE_LIMIT = 32
"""Characters of a room type."""


@dataclass(frozen=True, slots=True)
class RoomType:
    """A type, how many rooms it has, and how many bookings of today or later want it."""

    code: str
    rooms: int
    bookings: int


@dataclass(frozen=True, slots=True)
class TypeRenamed:
    """A type that has another name, the rooms that are of it, and how many bookings moved to it.

    The bookings are those of today or later.
    """

    old: str
    new: str
    rooms: tuple[str, ...]
    bookings: int


def room_types(work: UnitOfWork) -> list[RoomType]:
    """Every type of the hotel by name, those without rooms too."""
    rooms = Counter(room.room_type for room in work.rooms.all(inactive=True))
    wanted = work.bookings.wanted_types()
    return [
        RoomType(code, rooms[code], wanted.get(code, 0)) for code in sorted(work.inventory.types())
    ]


def _new_name(work: UnitOfWork, old: str, new: str) -> str:
    """The name as it is to be: that of another type which is the same, or as it is given."""
    name = one_spaced(new.strip())
    if is_blank(name) or len(name) > TYPE_LIMIT or plain(name) != name:
        raise InvalidInput(
            f"{quoted(new)} is no room type: use up to {TYPE_LIMIT} visible characters."
        )
    return KnownNames(work.inventory.types() - {old}).find(name) or name


def rename_type(work: UnitOfWork, act: Act, old: str, new: str) -> TypeRenamed:
    """Give a type another name: its rooms, bookings, rules and checklist go with it.

    The new name may be that of a type that is there, where the old one has no rooms left: then
    what wanted the old wants that. What both have, a rule of one night or a checklist, stays as
    the other type has it. Raises `NotAllowed`, `UnknownName`, `InvalidInput` or `NotPossible`.
    """
    rights.require(act.staff, Verb.RENAME)
    earlier = work.events.of_act(act.id)
    if earlier:
        name = earlier[0].room.room_type
        return TypeRenamed(
            str(earlier[0].before["room_type"]),
            name,
            tuple(event.room_number for event in earlier),
            work.bookings.wanted_types().get(name, 0),
        )
    code = work.inventory.require_type(old)
    name = _new_name(work, code, new)
    if name == code:
        raise NotPossible(f"The type {code} has this name already.")
    rooms = work.rooms.all(inactive=True)
    numbers = [room.number for room in rooms if room.room_type == code]
    others = [room.number for room in rooms if room.room_type == name]
    if numbers and others:
        raise NotPossible(
            f"Both {code} and {name} have rooms: import the rooms of {code} as {name} first, "
            "then rename it."
        )
    of_old = work.rooms.find(numbers) if numbers else []
    bookings = work.bookings.wanted_types().get(code, 0)
    work.inventory.rename_type(code, name)
    kind = EventKind.TYPE_RENAMED
    work.events.append(
        [
            draft(work, act, Verb.RENAME, kind, room, changed_room(room, room_type=name), "")
            for room in of_old
        ]
    )
    work.tell_boards()
    return TypeRenamed(code, name, (*numbers, *others), bookings)
