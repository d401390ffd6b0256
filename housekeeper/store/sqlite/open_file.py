"""The one place where a SQLite file is opened, after a look at the logs that lie beside it."""

import sqlite3
from pathlib import Path

from housekeeper.store.disk import require_own_logs


def open_file(path: Path | None) -> sqlite3.Connection:
    """Open a database file, without transactions of the driver's own; None is one in memory.

    It must be there: a file that vanished is told of, never made anew and empty. Raises
    `StoreUnavailable` where a log beside it is another user's, before anything of it is read,
    and `sqlite3.Error`.
    """
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    require_own_logs(path)
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, isolation_level=None)
