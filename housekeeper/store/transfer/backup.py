"""Copies of a database file: written, verified before they are named as done, and compared.

All of it is work with files, for a thread of its own.
"""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import StoreUnavailable, StoreUnusable
from housekeeper.store.disk import (
    discard,
    name_finished,
    open_own,
    reason_of,
    require_free_name,
    unfinished_beside,
)
from housekeeper.store.migrations import migrate
from housekeeper.store.sqlite.open_file import open_file

_GUEST_IDS_SINCE = 7
"""The version of the schema from which on numbers of guests and their words are counted."""

_FIRST_SEQ_SINCE = 12
"""The version of the schema from which on a history may begin after its first event."""

_HOTEL_EVENTS_SINCE = 6
"""The version of the schema from which on a hotel has events as a whole."""

_SMALL_EVENTS_SINCE = 10
"""The version of the schema from which on an event has a column for each fact of its room."""

# SQLite keeps no sum of a page: noise in the middle of a row is a value to it.
_NOISE_IN_SNAPSHOTS = (
    "SELECT 1 FROM room_event WHERE NOT (json_valid(snapshot) AND json_valid(before))"
)
_NOISE = (
    "SELECT 1 FROM room_event LEFT JOIN event_staff ON event_staff.id = author "
    "LEFT JOIN room ON room.id = room_id WHERE code IS NULL OR room.id IS NULL "
    "OR typeof(at) <> 'integer' OR typeof(coalesce(room_event.status_since, at)) <> 'integer' "
    "OR length(act_id) <> 16 OR typeof(coalesce(before, x'')) <> 'blob' "
    "OR NOT json_valid(coalesce(deleted, '[]')) OR length(kind) > 32"
)

_ACTS = "SELECT slug, act_id, kind FROM hotel_event JOIN hotel ON hotel.id = hotel_id"

