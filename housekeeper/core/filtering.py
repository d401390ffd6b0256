"""The board's filter: a line of words, all of which a room must meet."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from housekeeper.core.flags import flags_of
from housekeeper.core.room import Room

Matcher = Callable[[str], bool]

_WILD_NUMBER = re.compile(r"[0-9][0-9x]*x[0-9x]*")
_FLOOR = re.compile(r"(?<![^ ])(?:floor[ :]+(-?[0-9]+)|f(-?[0-9]+))(?![^ ])")


def haystack(room: Room, today: date, staff_names: Mapping[str, str]) -> str:
    """All that the filter looks at in a room: number first, then words, each after a space."""
    people = [staff_names.get(code, code) for code in (room.attendant, room.cleaned_by) if code]
    priority = room.maintenance_priority.value if room.maintenance_priority else ""
    parts = (
        room.number,
        f"type={room.room_type}=",
        f"floor={room.floor}=",
        room.room_type,
        room.section,
        room.status.label,
        priority,
        *flags_of(room, today),
        *people,
        room.housekeeping_notes,
        room.maintenance_notes,
        room.out_of_order_reason,
        room.fail_reason,
    )
    return " " + " ".join(" ".join(parts).split()).casefold()


def _matcher_of(word: str, room_types: Collection[str]) -> Matcher:
    if word in room_types:
        return lambda hay: f" type={word}=" in hay
    if word.isdecimal():
        return lambda hay: hay.startswith(f" {word}")
    if _WILD_NUMBER.fullmatch(word):
        wild = re.compile(f" {word.replace('x', '[0-9]')} ")
        return lambda hay: wild.match(hay) is not None
    return lambda hay: f" {word}" in hay


def _floor_matcher(floor: int) -> Matcher:
    return lambda hay: f" floor={floor}=" in hay


def parse_filter(text: str, room_types: Collection[str]) -> Matcher | None:
    """A test for haystacks out of a filter line, or None for an empty line.

    Digits are the beginning of a room number, `4xx` any number of that shape, `floor 3` a
    floor, the name of a room type that type alone; any other word is the beginning of a word
    of the section, status, flags, attendant or notes.
    """
    line = " ".join(text.casefold().split())
    floors = [first or second for first, second in _FLOOR.findall(line)]
    words = _FLOOR.sub(" ", line).split()
    types = {room_type.casefold() for room_type in room_types}
    matchers = [_matcher_of(word, types) for word in words]
    matchers += [_floor_matcher(int(floor)) for floor in floors]
    if not matchers:
        return None
    return lambda hay: all(matches(hay) for matches in matchers)
