"""Hears of commits in a file: whoever writes rings, and the file system tells.

What is watched is the file that writers queue at (`write_queue`), written to after each commit.
SQLite's own files would tell too early: its log is written before it is flushed, and what makes
a commit readable stands in shared memory, of which nothing is told. What is heard is only a
hint to look, so one that is lost costs no more than the wait for the next look.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from housekeeper.store.sqlite.write_queue import WriteQueue, queue_file

DOUBT_AFTER_SECONDS = 1.0
"""Telling takes a thousandth of it."""

TRY_AGAIN_SECONDS = 60.0

HINT_AFTER_SECONDS = 0.004
"""The answer to one's own act is there sooner: it is shown before the look that its ring causes."""


class Watch(Protocol):
    """What can be read from when a file was written to; see `file_watch.FileWatch`."""

    def fileno(self) -> int:
        """What to wait on."""
        ...

    def take(self) -> None:
        """Take in all that was told since the last time; raises `OSError`."""
        ...

    def close(self) -> None:
        """End the watch."""
        ...


def _watch(path: Path) -> Watch:
    # Only a board waits for the library, which is there on Linux alone.
    from housekeeper.store.sqlite.file_watch import FileWatch

    return FileWatch(path)


class FileEar:
    """Listens to the writers of one file while `listen` runs.

    `hears` is true once the ear has been told of its own ring: not every file system tells. It
    is false again when news were found that nobody told of, and a minute later it is tried anew.
    """

    def __init__(
        self,
        database: Path,
        hint: Callable[[], None],
        watch: Callable[[Path], Watch] = _watch,
    ) -> None:
        self.hears = False
        self._database = database
        self._hint = hint
        self._begin_watch = watch
        self._loop = asyncio.get_running_loop()
        self._watch: Watch | None = None
        self._told_at = 0.0
        self._due: asyncio.TimerHandle | None = None

    async def listen(self) -> None:
        """Watch, until cancelled; where that is of no use, try again now and then."""
        try:
            while True:
                if not self.hears:
                    await self._begin_anew()
                await asyncio.sleep(TRY_AGAIN_SECONDS)
        finally:
            self._end_watch()

    def news_found(self) -> None:
        """A look has found news: those must have been told, or they will be in a moment."""
        if self.hears and self._loop.time() - self._told_at > DOUBT_AFTER_SECONDS:
            self._loop.call_later(DOUBT_AFTER_SECONDS, self._doubt, self._told_at)

    def _doubt(self, told_at: float) -> None:
        if self.hears and self._told_at == told_at:
            self._end_watch()
            self._hint()

    async def _begin_anew(self) -> None:
        """Watch the file as it is now, and ring: what comes of that shows whether it is told."""
        self._end_watch()
        # Whatever keeps the system from telling, the board looks as often as without it.
        with contextlib.suppress(ImportError, OSError, NotImplementedError):
            watch = await asyncio.to_thread(self._begin_and_ring)
            self._watch = watch
            self._loop.add_reader(watch.fileno(), self._heard)

    def _begin_and_ring(self) -> Watch:
        """On a thread: the library is imported, and a slow disk takes its time."""
        queue = WriteQueue(self._database)
        try:
            watch = self._begin_watch(queue_file(self._database))
            queue.ring()
        finally:
            queue.close()
        return watch

    def _end_watch(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
        watch, self._watch, self.hears = self._watch, None, False
        if watch is not None:
            self._loop.remove_reader(watch.fileno())
            watch.close()

    def _heard(self) -> None:
        """The file was written to, once or often."""
        try:
            if self._watch is not None:
                self._watch.take()
        except OSError:
            self._end_watch()
            self._hint()
            return
        self._told_at = self._loop.time()
        self.hears = True
        if self._due is None:
            self._due = self._loop.call_later(HINT_AFTER_SECONDS, self._hint_now)

    def _hint_now(self) -> None:
        self._due = None
        self._hint()


@asynccontextmanager
async def listening(
    database: Path,
    hint: Callable[[], None],
    watch: Callable[[Path], Watch] = _watch,
) -> AsyncIterator[FileEar]:
    """Have `hint` called on the event loop whenever something was committed to this file."""
    ear = FileEar(database, hint, watch)
    task = asyncio.create_task(ear.listen(), name="file-ear")
    try:
        yield ear
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
