"""What a file of rooms does to a hotel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from housekeeper.core.imports.changed_rooms import record_imported
from housekeeper.core.imports.standing import FileStanding
from housekeeper.core.imports.whole_file import (
    Columns,
    Fault,
    Imported,
    TypeWithoutRooms,
    refuse,
    require_columns,
)
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import KnownNames, folded, natural_key
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
    standing: FileStanding = FileStanding()  # noqa: RUF009 - a value that nobody can change

    def says(self, column: str) -> bool:
        """Whether the file has this column."""
        return self.columns is None or column in self.columns

    def told_of(self, room: Room) -> Room:
        """The room as this line says it is: what the file has no column for stays."""
        told = {"room_type": self.room_type, "floor": self.floor, "section": self.section}
        return changed_room(room, **{name: told[name] for name in told if self.says(name)})

    def stands_elsewhere(self, room: Room) -> bool:
        """Whether the file says of a room that is here already that it stands otherwise."""
        return self.columns is not None and self.standing.contradicts(room, self.columns)

    def new_room(self, at: datetime) -> Room:
        """The room as it begins here."""
        room = Room(
            number=self.number,
            room_type=self.room_type,
            floor=self.floor,
            section=self.section,
            turn_status=TurnStatus.AVAILABLE,
            status_since=at,
        )
        return self.standing.begun(room)


NEEDED = ("room_type", "floor")
"""What nobody can know of a new room but its file."""


def import_rooms(work: UnitOfWork, rows: Sequence[RoomRow], act: Act | None = None) -> Imported:
    """Add new rooms, with a PIN each, and update type, floor and section of others.

    New rooms begin where the file says that they stand, else AVAILABLE. Where the others stand
    is known better here.

    Rooms that the file does not name stay as they are, and so does what it has no column for;
    each that changed gets an event of the act, by default the system's. Numbers and types that
    are written otherwise than in the hotel are those of the hotel. Raises `FileRefused`.
    """
    known = {room.number: room for room in work.rooms.all(inactive=True)}
    numbers, types = KnownNames(known), KnownNames(work.inventory.types())
    faults = [*_doubled(rows, numbers), *_types_written_twice(rows, types)]
    new, changed, elsewhere, unchanged = [], [], [], 0
    for row in rows:
        if row.says("room_type") and not types.alike(row.room_type):
            types.add(row.room_type)
        faults += _ambiguous(row.line, "number", row.number, numbers)
        faults += _ambiguous(row.line, "room_type", row.room_type, types)
        row = replace(row, room_type=types.find(row.room_type) or row.room_type)
        room = known.get(numbers.find(row.number) or "")
        if room is None:
            faults += require_columns(row.line, row.columns, NEEDED, "a new room")
            if wrong := row.standing.wrong_end(work.today):
                faults.append(Fault(row.line, "out_of_order_until", wrong))
            new.append(row.new_room(work.now))
            continue
        after = row.told_of(room)
        if row.stands_elsewhere(room):
            elsewhere.append(room.number)
        if after == room:
            unchanged += 1
        else:
            changed.append((room, after))
    refuse(faults)
    rooms = [*new, *(after for _, after in changed)]
    work.inventory.ensure_types({room.room_type for room in rooms})
    work.rooms.add(sorted(new, key=lambda room: natural_key(room.number)))
    for room in new:
        if room.is_out_of_order:
            until = room.out_of_order_until
            work.inventory.begin_out_of_order(room.number, work.today, until)
    record_imported(work, act, changed)
    if new or changed:
        work.tell_boards([room.number for room in new])
    later = known | {room.number: room for room in rooms}
    lost = _types_without_rooms(work, known, later)
    return Imported(len(new), len(changed), unchanged, (), lost, tuple(elsewhere))


def _doubled(rows: Sequence[RoomRow], numbers: KnownNames) -> list[Fault]:
    """The lines of rooms that an earlier line tells of already, written so or otherwise."""
    first: dict[str, RoomRow] = {}
    faults = []
    for row in rows:
        # Two rooms of old that are written alike are still two.
        room = numbers.find(row.number) or folded(row.number)
        earlier = first.setdefault(room, row)
        if earlier is not row:
            named = "" if row.number == earlier.number else f" is {earlier.number}, which"
            problem = f"{row.number}{named} stands in line {earlier.line} already"
            faults.append(Fault(row.line, "number", problem))
    return faults


def _types_written_twice(rows: Sequence[RoomRow], types: KnownNames) -> list[Fault]:
    """The lines whose type an earlier line writes otherwise, and the hotel not at all."""
    first: dict[str, RoomRow] = {}
    faults = []
    for row in rows:
        if not row.says("room_type") or types.alike(row.room_type):
            continue
        earlier = first.setdefault(folded(row.room_type), row)
        if earlier.room_type != row.room_type:
            stands = f"{earlier.room_type}, which stands in line {earlier.line} already"
            problem = f"{row.room_type} is {stands}: write it as there"
            faults.append(Fault(row.line, "room_type", problem))
    return faults


def _ambiguous(line: int, column: str, name: str, known: KnownNames) -> list[Fault]:
    """A fault for a name that several of the hotel are, none of them written so."""
    alike = known.alike(name)
    if len(alike) < 2 or name in alike:
        return []
    return [
        Fault(line, column, f"{name} may be {' or '.join(sorted(alike))}: write it as one of them")
    ]


def _types_without_rooms(
    work: UnitOfWork, before: Mapping[str, Room], after: Mapping[str, Room]
) -> tuple[TypeWithoutRooms, ...]:
    """The types that have lost their last room between two states of the hotel's rooms."""
    left = {room.room_type for room in after.values()}
    lost = sorted({room.room_type for room in before.values()} - left)
    wanted = work.bookings.wanted_types() if lost else {}
    found = []
    for code in lost:
        became = {
            after[number].room_type for number, room in before.items() if room.room_type == code
        }
        if code in wanted:
            found.append(
                TypeWithoutRooms(code, wanted[code], became.pop() if len(became) == 1 else "")
            )
    return tuple(found)
