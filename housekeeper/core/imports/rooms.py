"""What a file of rooms does to a hotel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from housekeeper.core.imports.whole_file import Imported, refuse, repeated
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One line of a rooms file."""

    line: int
    number: str
    room_type: str
    floor: int
    section: str


def import_rooms(work: UnitOfWork, rows: Sequence[RoomRow]) -> Imported:
    """Add new rooms (AVAILABLE, with a PIN each) and update type, floor and section of others.

    Rooms that the file does not name stay as they are. Raises `FileRefused`.
    """
    refuse(repeated(((row.line, row.number) for row in rows), "number"))
    known = {room.number: room for room in work.rooms.all(inactive=True)}
    new, changed, unchanged = [], [], 0
    for row in rows:
        room = known.get(row.number)
        if room is None:
            new.append(
                Room(
                    number=row.number,
                    room_type=row.room_type,
                    floor=row.floor,
                    section=row.section,
                    turn_status=TurnStatus.AVAILABLE,
                    status_since=work.now,
                )
            )
            continue
        after = replace(room, room_type=row.room_type, floor=row.floor, section=row.section)
        if after == room:
            unchanged += 1
        else:
            changed.append((room, after))
    work.inventory.ensure_types({row.room_type for row in rows})
    work.rooms.add(sorted(new, key=lambda room: natural_key(room.number)))
    work.rooms.save(changed)
    if new or changed:
        work.raise_generation()
    return Imported(len(new), len(changed), unchanged)
