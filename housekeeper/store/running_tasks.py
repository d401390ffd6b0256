"""Work that is seen to its end, whatever becomes of who asked for it."""

import asyncio
import contextlib
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class RunningTasks:
    """What a database is doing just now: units of work, and what follows from them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._is_waited_for = asyncio.Event()

    def hold(self, task: "asyncio.Task[Answer]") -> "asyncio.Task[Answer]":
        """Keep a task until it has ended, and give it: nobody else need hold it meanwhile."""
        self._running.add(task)
        task.add_done_callback(self._forget)
        return task

    async def pause(self, seconds: float) -> None:
        """Wait so long, but no longer once somebody waits for everything to end."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_waited_for.wait(), seconds)

    async def settle(self) -> None:
        """Wait until everything has ended, and what it started meanwhile."""
        self._is_waited_for.set()
        try:
            while self._running:
                await asyncio.wait(set(self._running))
        finally:
            self._is_waited_for.clear()

    def _forget(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            # Looked at, so that work whose caller went away does not end in a warning.
            task.exception()
