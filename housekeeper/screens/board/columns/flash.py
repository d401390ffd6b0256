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
        changed = self.begin(numbers)
        if changed:
            self._show(changed)

    def begin(self, numbers: Iterable[str]) -> set[str]:
        """Light these rooms without painting; gives those that must be painted anew for it."""
        before, now = set(self.numbers), set(numbers)
        if self._end is not None:
            self._end.cancel()
        if now:
            self._end = asyncio.get_running_loop().call_later(FLASH_SECONDS, self.light, ())
        self.numbers.clear()
        self.numbers.update(now)
        return before ^ now
