"""Rooms named by a pattern of their numbers, for a hotel that has no file of them."""

import re
from collections.abc import Sequence

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.entered_text import quoted
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.imports.import_file import import_file
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.whole_file import Imported
from housekeeper.core.rights import require
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import KnownNames, check_room_number, folded, narrowed
from housekeeper.core.unit_of_work import UnitOfWork

MOST_ROOMS = 2_000
"""So many rooms can be added by one pattern; a slip of a digit should not make a million."""

_HOW = "write numbers and ranges, such as 101-120, 201-220"
_BETWEEN = re.compile(r"\s*(?:[-\u2013\u2014]|\.{2,}|\u2026|(?<=\s)to(?=\s))\s*", re.IGNORECASE)
"""What stands between the first and the last number of a range."""
_BEGUN = re.compile(r"(?:-|\u2013|\u2014|\.+|\u2026|\st|\sto)\s*\Z", re.IGNORECASE)
_LAST_DIGITS = re.compile(r"(.*?)([0-9]{1,9})")
_FLOOR_AND_ROOM = re.compile(r"[^0-9]*([0-9]{1,3})[0-9]{2}")
_ROWS_BEGIN_AT = 1
"""Rows of a pattern are counted as the lines of a file are."""


def read_pattern(text: str) -> list[str]:
    """The room numbers that a pattern names, in its order: `101-120, 201-220, P1-P4, 007-012`.

    A range counts the digits at the end of its numbers up; what stands before them is the same
    in both, and zeros before stay; `101 to 120` and `101..120` are ranges too. Raises
    `InvalidInput` with what would have been right.
    """
    spaced = _BETWEEN.sub("-", narrowed(text).strip())
    items = [item for item in re.split(r"[\s,;]+", spaced) if item]
    if not items:
        raise InvalidInput(f"Which rooms? {_HOW.capitalize()}.")
    numbers: list[str] = []
    for item in items:
        numbers += _range(item) if "-" in item else [check_room_number(item)]
        _require_few(len(numbers))
    known: set[str] = set()
    for number in numbers:
        if folded(number) in known:
            raise InvalidInput(f"Room {number} stands twice; name each room once.")
        known.add(folded(number))
    return numbers


def is_begun(text: str) -> bool:
    """Whether a pattern stops in a range whose last number is still to come, as `101-` does.

    So does one whose last number has fewer digits than its first yet: `101-1`.
    """
    if not text.strip() or _BEGUN.search(text):
        return True
    last = re.split(r"[\s,;]+", _BETWEEN.sub("-", narrowed(text).strip()))[-1]
    first, dash, end = last.partition("-")
    return bool(dash) and "-" not in end and len(end) < len(first)


def _range(item: str) -> list[str]:
    ends = item.split("-")
    found = [_LAST_DIGITS.fullmatch(end) for end in ends]
    if len(ends) != 2 or found[0] is None or found[1] is None:
        raise InvalidInput(f"{quoted(item)} is no range of rooms; {_HOW}.")
    (before, low), (before_last, high) = found[0].groups(), found[1].groups()
    if not before_last and before:
        before_last = before
    if before_last.casefold() != before.casefold():
        raise InvalidInput(
            f"{quoted(item)} is no range; write {before}{low}-{before}{high}, perhaps."
        )
    if int(high) < int(low):
        longer = low[: len(low) - len(high)] + high
        first, last = (low, longer) if int(longer) > int(low) else (high, low)
        raise InvalidInput(
            f"The range {item[:40]} runs backwards; write {before}{first}-{before}{last}."
        )
    _require_few(int(high) - int(low) + 1)
    width = len(low) if low.startswith("0") else 0
    return [
        check_room_number(f"{before}{number:0{width}d}")
        for number in range(int(low), int(high) + 1)
    ]


def _require_few(count: int) -> None:
    if count > MOST_ROOMS:
        raise InvalidInput(f"That is more than {MOST_ROOMS:,} rooms at once; name fewer.")


def floor_of(number: str) -> int | None:
    """The floor that a number tells, as 412 tells the fourth; None where it tells none."""
    found = _FLOOR_AND_ROOM.fullmatch(number)
    return None if found is None else int(found[1])


def numbered_rooms(pattern: str, room_type: str, floor: int | None = None) -> list[RoomRow]:
    """A row for each room of a pattern; without `floor` each is where its number tells.

    Raises `InvalidInput`.
    """
    rows = []
    for line, number in enumerate(read_pattern(pattern), _ROWS_BEGIN_AT):
        place = floor_of(number) if floor is None else floor
        if place is None:
            raise InvalidInput(f"{number} does not tell its floor; give the floor of these rooms.")
        rows.append(RoomRow(line, number, room_type, place, ""))
    return rows


def add_rooms(work: UnitOfWork, act: Act, pattern: str, rows: Sequence[RoomRow]) -> Imported:
    """Add the rooms of a pattern, all or none; a retry of the act adds nothing more.

    The history tells them as an import of the pattern. Raises `NotAllowed`, `NotPossible` where
    one of them is here already, `FileRefused`.
    """
    require(act.staff, Verb.IMPORT)
    if work.hotel_events.of_act(act.id) is None:
        here = KnownNames(room.number for room in work.rooms.all(inactive=True))
        known = [row.number for row in rows if here.alike(row.number)]
        if known:
            more = f" and {len(known) - 1:,} more of them are" if len(known) > 1 else " is"
            raise NotPossible(f"Room {known[0]}{more} here already; leave out what is here.")
    return import_file(
        work,
        act,
        EventKind.ROOMS_IMPORTED,
        pattern,
        lambda work, act: import_rooms(work, rows, act),
    )
