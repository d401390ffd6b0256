"""Hears of commits in a file: whoever writes rings, and the file system tells.

What is watched is the file that writers queue at (`write_queue`), written to after each commit.
SQLite's own files would tell too early: its log is written before it is flushed, and what makes
a commit readable stands in shared memory, of which nothing is told. What is heard is only a
hint to look, so one that is lost costs no more than the wait for the next look.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from housekeeper.store.sqlite.write_queue import WriteQueue, queue_file

DOUBT_AFTER_SECONDS = 1.0
"""Telling takes a thousandth of it."""

TRY_AGAIN_SECONDS = 60.0

Watch = Callable[[Path, Callable[[], None]], Callable[[], None]]
"""Watches a file, as `file_watch.watch` does."""


def _watch(path: Path, told: Callable[[], None]) -> Callable[[], None]:
    # Only who follows a file waits for the library.
    from housekeeper.store.sqlite.file_watch import watch

    return watch(path, told)


class FileEar:
    """Listens to the writers of one file while `listen` runs; `close` it afterwards.

    `hears` is true once the ear has been told of its own ring: not every file system tells. It
    is false again when news were found that nobody told of, and a minute later it is tried anew.
    """

    def __init__(self, database: Path, hint: Callable[[], None], watch: Watch = _watch) -> None:
        self.hears = False
        self._database = database
        self._hint = hint
        self._watch = watch
        self._loop = asyncio.get_running_loop()
        self._changing = threading.Lock()
        self._end: Callable[[], None] | None = None
        self._is_closed = False
        self._is_waking = False
        self._is_doubted = False
        self._told_at = 0.0

    async def listen(self) -> None:
        """Watch, until cancelled; where that is of no use, try again now and then."""
        while True:
            if not self.hears:
                await asyncio.to_thread(self._begin_anew)
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    def close(self) -> None:
        """End the watch; waits for one that is just being begun."""
        with self._changing:
            self._is_closed = True
            self._end_watch()

    def news_found(self) -> None:
        """A look has found news: those must have been told, or they will be in a moment."""
        now = self._loop.time()
        if self.hears and now - self._told_at > DOUBT_AFTER_SECONDS:
            self._loop.call_later(DOUBT_AFTER_SECONDS, self._doubt, self._told_at)

    def _doubt(self, told_at: float) -> None:
        if self.hears and self._told_at == told_at:
            self.hears, self._is_doubted = False, True
            self._hint()

    def _begin_anew(self) -> None:
        """Watch the file as it is now, and ring: what comes of it shows whether anything is told.

        On a thread: the library is imported, and a slow disk takes its time.
        """
        with self._changing:
            self._end_watch()
            if self._is_closed:
                return
            self._is_doubted = False
            queue = WriteQueue(self._database)
            # Whatever keeps a library from telling, the board looks as often as without it.
            with contextlib.suppress(Exception):
                self._end = self._watch(queue_file(self._database), self._tell)
                queue.ring()
            queue.close()

    def _end_watch(self) -> None:
        end, self._end = self._end, None
        if end is not None:
            end()

    def _tell(self) -> None:
        """The file was written to; many times before the loop has come to it are one."""
        if not self._is_waking:
            self._is_waking = True
            with contextlib.suppress(RuntimeError):
                # A loop that is closed has nobody left to tell.
                self._loop.call_soon_threadsafe(self._heard)

    def _heard(self) -> None:
        self._is_waking = False
        self._told_at = self._loop.time()
        self.hears = not self._is_doubted
        self._hint()


@asynccontextmanager
async def listening(
    database: Path, hint: Callable[[], None], watch: Watch = _watch
) -> AsyncIterator[FileEar]:
    """Have `hint` called on the event loop whenever something was committed to this file."""
    ear = FileEar(database, hint, watch)
    task = asyncio.create_task(ear.listen(), name="file-ear")
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.to_thread(ear.close)
        with contextlib.suppress(asyncio.CancelledError):
            await task
