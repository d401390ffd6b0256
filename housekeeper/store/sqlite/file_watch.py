"""Watching one file by what the kernel tells of it: inotify, on Linux.

`inotify_simple` gives a descriptor for the event loop to wait on, so that watching takes no
thread and costs nothing while nothing happens. (`watchfiles` asks every few milliseconds
whether something has come: half a percent of a core, or answers that come late; `watchdog`
watches the whole folder, and every write to SQLite's log wakes its threads.)
"""

from pathlib import Path

from inotify_simple import INotify, flags  # type: ignore[import-untyped]


class FileWatch:
    """Can be read from when the file has been written to, until it is closed.

    Raises `OSError` where the system has no means to tell, or no more of them to spare.
    """

    def __init__(self, path: Path) -> None:
        self._inotify = INotify(nonblocking=True)
        try:
            self._inotify.add_watch(path, flags.MODIFY)
        except BaseException:
            self._inotify.close()
            raise

    def fileno(self) -> int:
        """What to wait on."""
        number: int = self._inotify.fileno()
        return number

    def take(self) -> None:
        """Take in all that was told since the last time."""
        self._inotify.read(timeout=0)

    def close(self) -> None:
        """End the watch."""
        self._inotify.close()
