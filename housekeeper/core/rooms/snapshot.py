"""The public snapshot of a room: what events, files and other programs see of it.

Plain JSON values: ISO 8601 texts for dates and times (times in UTC), status values as
everywhere. Nothing of a guest and no PIN is in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from typing import Any, Union, get_args, get_type_hints

from housekeeper.core.room_notes import blanked
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]  # noqa: UP007


NOTE_FACTS = ("housekeeping_notes", "maintenance_notes", "out_of_order_reason", "fail_reason")
"""The facts that are the staff's own words, by their public names."""

WAITING_FACTS = (
    "messages_waiting",
    "messages_waiting_since",
    "orders_open",
    "orders_open_since",
)
"""The facts that tell whether a guest waits, by their public names: counts and times alone."""


def blank_note(name: str, fact: Json, words: str, instead: str) -> Json:
    """A public fact with `instead` for the staff's own words, where it carries exactly these.

    Of a room's notes that is a line of them; the others stay.
    """
    if name not in NOTE_FACTS or not isinstance(fact, str) or not words:
        return fact
    if name == "housekeeping_notes":
        return blanked(fact, words, instead)
    return instead if fact == words else fact


@lru_cache(maxsize=4096)
def utc_text(at: datetime) -> str:
    """An aware datetime as ISO 8601 in UTC, to the microsecond, always of one length."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _names() -> list[str]:
    """What a snapshot tells of a room, in its order: every fact, and what is derived of them."""
    names = [field.name for field in fields(Room) if field.name != "version"]
    names.insert(names.index("turn_status"), "status")
    names.insert(names.index("is_occupied") + 1, "is_bookable")
    return [*names, "version"]


_PUBLIC_NAMES = {"number": "room_number", "status": "room_status"}
"""What is called otherwise in public than in a room."""

_WAYS: dict[type, tuple[Callable[[Any], Json], Callable[[Any], Any]]] = {
    datetime: (utc_text, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    TurnStatus: (str, TurnStatus),
    RoomStatus: (str, RoomStatus),
    MaintenancePriority: (str, MaintenancePriority),
}
"""How a fact of a type that JSON does not have is written, and how it is read."""


def _ways_of(names: Sequence[str]) -> list[tuple[int, Callable[[Any], Any], Callable[[Any], Any]]]:
    """The places of the facts that are not written as they are, with both ways."""
    types = get_type_hints(Room) | {"status": RoomStatus, "is_bookable": bool}
    known = [
        next((kind for kind in (types[name], *get_args(types[name])) if kind in _WAYS), None)
        for name in names
    ]
    return [(place, *_WAYS[kind]) for place, kind in enumerate(known) if kind is not None]


def _keys_of(names: Sequence[str]) -> list[str]:
    return [_PUBLIC_NAMES.get(name, name) for name in names]


_NAMES = _names()
_KEYS = tuple(_keys_of(_NAMES))
_facts_of = attrgetter(*_NAMES)
_WRITTEN = tuple((_KEYS[place], write) for place, write, _ in _ways_of(_NAMES))

_FIELDS = [field.name for field in fields(Room)]
_values_of = itemgetter(*_keys_of(_FIELDS))
_READ = tuple((place, read) for place, _, read in _ways_of(_FIELDS))


def encode(room: Room) -> dict[str, Json]:
    """The room as plain JSON values, `room_status` (derived) among them."""
    return _written(dict(zip(_KEYS, _facts_of(room), strict=True)))


def _written(facts: dict[str, Any]) -> dict[str, Json]:
    for key, write in _WRITTEN:
        fact = facts.get(key)
        if fact is not None:
            facts[key] = write(fact)
    return facts


def decode(value: Mapping[str, Json]) -> Room:
    """The room that `encode` wrote. The values are this program's own, so none is checked.

    A fact that rooms did not have yet when it was written has its default.
    """
    try:
        facts = list(_values_of(value))
    except KeyError:
        facts = list(_values_of({**_defaults(), **value}))
    for place, read in _READ:
        if facts[place] is not None:
            facts[place] = read(facts[place])
    return Room(*facts)


@cache
def _defaults() -> Mapping[str, Json]:
    """What every room was before it had a fact at all."""
    facts = [field.default for field in fields(Room)]
    for place, write, _ in _ways_of(_FIELDS):
        if facts[place] not in {None, MISSING}:
            facts[place] = write(facts[place])
    named = zip(_keys_of(_FIELDS), facts, strict=True)
    return {name: fact for name, fact in named if fact is not MISSING}


def changed_from(before: Room, after: Room) -> dict[str, Json]:
    """The public facts in which two states of a room differ, with their earlier values."""
    facts = zip(_KEYS, _facts_of(before), _facts_of(after), strict=True)
    return _written({key: earlier for key, earlier, later in facts if earlier != later})
