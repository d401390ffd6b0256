"""What a file of rooms does to a hotel."""

from collections.abc import Sequence
from dataclasses import dataclass

from housekeeper.core.imports.whole_file import (
    Columns,
    Imported,
    refuse,
    repeated,
    require_columns,
)
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room, changed_room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One line of a rooms file; `columns` are those that the file has."""

    line: int
    number: str
    room_type: str
    floor: int
    section: str
    columns: Columns = None

    def told_of(self, room: Room) -> Room:
        """The room as this line says it is: what the file has no column for stays."""
        told = {"room_type": self.room_type, "floor": self.floor, "section": self.section}
        columns = self.columns
        return changed_room(
            room,
            **{name: fact for name, fact in told.items() if columns is None or name in columns},
        )


NEEDED = ("room_type", "floor")
"""What nobody can know of a new room but its file."""


def import_rooms(work: UnitOfWork, rows: Sequence[RoomRow]) -> Imported:
    """Add new rooms (AVAILABLE, with a PIN each) and update type, floor and section of others.

    Rooms that the file does not name stay as they are, and so does what it has no column for.
    Raises `FileRefused`.
    """
    known = {room.number: room for room in work.rooms.all(inactive=True)}
    faults = repeated(((row.line, row.number) for row in rows), "number")
    new, changed, unchanged = [], [], 0
    for row in rows:
        room = known.get(row.number)
        if room is None:
            faults += require_columns(row.line, row.columns, NEEDED, "a new room")
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
        after = row.told_of(room)
        if after == room:
            unchanged += 1
        else:
            changed.append((room, after))
    refuse(faults)
    work.inventory.ensure_types(
        {room.room_type for room in (*new, *(after for _, after in changed))}
    )
    work.rooms.add(sorted(new, key=lambda room: natural_key(room.number)))
    work.rooms.save(changed)
    if new or changed:
        work.raise_generation()
    return Imported(len(new), len(changed), unchanged)
