"""Rooms that stand out for a moment, so that the eye sees where they went."""

import asyncio
from collections.abc import Callable, Iterable

FLASH_SECONDS = 1.0


class Flash:
    """Which rooms stand out now; `show` has rooms painted anew that do, or do no longer."""

    def __init__(self, show: Callable[[Iterable[str]], None]) -> None:
        self.numbers: set[str] = set()
        self._show = show
        self._end: asyncio.TimerHandle | None = None

    def light(self, numbers: Iterable[str]) -> None:
        """From now on these rooms stand out, for a moment; those before them no longer."""
        if self._end is not None:
            self._end.cancel()
        self._change(set(numbers))
        self._end = asyncio.get_running_loop().call_later(FLASH_SECONDS, self._change, set())

    def _change(self, numbers: set[str]) -> None:
        touched = self.numbers | numbers
        self.numbers.clear()
        self.numbers.update(numbers)
        self._show(touched)
