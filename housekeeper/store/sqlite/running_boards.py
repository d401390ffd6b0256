"""Tells whether a board is running on a database file.

A board rewrites the file when nobody acts; a command does it at once where there is none. A
board holds a shared lock on a small file beside the database, which the system lets go of
however the board ends. Where the platform has no such locks, no board is ever seen.
"""

import contextlib
import os
import time
from pathlib import Path

from housekeeper.store.disk import open_own

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_TRIES = 10
_BETWEEN_TRIES_SECONDS = 0.02


def lock_file(database: Path) -> Path:
    """The file that boards lock."""
    return database.with_name(f"{database.name}.boards")


class BoardLock:
    """The lock of one running board. `hold` it, and `release` it at the end."""

    def __init__(self, database: Path) -> None:
        self._path = lock_file(database)
        self._held: int | None = None

    def hold(self) -> bool:
        """Hold the lock from now on; False where it cannot be had just now.

        Asked again while it is held, it puts the file back where that was deleted.
        """
        if fcntl is None:
            return False
        if self._held is not None:
            if self._is_in_place(self._held):
                return True
            self.release()
        try:
            opened = open_own(self._path, os.O_RDWR | os.O_CREAT)
        except OSError:
            return False
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(opened)
            return False
        self._held = opened
        return True

    def _is_in_place(self, held: int) -> bool:
        try:
            return os.path.samestat(os.fstat(held), self._path.lstat())
        except OSError:
            return False

    def release(self) -> None:
        """Let go of the lock."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


def is_board_running(database: Path) -> bool:
    """Whether a board has this database open.

    Tried for a fifth of a second: another command that asks the same holds the lock for a
    moment.
    """
    if fcntl is None:
        return False
    try:
        opened = open_own(lock_file(database), os.O_RDWR)
    except OSError:
        return False
    try:
        for _ in range(_TRIES):
            with contextlib.suppress(OSError):
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return False
            time.sleep(_BETWEEN_TRIES_SECONDS)
        return True
    finally:
        os.close(opened)
