"""A thread of its own for a connection: what is given to it runs there, one after the other."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_Job = tuple["asyncio.Future[Any]", asyncio.AbstractEventLoop, Callable[[], Any]]


class UnitThread:
    """Runs work for an event loop in one hop. Begins with the first work; end it with `stop`.

    Work that has begun is not cancelled with its caller: it ends as it would have.
    """

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        # A terminal that hangs up without closing must not leave a process behind.
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """Run this on the thread, and give its answer or raise what it raised."""
        if not self._thread.is_alive():
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._jobs.put((future, loop, work))
        return await future

    async def stop(self, last: Callable[[], None]) -> None:
        """Let the work in hand end, do one last thing, and end the thread; twice is as once."""
        if self._thread.is_alive():
            await self.run(last)
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, loop, work = job
            answer, error = None, None
            try:
                answer = work()
            except BaseException as raised:
                error = raised
            # The loop may have ended meanwhile, with whoever waited for this.
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, future, answer, error)
            del job, future, work, answer, error


def _settle(future: "asyncio.Future[Any]", answer: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(answer)
    else:
        future.set_exception(error)