_COUNTED = {
    "bookings": "booking",
    "messages": "room_message",
    "orders": "room_order",
    "breakfast orders": "breakfast_order",
    "handover notes": "handover_note",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database file holds, once it was found whole.

    `last_numbers` are those that were given out last, by table; those of guests, sessions,
    conversations and messages are one count, under the name of its column. `last_seqs` is how
    far the events of each hotel go, by slug, and `events` how many there are of all;
    `counts` is how much there is of what is no event.
    `acts` are what was done to a hotel as a whole, as its slug, the act and the kind of it.
    """

    version: int
    database_id: str
    generation: int
    erasure_asked: int
    key_count: int
    last_numbers: Mapping[str, int]
    last_seqs: Mapping[str, int]
    counts: Mapping[str, int]
    size: int
    acts: frozenset[tuple[str, str, str]]
    events: int


def examine(path: Path, named: str) -> Contents:
    """Look through a whole file: pages, references, and events without a gap.

    Raises `StoreUnusable`, with the file called as `named`, for one that is not whole or no
    database of this program, or a newer one's.
    """
    try:
        with closing(open_file(path)) as opened:
            return _examined(opened, path.stat().st_size, named)
    except sqlite3.Error as fault:
        raise StoreUnusable(f"{named} is damaged or no database of housekeeper.") from fault
    except OSError as fault:
        raise StoreUnavailable(f"{named} cannot be read: {reason_of(fault)}.") from fault


def _examined(opened: sqlite3.Connection, size: int, named: str) -> Contents:
    damage = [line for (line,) in opened.execute("PRAGMA integrity_check(1)") if line != "ok"]
    if damage or opened.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise StoreUnusable(f"{named} is damaged: it does not hold together.")
    (version,) = opened.execute("SELECT max(version) FROM schema_version").fetchone()
    if version > migrate.newest():
        raise StoreUnusable(f"{named} was made by a newer housekeeper; update this program.")
    database_id, generation = opened.execute(
        "SELECT database_id, generation FROM database_mark"
    ).fetchone()
    last_seqs, events = _places_of(opened, version, named)
    noise = _NOISE if version >= _SMALL_EVENTS_SINCE else _NOISE_IN_SNAPSHOTS
    if opened.execute(noise).fetchone() is not None:
        raise StoreUnusable(f"{named} is damaged: its history cannot be read.")
    asked = key_count = 0
    if version > migrate.FIRST_VERSION:
        asked, key_count = opened.execute(
            "SELECT erasure_asked, key_count FROM database_mark"
        ).fetchone()
    last_numbers = dict(opened.execute("SELECT name, seq FROM sqlite_sequence"))
    if version >= _GUEST_IDS_SINCE:
        [last_numbers["last_guest_id"]] = opened.execute(
            "SELECT last_guest_id FROM database_mark"
        ).fetchone()
    counts = {
        kind: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
        for kind, table in _COUNTED.items()
    }
    acts = opened.execute(_ACTS).fetchall() if version >= _HOTEL_EVENTS_SINCE else []
    return Contents(
        version,
        database_id,
        generation,
        asked,
        key_count,
        last_numbers,
        last_seqs,
        counts,
        size,
        frozenset(acts),
        events,
    )


def _places_of(opened: sqlite3.Connection, version: int, named: str) -> tuple[dict[str, int], int]:
    """How far the events of each hotel go, and how many there are; refuses one with a gap."""
    first = "first_seq" if version >= _FIRST_SEQ_SINCE else "1"
    seqs = opened.execute(
        f"SELECT slug, last_seq, {first}, count(seq), min(seq), max(seq) FROM hotel "  # noqa: S608
        "LEFT JOIN room_event ON hotel_id = hotel.id GROUP BY hotel.id"
    ).fetchall()
    for slug, last_seq, first_seq, count, *found in seqs:
        kept = [first_seq, last_seq] if first_seq <= last_seq else [None, None]
        if found != kept or count != last_seq - first_seq + 1:
            raise StoreUnusable(f"{named} is damaged: the history of {slug} has gaps.")
    counts = {slug: last_seq for slug, last_seq, *_ in seqs}
    return counts, sum(count for _, _, _, count, *_ in seqs)


def lost_by(restoring: Contents, instead_of: Contents) -> list[str]:
    """What a restore would take away that is newer than the backup, in words; none is nothing."""
    if restoring.database_id != instead_of.database_id:
        hotels = ", ".join(instead_of.last_seqs) or "no hotel"
        return [f"another database ({hotels})"]
    lost = []
    for slug, last_seq in instead_of.last_seqs.items():
        more = last_seq - restoring.last_seqs.get(slug, 0)
        if slug not in restoring.last_seqs:
            lost.append(f"the hotel {slug}")
        elif more > 0:
            lost.append(f"the last {_so_many(more, 'events')} of {slug}")
    for kind, count in instead_of.counts.items():
        more = count - restoring.counts[kind]
        if more > 0:
            lost.append(_so_many(more, kind))
    since = [kind for *_, kind in instead_of.acts - restoring.acts]
    # A restore raises the generation too, and takes nothing from anybody by itself.
    is_raised = instead_of.generation > restoring.generation and EventKind.RESTORED not in since
    if not lost and (is_raised or set(since) - {EventKind.RESTORED}):
        lost.append("what was imported or set since")
    return lost


def _so_many(count: int, kind: str) -> str:
    return f"{count:,} {kind}" if count > 1 else f"1 {kind.removesuffix('s')}"


def begin(path: Path) -> Path:
    """A new, empty file beside `path` that its owner alone can read, for a copy to be written.

    Raises `NotPossible` where `path` exists or is used beside a database, and
    `StoreUnavailable` where it cannot be written.
    """
    require_free_name(path)
    unfinished = unfinished_beside(path)
    try:
        discard(unfinished)
        os.close(open_own(unfinished, os.O_CREAT | os.O_EXCL))
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    return unfinished


def finish(unfinished: Path, path: Path) -> Contents:
    """Verify a copy, see that it is on the disk, and only then give it its name."""
    contents = examine(unfinished, f"The copy for {path}")
    name_copy(unfinished, path)
    return contents


def name_copy(unfinished: Path, path: Path) -> None:
    """See that a copy is on the disk, and give it its name."""
    try:
        name_finished(unfinished, path)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _unwritable(path: Path, fault: OSError) -> StoreUnavailable:
    return StoreUnavailable(f"The backup {path} cannot be written: {reason_of(fault)}.")
