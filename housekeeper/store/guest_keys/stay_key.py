"""What the store asks of the place where the keys of stays are kept, and the one in memory.

Each stay has a key of its own, under which its guest's words are sealed. A key is made before
the first word under it is committed, and overwritten once the guest has left. Its number is
never given to another.
"""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from housekeeper.core.fast_values import maker_of

SECRET_BYTES = 32
KEY_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class StayKey:
    """The key of one stay. Its id is random too: a number alone may mean two keys in two files."""

    number: int
    key_id: bytes
    secret: bytes = field(repr=False)


make_key = maker_of(StayKey)
"""Makes a key of its fields in order, for imports of many thousand stays."""


class NoKey(Enum):
    """Why there is no key for a number."""

    ERASED = "erased"
    """It was overwritten: the guest has left."""
    MISSING = "missing"
    """There is no key file, or it ends before this number."""
    ABANDONED = "abandoned"
    """It was given up with `keys new`."""
    DAMAGED = "damaged"
    """What lies in its place is no key."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """How the keys stand. `trouble` is a sentence where they cannot be used as they are."""

    place: str
    live: int
    erased: int
    damaged: int
    trouble: str | None


class StayKeys(Protocol):
    """The place of the keys of one database. Its methods block; none is called from the loop."""

    def read(self, numbers: Collection[int]) -> dict[int, StayKey | NoKey]:
        """The key of each of these numbers, or why there is none."""
        ...

    def create(self, database_id: str, known: int, count: int) -> list[StayKey]:
        """Make so many keys that are safely kept when this returns.

        `known` is how many numbers the database has given out; the caller holds its write
        lock. Raises `KeysMissing` where the keys of that database are not at hand.
        """
        ...

    def destroy(self, numbers: Collection[int]) -> None:
        """Overwrite these keys, safely so when this returns; one that is gone stays gone.

        Raises `KeysMissing` where the place cannot be written to.
        """
        ...

    def live(self) -> set[int]:
        """The numbers of all keys that are not erased."""
        ...

    def leftover(self, known: int) -> set[int]:
        """Keys that a program which was cut off made for nothing.

        `known` as for `create`. None where the database is older than its keys (an old copy was
        put back): they may be the keys of another copy of it.
        """
        ...

    def note_committed(self, known: int) -> None:
        """Note how many numbers a database has given out, once that is committed."""
        ...

    def begin_anew(self, database_id: str, known: int) -> None:
        """Give up all keys up to this number, and begin an empty place after it."""
        ...

    def take_over(self, database_id: str, first: int, known: int, keys: Iterable[StayKey]) -> None:
        """Begin with the keys of another database, safely kept when this returns.

        Numbers before `first` were abandoned; what has no key up to `known` is erased. Raises
        `KeysMissing` where the keys of a database of another id lie there.
        """
        ...

    def facts(self, database_id: str, known: int) -> KeyFacts:
        """How the keys stand to a database of this id that has given out so many numbers."""
        ...

    def close(self) -> None:
        """Let go of what was opened to reach the keys; a later call opens it again."""
        ...


def new_keys(numbers: range) -> list[StayKey]:
    """Fresh keys with these numbers."""
    each = KEY_ID_BYTES + SECRET_BYTES
    drawn = os.urandom(each * len(numbers))
    return [
        make_key(number, drawn[at : at + KEY_ID_BYTES], drawn[at + KEY_ID_BYTES : at + each])
        for number, at in zip(numbers, range(0, len(drawn), each), strict=True)
    ]


class MemoryKeys(StayKeys):
    """The keys of a database that lives in memory, where they live too."""

    def __init__(self) -> None:
        self._keys: dict[int, StayKey | NoKey] = {}

    def read(self, numbers: Collection[int]) -> dict[int, StayKey | NoKey]:
        return {number: self._keys.get(number, NoKey.MISSING) for number in numbers}

    def create(self, database_id: str, known: int, count: int) -> list[StayKey]:
        del database_id
        first = max(known, len(self._keys)) + 1
        made = new_keys(range(first, first + count))
        self._keys.update((key.number, key) for key in made)
        return made

    def destroy(self, numbers: Collection[int]) -> None:
        self._keys.update((number, NoKey.ERASED) for number in numbers if number in self._keys)

    def live(self) -> set[int]:
        return {number for number, key in self._keys.items() if isinstance(key, StayKey)}

    def leftover(self, known: int) -> set[int]:
        return {number for number in self.live() if number > known}

    def note_committed(self, known: int) -> None:
        """Nothing: there is no other copy of a database in memory."""

    def begin_anew(self, database_id: str, known: int) -> None:
        del database_id
        self._keys = dict.fromkeys(range(1, known + 1), NoKey.ABANDONED)

    def take_over(self, database_id: str, first: int, known: int, keys: Iterable[StayKey]) -> None:
        self.begin_anew(database_id, first - 1)
        self._keys.update(dict.fromkeys(range(first, known + 1), NoKey.ERASED))
        self._keys.update((key.number, key) for key in keys)

    def facts(self, database_id: str, known: int) -> KeyFacts:
        del database_id, known
        live = len(self.live())
        return KeyFacts("in memory", live, len(self._keys) - live, 0, None)

    def close(self) -> None:
        """Nothing is open."""
