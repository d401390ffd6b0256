"""What a database file says of the command line's PIN, looked at without opening it as a hotel."""

import sqlite3
from contextlib import closing
from pathlib import Path

from housekeeper.store.sqlite.open_file import open_file


def asks_cli_pin(path: Path) -> bool:
    """Whether the file says that commands ask for PINs; not where nobody can read what it says.

    Whoever may write a damaged file restores it: nobody could sign in there. Raises
    `StoreUnavailable` where a log beside it is another user's.
    """
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        with closing(open_file(path)) as opened:
            [(asks,)] = opened.execute("SELECT cli_pin FROM database_mark").fetchall()
    except (sqlite3.Error, ValueError):
        return False
    return bool(asks)
