"""The one place where a SQLite file is opened, after a look at the logs that lie beside it."""

import os
import sqlite3

from housekeeper.store.sqlite.own_logs import require_own_logs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_SHELL_WAITS_SECONDS = 0.5


def open_file(path: "Path | None") -> sqlite3.Connection:
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


def open_to_look(target: str) -> sqlite3.Connection:
    """Open the database file at a path as people write it, for a short look that changes nothing.

    Raises as `open_file` does; without pathlib, which takes longer than the look.
    """
    named = os.path.expanduser(target)  # noqa: PTH111
    require_own_logs(named)
    path = os.path.realpath(named).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    opened = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=_SHELL_WAITS_SECONDS)
    opened.execute("PRAGMA query_only=ON")
    return opened
