"""A copy of a database file without what was deleted, and putting it back in the file's place.

VACUUM alone would keep the new file in memory, or in a temporary file of SQLite's own that
nobody overwrites. This copy is written to a folder beside the database that its owner alone can
enter, put back page by page in one transaction on the file that programs have open, overwritten
and deleted. Neither way takes memory by the size of the file. What a killed program left of it
is overwritten by the next.
"""

import os
import sqlite3
import stat
from pathlib import Path

from housekeeper.core.errors import StoreUnavailable
from housekeeper.store.disk import overwrite_and_delete
from housekeeper.store.sqlite.open_file import open_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PAGES_AT_ONCE = 256
_PRAGMAS = (
    "busy_timeout=0",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-2000",
    # The copy need not survive a loss of power: then it is made again.
    "synchronous=OFF",
)


class _NotNow(Exception):
    """Someone else writes, or has written since the copy was made."""


class _BrokenOff(Exception):
    """Who asked for it does not want it any more."""


class CleanCopy:
    """The clean copy of one database file; one holder at a time, whatever a lease says.

    `hold` it first; `write` and `put_back` belong on one thread; `discard` it at the end.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self.folder = database.with_name(f"{database.name}.rewriting")
        self._file = self.folder / "copy.db"
        self._lock: int | None = None
        self._source: sqlite3.Connection | None = None
        self._changes_before = 0
        self._is_broken_off = False

    def hold(self) -> bool:
        """Make the folder, empty; False where another program is at it just now.

        Raises `StoreUnavailable` for a folder of this name that others can enter or own.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self._require_own()
        if fcntl is not None:
            opened = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_same = os.path.samestat(os.fstat(opened), self.folder.lstat())
            except (BlockingIOError, FileNotFoundError):
                is_same = False
            except BaseException:
                os.close(opened)
                raise
            if not is_same:
                os.close(opened)
                return False
            self._lock = opened
        self._empty()
        return True

    def _require_own(self) -> None:
        found, allowed = self.folder.lstat(), {self._database.stat().st_uid}
        if hasattr(os, "geteuid"):
            allowed.add(os.geteuid())
        is_own = stat.S_ISDIR(found.st_mode) and found.st_uid in allowed
        if not is_own or (os.name == "posix" and found.st_mode & 0o077):
            raise StoreUnavailable(
                f"{self.folder} is no folder of the database's owner alone, so the database is "
                "not rewritten; remove it."
            )

    def _empty(self) -> None:
        for left in self.folder.iterdir():
            overwrite_and_delete(left)

    def write(self) -> None:
        """Write what the database holds to the copy; others may write meanwhile."""
        self._let_go_of_source()
        self._empty()
        os.close(os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._source = source = open_file(self._database)
        for pragma in _PRAGMAS:
            source.execute(f"PRAGMA {pragma}")
        if self._is_broken_off:
            raise _BrokenOff
        self._changes_before = _changes(source)
        source.execute("VACUUM INTO ?", (str(self._file),))

    def put_back(self, database: sqlite3.Connection) -> bool:
        """Put the copy in the place of all that the database holds, in one transaction.

        False, and nothing is changed, where someone writes just now or has written since the
        copy was made.
        """
        source, is_begun = self._source, False

        def look(status: int, remaining: int, total: int) -> None:
            nonlocal is_begun
            del remaining, total
            if self._is_broken_off:
                raise _BrokenOff
            if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise _NotNow
            # The first pages took the write lock: from here on nobody else commits.
            if not is_begun and (source is None or _changes(source) != self._changes_before):
                raise _NotNow
            is_begun = True

        copy = open_file(self._file)
        try:
            count = copy.execute("PRAGMA page_count").fetchone()[0]
            # In two steps at least, so that there is a look before all of it is committed.
            copy.backup(database, pages=max(1, min(_PAGES_AT_ONCE, count // 2)), progress=look)
        except _NotNow:
            return False
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault):
                raise
            return False
        finally:
            copy.close()
        return True

    def break_off(self) -> None:
        """Let what runs just now fail, from another thread."""
        self._is_broken_off = True
        source = self._source
        if source is not None:
            source.interrupt()

    def discard(self) -> None:
        """Overwrite and delete the copy, and let the next program hold one."""
        self._let_go_of_source()
        try:
            self._empty()
            self.folder.rmdir()
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def _let_go_of_source(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()


def _changes(source: sqlite3.Connection) -> int:
    """A number that is another once anyone else has committed."""
    return int(source.execute("PRAGMA data_version").fetchone()[0])


def discard_left(database: Path) -> None:
    """Overwrite and delete what a program that was killed left of its copy."""
    copy = CleanCopy(database)
    if os.path.lexists(copy.folder) and copy.hold():
        copy.discard()
