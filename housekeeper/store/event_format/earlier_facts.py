"""What an event keeps of its room as it was before: the facts that changed, in few bytes.

Each fact is a byte that names it (`codes.FACT_NUMBERS`; 0 and its name for one without), with
`_NOTHING` added where it was None, and its value by its type: how far it lay before the event's
own moment, day or count, as a number of variable length; a word or its code behind its length.
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
from housekeeper.store.event_format.codes import FACT_NUMBERS, code_of, word_of

_DERIVED = ("room_status", "is_bookable")
_NUMBER = "room_number"
_NOTHING = 0x80
_MICROSECOND = timedelta(microseconds=1)
_NAMES = {number: name for name, number in FACT_NUMBERS.items()}


class _ToldBytes:
    """Bytes, read from the front."""

    def __init__(self, told: bytes) -> None:
        self._told = told
        self._place = 0

    @property
    def is_at_end(self) -> bool:
        """Whether all is read."""
        return self._place == len(self._told)

    def byte(self) -> int:
        """The next byte."""
        self._place += 1
        return self._told[self._place - 1]

    def count(self) -> int:
        """A number of variable length, seven bits a byte, the lowest first."""
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7

    def distance(self) -> int:
        """The same with a sign, which is its lowest bit."""
        found = self.count()
        return -(found >> 1) - 1 if found & 1 else found >> 1

    def text(self) -> str:
        """A text behind its length."""
        length = self.count()
        self._place += length
        return self._told[self._place - length : self._place].decode("utf-8", "surrogatepass")


def _count(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def _distance(number: int) -> bytes:
    return _count(number << 1 if number >= 0 else (-number << 1) - 1)


def _text(text: str) -> bytes:
    told = text.encode("utf-8", "surrogatepass")
    return _count(len(told)) + told


_Write = Callable[[Any, Any, datetime], bytes]
_Read = Callable[[_ToldBytes, Any, datetime], Any]
"""Of a fact, beside what it is after the event, and the event's moment."""


def _ways_of(name: str, kind: type) -> tuple[_Write, _Read]:
    """How a fact of this type is written and read."""
    if kind is datetime:
        return (
            lambda fact, _, at: _distance((at - fact) // _MICROSECOND),
            lambda told, _, at: at - timedelta(microseconds=told.distance()),
        )
    if kind is date:
        return (
            lambda fact, _, at: _distance(at.toordinal() - fact.toordinal()),
            lambda told, _, at: date.fromordinal(at.toordinal() - told.distance()),
        )
    if kind is time:
        return lambda fact, *_: _text(fact.isoformat()), lambda told, *_: time.fromisoformat(
            told.text()
        )
    if kind is bool:
        return lambda fact, *_: _count(fact), lambda told, *_: bool(told.count())
    if kind is int:
        return (
            lambda fact, after, _: _distance(after - fact),
            lambda told, after, _: after - told.distance(),
        )
    if issubclass(kind, StrEnum):
        return (
            lambda fact, *_: _text(code_of(name, fact)),
            lambda told, *_: kind(word_of(name, told.text())),
        )
    return lambda fact, *_: _text(fact), lambda told, *_: told.text()


def _ways() -> dict[str, tuple[_Write, _Read]]:
    hints = get_type_hints(Room)
    return {
        field.name: _ways_of(
            field.name, next((part for part in get_args(hints[field.name])), hints[field.name])
        )
        for field in fields(Room)
    }


_WAYS = _ways()


def before_bytes(before: Room, after: Room, at: datetime) -> bytes | None:
    """What is kept of a room that was `before` and is `after`; None where nothing changed."""
    changed = {
        name: earlier
        for name in _WAYS
        if (earlier := getattr(before, name)) != getattr(after, name)
    }
    return _written(changed, {}, after, at)


def public_before_bytes(told: Mapping[str, Json], after: Room, at: datetime) -> bytes | None:
    """The same of what an event tells of its room before, by public names (`snapshot`)."""
    earlier = decode({**encode(after), **told})
    names = {"number" if key == _NUMBER else key for key in told if key not in _DERIVED}
    changed = {name: getattr(earlier, name) for name in _WAYS if name in names}
    derived = {key: told[key] for key in _DERIVED if key in told}
    again = _public(changed, after)
    is_same = derived == {key: again[key] for key in _DERIVED if key in again}
    other = {} if is_same else {key: told.get(key) for key in _DERIVED}
    return _written(changed, other, after, at)


def _written(
    changed: Mapping[str, Any], derived: Mapping[str, Json], after: Room, at: datetime
) -> bytes | None:
    made = bytearray()
    for name, fact in changed.items():
        made += _name(name, is_nothing=fact is None)
        if fact is not None:
            made += _WAYS[name][0](fact, getattr(after, name), at)
    for name, told in derived.items():
        made += _name(name, is_nothing=False) + _text(json.dumps(told))
    return bytes(made) or None


def _name(name: str, is_nothing: bool) -> bytes:
    number = FACT_NUMBERS.get(name, 0)
    byte = bytes([number + _NOTHING if is_nothing else number])
    return byte if number else byte + _text(name)


def read_before(told: bytes | None, after: Room, at: datetime) -> dict[str, Json]:
    """The changed facts as they were, by their public names; the inverse of `before_bytes`."""
    if told is None:
        return {}
    reader = _ToldBytes(told)
    changed: dict[str, Any] = {}
    derived: dict[str, Json] = {}
    while not reader.is_at_end:
        byte = reader.byte()
        number = byte & ~_NOTHING
        name = _NAMES[number] if number else reader.text()
        if name in _DERIVED:
            derived[name] = json.loads(reader.text())
        elif byte & _NOTHING:
            changed[name] = None
        else:
            changed[name] = _WAYS[name][1](reader, getattr(after, name), at)
    public = _public(changed, after)
    if derived:
        public = {key: fact for key, fact in public.items() if key not in _DERIVED}
        public |= {key: fact for key, fact in derived.items() if fact is not None}
    return public


def _public(changed: Mapping[str, Any], after: Room) -> dict[str, Json]:
    """These facts as they were and what is derived of them, where it differed."""
    earlier = changed_room(after, **changed)
    told = changed_from(earlier, after)
    keys = {_NUMBER if name == "number" else name for name in changed}
    if not keys <= told.keys():
        # What was blanked before and after alike is told still.
        keys |= told.keys()
        told = {key: fact for key, fact in encode(earlier).items() if key in keys}
    return told
