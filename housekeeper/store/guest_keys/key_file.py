"""The keys of stays in a file of their own, beside the database or where a setting puts it.

The file is a head of two sectors and then one slot of 64 bytes for each key, in the order of
their numbers. A slot never straddles a sector, so a write of one is whole or absent. Nothing is
ever moved and no journal is kept: a key is overwritten with zeros where it lies, and flushed.

Who makes keys holds the database's write lock. The file's own lock is held for the length of a
single call only, never longer: it is no place to wait on.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import Struct

from housekeeper.core.errors import KeysMissing, StoreUnusable
from housekeeper.settings.address_text import without_password
from housekeeper.store.disk import open_own
from housekeeper.store.guest_keys.stay_key import (
    KEY_ID_BYTES,
    SECRET_BYTES,
    KeyFacts,
    MemoryKeys,
    NoKey,
    StayKey,
    StayKeys,
    make_key,
    new_keys,
)
from housekeeper.store.location import SqliteFile

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SECTOR = 512
SLOT = 64
SLOTS_AT = 2 * SECTOR

_MAGIC = b"housekeeper keys"
_FORMAT = 1
_CHECK_BYTES = 16
_HEAD = Struct(">16sI36sQ")
_COUNT = Struct(">Q")
_EMPTY = bytes(SLOT)
_APART = 16
_flush = getattr(os, "fdatasync", os.fsync)

_ANEW = "begin anew with 'housekeeper keys new', which gives up the guests' words that were sealed"


@dataclass(frozen=True, slots=True)
class _Head:
    """Whose keys these are, and the number of the first slot."""

    database_id: str
    first: int


def _check(content: bytes) -> bytes:
    return sha256(content).digest()[:_CHECK_BYTES]


def _slot(key: StayKey) -> bytes:
    content = key.secret + key.key_id
    return content + _check(content + _COUNT.pack(key.number))


def _key(slot: bytes, number: int) -> StayKey | NoKey:
    """What lies in a slot."""
    if slot == _EMPTY:
        return NoKey.ERASED
    content = slot[: SECRET_BYTES + KEY_ID_BYTES]
    if _check(content + _COUNT.pack(number)) != slot[len(content) :]:
        return NoKey.DAMAGED
    return make_key(number, content[SECRET_BYTES:], content[:SECRET_BYTES])


def _sector(content: bytes) -> bytes:
    return (content + _check(content)).ljust(SECTOR, b"\0")


def _checked(sector: bytes, length: int) -> bytes | None:
    content = sector[:length]
    return content if sector[length : length + _CHECK_BYTES] == _check(content) else None


def _read_at(opened: int, place: int, length: int) -> bytes:
    os.lseek(opened, place, os.SEEK_SET)
    found = b""
    while part := os.read(opened, length - len(found)):
        found += part
    return found


def _write_at(opened: int, place: int, content: bytes) -> None:
    os.lseek(opened, place, os.SEEK_SET)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(opened, rest) :]


def _committed(opened: int) -> int | None:
    """How many numbers a database had given out when that was last noted; None if unreadable."""
    content = _checked(_read_at(opened, SECTOR, SECTOR), _COUNT.size)
    return None if content is None else int(_COUNT.unpack(content)[0])


def _lock(opened: int) -> None:
    """Lock the file until it is closed, where the platform can; the write lock serves alone."""
    if fcntl is not None:
        fcntl.flock(opened, fcntl.LOCK_EX)


class _Trouble(Exception):
    """Why the file cannot be used, as the middle of a sentence."""


class KeyFile(StayKeys):
    """The keys of one database in one file (see `StayKeys`)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, numbers: Collection[int]) -> dict[int, StayKey | NoKey]:
        try:
            with self._opened(os.O_RDONLY) as opened:
                head = self._head(opened)
                held = range(head.first, self._last(opened, head) + 1)
                there = [number for number in numbers if number in held]
                found: dict[int, StayKey | NoKey] = dict.fromkeys(numbers, NoKey.MISSING)
                found.update((one, NoKey.ABANDONED) for one in numbers if one < head.first)
                if not there:
                    return found
                first, span = min(there), max(there) - min(there) + 1
                if span > _APART * len(there):
                    for number in there:
                        place = SLOTS_AT + (number - head.first) * SLOT
                        found[number] = _key(_read_at(opened, place, SLOT), number)
                    return found
                # Close together they are read at once, with what lies between.
                content = _read_at(opened, SLOTS_AT + (first - head.first) * SLOT, span * SLOT)
                for number in there:
                    place = (number - first) * SLOT
                    found[number] = _key(content[place : place + SLOT], number)
                return found
        except _Trouble:
            return dict.fromkeys(numbers, NoKey.MISSING)

    def create(self, database_id: str, known: int, count: int) -> list[StayKey]:
        """Make so many keys that are safely on the disk when this returns (see `StayKeys`)."""
        try:
            if known == 0 and not os.path.lexists(self.path):
                self._make(database_id, 1)
            with self._opened(os.O_RDWR) as opened:
                _lock(opened)
                head = self._head(opened)
                self._require(head, database_id, self._last(opened, head), known)
                last = self._last(opened, head)
                made = new_keys(range(last + 1, last + 1 + count))
                place = SLOTS_AT + (last + 1 - head.first) * SLOT
                _write_at(opened, place, b"".join(map(_slot, made)))
                _flush(opened)
                return made
        except _Trouble as trouble:
            raise KeysMissing(self._sentence(trouble)) from trouble
        except OSError as fault:
            raise KeysMissing(self._cannot("written", fault)) from fault

    def destroy(self, numbers: Collection[int]) -> None:
        """Overwrite these keys where they lie, and flush (see `StayKeys`)."""
        try:
            with self._opened(os.O_RDWR) as opened:
                head = self._head(opened)
                held = range(head.first, self._last(opened, head) + 1)
                for number in numbers:
                    if number in held:
                        _write_at(opened, SLOTS_AT + (number - head.first) * SLOT, _EMPTY)
                _flush(opened)
        except _Trouble as trouble:
            raise KeysMissing(self._sentence(trouble)) from trouble
        except OSError as fault:
            raise KeysMissing(self._cannot("written", fault)) from fault

    def live(self) -> set[int]:
        """The numbers of all slots that are not zeros; none where the file cannot be read."""
        try:
            with self._opened(os.O_RDONLY) as opened:
                return self._held_after(opened, 0)
        except _Trouble:
            return set()

    def leftover(self, known: int) -> set[int]:
        """Keys beyond those the database knows, where it is not older than the file."""
        try:
            with self._opened(os.O_RDONLY) as opened:
                head = self._head(opened)
                if self._last(opened, head) <= known:
                    return set()
                committed = _committed(opened)
                if committed is None or committed > known:
                    return set()
                return self._held_after(opened, known)
        except _Trouble:
            return set()

    def note_committed(self, known: int) -> None:
        """Keep in the file how far the database has come, if it did not know that yet.

        By this `leftover` tells an older copy of the database from one whose program was cut
        off. Where the file cannot be written, the next program notes it.
        """
        try:
            with self._opened(os.O_RDONLY) as opened:
                self._head(opened)
                committed = _committed(opened)
                if committed is not None and committed >= known:
                    return
            with self._opened(os.O_RDWR) as opened:
                _write_at(opened, SECTOR, _sector(_COUNT.pack(known)))
                _flush(opened)
        except (_Trouble, OSError):
            return

    def begin_anew(self, database_id: str, known: int) -> None:
        """Put an empty key file in this place; numbers go on after `known`.

        What is left of this database's keys there is overwritten. Raises `KeysMissing` where
        something else lies there, or nothing can be written.
        """
        try:
            if os.path.lexists(self.path):
                with self._opened(os.O_RDWR) as opened:
                    if self._head(opened).database_id != database_id:
                        raise _Trouble("belongs to another database")
                    _write_at(opened, 0, bytes(os.fstat(opened).st_size))
                    _flush(opened)
            self._make(database_id, known + 1)
        except _Trouble as trouble:
            raise KeysMissing(self._sentence(trouble)) from trouble
        except OSError as fault:
            raise KeysMissing(self._cannot("written", fault)) from fault

    def close(self) -> None:
        """Nothing: the file is opened for the length of a call."""

    def take_over(self, database_id: str, first: int, known: int, keys: Iterable[StayKey]) -> None:
        """Begin with the keys of another database (see `StayKeys`)."""
        slots = bytearray((known + 1 - first) * SLOT)
        for key in keys:
            place = (key.number - first) * SLOT
            slots[place : place + SLOT] = _slot(key)
        self.begin_anew(database_id, first - 1)
        try:
            with self._opened(os.O_RDWR) as opened:
                _write_at(opened, SLOTS_AT, bytes(slots))
                _flush(opened)
        except _Trouble as trouble:
            raise KeysMissing(self._sentence(trouble)) from trouble
        except OSError as fault:
            raise KeysMissing(self._cannot("written", fault)) from fault

    def facts(self, database_id: str, known: int) -> KeyFacts:
        live = erased = damaged = 0
        trouble = None
        try:
            if known == 0 and not os.path.lexists(self.path):
                return KeyFacts(str(self.path), 0, 0, 0, None)
            with self._opened(os.O_RDONLY) as opened:
                head, slots = self._head(opened), self._slots(opened)
                content = _read_at(opened, SLOTS_AT, slots * SLOT)
                for place in range(slots):
                    found = _key(content[place * SLOT : (place + 1) * SLOT], head.first + place)
                    live += isinstance(found, StayKey)
                    erased += found is NoKey.ERASED
                    damaged += found is NoKey.DAMAGED
                self._require(head, database_id, self._last(opened, head), known)
        except _Trouble as fault:
            trouble = self._sentence(fault)
        return KeyFacts(str(self.path), live, erased, damaged, trouble)

    @contextmanager
    def _opened(self, how: int) -> Iterator[int]:
        try:
            opened = open_own(self.path, how)
        except FileNotFoundError as fault:
            raise _Trouble("is not there") from fault
        except OSError as fault:
            raise _Trouble(
                f"cannot be opened ({(fault.strerror or str(fault)).lower()})"
            ) from fault
        try:
            yield opened
        finally:
            os.close(opened)

    def _head(self, opened: int) -> _Head:
        sector = _read_at(opened, 0, SECTOR)
        content = _checked(sector, _HEAD.size)
        if content is None:
            raise _Trouble("is damaged or no key file")
        magic, form, database_id, first = _HEAD.unpack(content)
        if magic != _MAGIC:
            raise _Trouble("is no key file")
        if form != _FORMAT:
            raise _Trouble("was made by a newer housekeeper")
        return _Head(database_id.decode("ascii", "replace").rstrip("\0"), first)

    def _slots(self, opened: int) -> int:
        """Whole slots; what a write that was cut off left of one is no slot."""
        return max(0, os.fstat(opened).st_size - SLOTS_AT) // SLOT

    def _last(self, opened: int, head: _Head) -> int:
        return head.first + self._slots(opened) - 1

    def _held_after(self, opened: int, known: int) -> set[int]:
        """The numbers after this one whose slots hold anything."""
        head, slots = self._head(opened), self._slots(opened)
        skipped = min(slots, max(0, known + 1 - head.first))
        content = _read_at(opened, SLOTS_AT + skipped * SLOT, (slots - skipped) * SLOT)
        return {
            head.first + skipped + place
            for place in range(slots - skipped)
            if content[place * SLOT : (place + 1) * SLOT] != _EMPTY
        }

    def _require(self, head: _Head, database_id: str, last: int, known: int) -> None:
        if head.database_id != database_id:
            raise _Trouble("belongs to another database")
        if last < known:
            raise _Trouble(f"lacks the last {known - last} keys (cut off, or an older copy)")

    def _make(self, database_id: str, first: int) -> None:
        """Make an empty file that its owner alone can read, whole or not at all."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)
        opened = open_own(new, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        try:
            head = _HEAD.pack(_MAGIC, _FORMAT, database_id.encode("ascii"), first)
            _write_at(opened, 0, _sector(head) + _sector(_COUNT.pack(first - 1)))
            os.fsync(opened)
        finally:
            os.close(opened)
        new.replace(self.path)
        _flush_folder(self.path.parent)

    def _sentence(self, trouble: _Trouble) -> str:
        put = "put it back, or"
        if os.path.lexists(self.path):
            put = "put the right one there, or move what is there away and"
        return f"The key file {self.path} {trouble}: {put} {_ANEW}."

    def _cannot(self, done: str, fault: OSError) -> str:
        reason = (fault.strerror or str(fault)).lower()
        return f"The key file {self.path} cannot be {done} ({reason}): nothing was changed."


def keys_of(database: SqliteFile, path: str | None) -> StayKeys:
    """The keys of a database file, at this path or beside it; in memory where the database is.

    Raises `StoreUnusable` for what is no path, and where the keys lie beside a link to the file.
    """
    if path is not None:
        if "://" in path or without_password(path) != path:
            raise StoreUnusable(
                "The keys of a database file are kept in a file too; give --keys a path."
            )
        return KeyFile(Path(path).expanduser())
    if database.path is None:
        return MemoryKeys()
    keys = Path(f"{database.path}.keys")
    beside_link = Path(f"{database.link}.keys")
    if database.link is not None and os.path.lexists(beside_link) and not os.path.lexists(keys):
        raise StoreUnusable(
            f"The keys of the database lie beside a link to it: move {beside_link} to {keys}."
        )
    return KeyFile(keys)


def _flush_folder(folder: Path) -> None:
    """See that a new name in a folder survives a loss of power, where the platform can."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
