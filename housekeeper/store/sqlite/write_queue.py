"""Programs that write to one SQLite file queue for it, in the order in which they came.

SQLite lets whoever looks first after a commit write next, and those who have waited longest
look least often; where many programs write at once, some of them starve. A lock on a small
file beside the database makes a queue of them: the kernel wakes the next one, and lets go for
a program that is killed. `python -m proofs contention` tells what it is worth.

Whoever has written rings, by writing to that file: the file system tells those who listen
(`listener`).

The queue is a courtesy and no safeguard. SQLite's own lock still rules, so whoever cannot have
a turn in time, or has no such locks on this machine, writes without one.
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from housekeeper.store.disk import open_own

try:
    import fcntl
except ImportError:  # pragma: no cover - a platform without such locks
    fcntl = None  # type: ignore[assignment]

WAITS_SECONDS = 5.0
"""Then something is wrong with whoever has the turn, and SQLite's own lock shall tell."""


def queue_file(database: Path) -> Path:
    """The file that writers queue at, and ring by."""
    return database.with_name(f"{database.name}.queue")


class WriteQueue:
    """The queue before one database file, for one connection of this program.

    Without a path, or where the file cannot be made, nobody waits and nobody is told.
    """

    def __init__(self, database: Path | None) -> None:
        self._file: int | None = None
        self._is_waiting = False
        if database is not None:
            with contextlib.suppress(OSError):
                self._file = open_own(queue_file(database), os.O_RDWR | os.O_CREAT)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, for a while at most, and have it during the block; then ring."""
        has_turn = self._take()
        try:
            yield
        finally:
            self.ring()
            if has_turn and self._file is not None:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def ring(self) -> None:
        """Have the file system tell every listener that something may have been committed."""
        if self._file is not None:
            # Unheard it costs no more than a later look.
            with contextlib.suppress(OSError):
                os.lseek(self._file, 0, os.SEEK_SET)
                os.write(self._file, b"\n")

    def _take(self) -> bool:
        if self._file is None or self._is_waiting or fcntl is None:
            return False
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._wait(self._file)
        except OSError:
            return False
        return True

    def _wait(self, file: int) -> bool:
        """Wait in a thread: the kernel's wait for a lock knows no end of its own."""
        came, deciding = threading.Event(), threading.Lock()
        is_wanted = self._is_waiting = True

        def wait() -> None:
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
            with deciding:
                self._is_waiting = False
                if is_wanted:
                    came.set()
                    return
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)

        threading.Thread(target=wait, name="write-queue", daemon=True).start()
        came.wait(WAITS_SECONDS)
        with deciding:
            is_wanted = came.is_set()
            return is_wanted

    def close(self) -> None:
        """Leave the queue."""
        file, self._file = self._file, None
        if file is not None and not self._is_waiting:
            os.close(file)
