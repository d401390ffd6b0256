"""What an inspector looks at in a room, item by item: a list for each room type that has one."""

from collections.abc import Sequence
from dataclasses import dataclass

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.imports.whole_file import Fault, FileRefused
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import KnownNames
from housekeeper.core.unit_of_work import UnitOfWork

POSITIONS = (1, 99)
ITEM_LIMIT = 100
"""Characters of an item: it is read on one line."""


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One line of a checklist file."""

    line: int
    room_type: str
    position: int
    item: str


Checklists = dict[str, tuple[str, ...]]
"""The items in their order, by room type; a type without a list is not in it."""


def checklists_of(work: UnitOfWork) -> Checklists:
    """The hotel's checklists."""
    return {
        room_type: tuple(items[position] for position in sorted(items))
        for room_type, items in work.lists.checklists().items()
    }


def import_checklists(work: UnitOfWork, act: Act, rows: Sequence[ChecklistRow]) -> Checklists:
    """Let a file be all the hotel's checklists, and give them.

    A file without rows takes them all away. Raises `NotAllowed` or `FileRefused`; then the
    lists are as they were.
    """
    rights.require(act.staff, Verb.CHECKLIST)
    if work.hotel_events.of_act(act.id) is not None:
        return checklists_of(work)
    types = KnownNames(work.inventory.types())
    faults: list[Fault] = []
    lines: dict[tuple[str, int], int] = {}
    found: dict[str, dict[int, str]] = {}
    for row in rows:
        room_type = types.find(row.room_type)
        if room_type is None:
            known = ", ".join(sorted(work.inventory.types())) or "none yet: import the rooms first"
            problem = f"{row.room_type!r} is no type here ({known})"
            faults.append(Fault(row.line, "room_type", problem))
            continue
        place = (room_type, row.position)
        if place in lines:
            problem = f"{row.position} of {room_type} stands in line {lines[place]} already"
            faults.append(Fault(row.line, "position", problem))
        lines.setdefault(place, row.line)
        found.setdefault(room_type, {})[row.position] = row.item
    if faults:
        raise FileRefused(faults)
    work.lists.set_checklists(found)
    count = f"{len(rows):,} item" + ("" if len(rows) == 1 else "s")
    work.hotel_events.add(act, EventKind.CHECKLISTS_IMPORTED, count, {"items": len(rows)})
    return checklists_of(work)
