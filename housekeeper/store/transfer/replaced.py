"""What the database that a restore replaces knows, and the backup does not.

It is read past the program: it may have an older schema.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from housekeeper.store.sqlite.open_file import open_file


@dataclass(frozen=True, slots=True)
class Replaced:
    """`completed` are the stays that have ended, as hotel and reference.

    `pins` are those of the rooms, by hotel and number. `marked` are keys that were still to be
    overwritten. `restores` are the lines of earlier restores in the hotels' histories, as
    they stand in the file.
    """

    completed: frozenset[tuple[str, str]] = frozenset()
    pins: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    marked: frozenset[int] = frozenset()
    restores: tuple[tuple[object, ...], ...] = ()


NOTHING_REPLACED = Replaced()
"""Where there was no database, another one, or one that nobody can read."""

_COMPLETED = (
    "SELECT slug, reference FROM booking JOIN hotel ON hotel.id = hotel_id "
    "WHERE status = 'COMPLETED'"
)
_LINE = "act_id, kind, staff_code, staff_name, via, note, counts, at, real_at"
_RESTORES = (
    f"SELECT slug, {_LINE} FROM hotel_event "  # noqa: S608 - ours
    "JOIN hotel ON hotel.id = hotel_id WHERE kind = 'RESTORED' ORDER BY hotel_id, number"
)
_KEEP = (
    f"INSERT INTO hotel_event (hotel_id, number, after_seq, {_LINE}) "  # noqa: S608 - ours
    "SELECT id, 1 + coalesce((SELECT max(number) FROM hotel_event WHERE hotel_id = hotel.id), 0), "
    "last_seq, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM hotel WHERE slug = ?1 "
    "AND NOT EXISTS (SELECT 1 FROM hotel_event WHERE hotel_id = hotel.id AND act_id = ?2)"
)
_PINS = "SELECT slug, number, pin FROM room JOIN hotel ON hotel.id = hotel_id"


def read_replaced(path: Path) -> Replaced:
    """What a whole database file knows."""
    with closing(open_file(path)) as opened:
        names = {
            name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        marks = "SELECT number FROM key_erasure" if "key_erasure" in names else "SELECT 0 WHERE 0"
        has_lines = "hotel_event" in names
        return Replaced(
            completed=frozenset(opened.execute(_COMPLETED).fetchall()),
            pins={(slug, number): pin for slug, number, pin in opened.execute(_PINS)},
            marked=frozenset(number for (number,) in opened.execute(marks)),
            restores=tuple(opened.execute(_RESTORES)) if has_lines else (),
        )


def keep_restores(connection: Connection, replaced: Replaced) -> None:
    """Write the lines of earlier restores after what is in the backup, where they are not in it."""
    for line in replaced.restores:
        connection.exec_driver_sql(_KEEP, line)
