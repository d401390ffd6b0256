"""What an event keeps of its room as it was before: the facts that changed, in short.

JSON with the codes of the facts' names. A moment is told as the microseconds by which it was
before the event's own, a day by its number in the calendar, a word of a closed set by its code.
What is derived of the facts (`room_status`, `is_bookable`) is derived again, and told only
where an older program derived it otherwise.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from housekeeper.core.rooms.room import Room, changed_room
from housekeeper.core.rooms.snapshot import Json, changed_from, decode, encode
from housekeeper.store.event_format.codes import code_of, word_of

_DERIVED = ("room_status", "is_bookable")
_NUMBER = "room_number"
_MICROSECOND = timedelta(microseconds=1)
# Made once: json.dumps makes another for each text that has separators of its own.
_encode_text = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _kinds() -> dict[str, type]:
    hints = get_type_hints(Room)
    return {
        field.name: next((part for part in get_args(hints[field.name])), hints[field.name])
        for field in fields(Room)
    }


_KINDS = _kinds()
_Way = Callable[[Any, datetime], Any]


def _ways_of(name: str, kind: type) -> tuple[_Way, _Way] | None:
    """How a fact is written and read, both beside the event's moment; None for as it is."""
    if kind is datetime:
        return (
            lambda fact, at: (at - fact) // _MICROSECOND,
            lambda told, at: at - timedelta(microseconds=told),
        )
    if kind is date:
        return lambda fact, _: fact.toordinal(), lambda told, _: date.fromordinal(told)
    if kind is time:
        return lambda fact, _: fact.isoformat(), lambda told, _: time.fromisoformat(told)
    if kind is bool:
        return lambda fact, _: int(fact), lambda told, _: bool(told)
    if issubclass(kind, StrEnum):
        return lambda fact, _: code_of(name, fact), lambda told, _: kind(word_of(name, told))
    return None


_WAYS = {name: ways for name, kind in _KINDS.items() if (ways := _ways_of(name, kind)) is not None}


def before_text(before: Room, after: Room, at: datetime) -> str | None:
    """What is kept of a room that was `before` and is `after`; None where nothing changed."""
    changed = {
        name: earlier
        for name in _KINDS
        if (earlier := getattr(before, name)) != getattr(after, name)
    }
    return _text(changed, {}, at)


def public_before_text(told: Mapping[str, Json], after: Room, at: datetime) -> str | None:
    """The same of what an event tells of its room before, by public names (`snapshot`)."""
    earlier = decode({**encode(after), **told})
    names = {"number" if key == _NUMBER else key for key in told if key not in _DERIVED}
    changed = {name: getattr(earlier, name) for name in _KINDS if name in names}
    derived = {key: told[key] for key in _DERIVED if key in told}
    again = _told(changed, after)
    is_same = derived == {key: again[key] for key in _DERIVED if key in again}
    return _text(changed, {} if is_same else {key: told.get(key) for key in _DERIVED}, at)


def _text(changed: Mapping[str, Any], derived: Mapping[str, Json], at: datetime) -> str | None:
    if not changed and not derived:
        return None
    written: dict[str, Any] = {}
    for name, fact in changed.items():
        ways = _WAYS.get(name)
        is_plain = fact is None or ways is None
        written[code_of("fact", name)] = fact if is_plain else ways[0](fact, at)  # type: ignore[index]
    return _encode_text({**written, **derived})


def read_before(text: str | None, after: Room, at: datetime) -> dict[str, Json]:
    """The changed facts as they were, by their public names; the inverse of `before_text`."""
    if text is None:
        return {}
    changed: dict[str, Any] = {}
    derived: dict[str, Json] = {}
    for code, fact in json.loads(text).items():
        name = word_of("fact", code)
        if name in _DERIVED:
            derived[name] = fact
            continue
        ways = _WAYS.get(name)
        changed[name] = fact if fact is None or ways is None else ways[1](fact, at)
    told = _told(changed, after)
    if derived:
        told = {key: fact for key, fact in told.items() if key not in _DERIVED}
        told |= {key: fact for key, fact in derived.items() if fact is not None}
    return told


def _told(changed: Mapping[str, Any], after: Room) -> dict[str, Json]:
    """These facts as they were and what is derived of them, where it differed."""
    earlier = changed_room(after, **changed)
    told = changed_from(earlier, after)
    keys = {_NUMBER if name == "number" else name for name in changed}
    if not keys <= told.keys():
        # What was blanked before and after alike is told still.
        keys |= told.keys()
        told = {key: fact for key, fact in encode(earlier).items() if key in keys}
    return told
