"""Whether a log or journal beside a database file may be replayed: only one of our own.

SQLite follows what lies there, and reads whatever stands in it into the database. Nothing but the
system's own calls is used here: a shell that completes a word waits for it, too.
"""

import os
import stat

from housekeeper.core.errors import StoreUnavailable

LOGS = ("-wal", "-shm", "-journal")


def require_own_link(database: "str | os.PathLike[str]") -> None:
    """Refuse a link to a database that another user has put there; raises `StoreUnavailable`.

    Ours is also what the owner of the folder has, who can put anything in its place.
    """
    path = os.path.abspath(database)  # noqa: PTH100
    if not os.path.islink(path) or not hasattr(os, "geteuid"):  # noqa: PTH114
        return
    folder = os.stat(os.path.dirname(path))  # noqa: PTH116, PTH120
    if os.lstat(path).st_uid not in {os.geteuid(), folder.st_uid}:
        raise StoreUnavailable(
            f"{os.fspath(database)} is a link that belongs to another user; name the file itself."
        )


def require_own_logs(database: "str | os.PathLike[str]") -> None:
    """Refuse a log or journal beside a database file that is a link or another user's.

    So is a link to the database that another user has put there. Raises `StoreUnavailable`.
    """
    require_own_link(database)
    real = os.path.realpath(database)
    for end in LOGS:
        log = f"{real}{end}"
        try:
            found = os.lstat(log)
        except OSError:
            continue
        owners = {os.geteuid()} if hasattr(os, "geteuid") else {found.st_uid}
        if os.path.exists(real):  # noqa: PTH110
            owners.add(os.stat(real).st_uid)  # noqa: PTH116
        is_file = stat.S_ISREG(found.st_mode)
        if is_file and found.st_uid in owners:
            continue
        what = "belongs to another user" if is_file else "is no ordinary file"
        raise StoreUnavailable(
            f"{log} {what}, so the database was not opened: what stands in it would be read "
            "into the database. Move it away."
        )
