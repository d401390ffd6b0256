"""What the database that a restore replaces knows, and the backup does not.

It is read past the program: it may have an older schema.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from housekeeper.store.sqlite.open_file import open_file


@dataclass(frozen=True, slots=True)
class Replaced:
    """`completed` are the stays that have ended, as hotel and reference.

    `pins` are those of the rooms, by hotel and number. `marked` are keys that were still to be
    overwritten.
    """

    completed: frozenset[tuple[str, str]] = frozenset()
    pins: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    marked: frozenset[int] = frozenset()


NOTHING_REPLACED = Replaced()
"""Where there was no database, another one, or one that nobody can read."""

_COMPLETED = (
    "SELECT slug, reference FROM booking JOIN hotel ON hotel.id = hotel_id "
    "WHERE status = 'COMPLETED'"
)
_PINS = "SELECT slug, number, pin FROM room JOIN hotel ON hotel.id = hotel_id"


def read_replaced(path: Path) -> Replaced:
    """What a whole database file knows."""
    with closing(open_file(path)) as opened:
        names = {
            name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        marks = "SELECT number FROM key_erasure" if "key_erasure" in names else "SELECT 0 WHERE 0"
        return Replaced(
            completed=frozenset(opened.execute(_COMPLETED).fetchall()),
            pins={(slug, number): pin for slug, number, pin in opened.execute(_PINS)},
            marked=frozenset(number for (number,) in opened.execute(marks)),
        )
