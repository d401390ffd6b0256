"""What came of a round: read for the screen, written into files, and the round's finish."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round_views import RoundResult
from housekeeper.core.rooms.event import Act
from housekeeper.screens.screen_host import ScreenHost


class RoundEnd:
    """What came of one round so far. `changed` is called when that has been read."""

    def __init__(self, screen: ScreenHost, round_id: int, changed: Callable[[], None]) -> None:
        self._screen = screen
        self._store = screen.workstation.store
        self._round_id = round_id
        self._changed = changed
        self.result: RoundResult | None = None

    def _run(self, work: Coroutine[Any, Any, None], group: str) -> None:
        self._screen.run_worker(work, name=group, group=group, exit_on_error=False)

    async def _result(self) -> RoundResult:
        return await self._store.read(lambda work: round_acts.result_of(work, self._round_id))

    def read(self) -> None:
        """Read what came of the round so far."""
        self._run(self._read(), "round-result")

    async def _read(self) -> None:
        try:
            self.result = await self._result()
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        self._changed()

    async def finish(self, act: Act) -> RoundResult | None:
        """End the round, and give what came of it; None where that failed, which is told."""
        try:
            return await self._store.write(
                lambda work: round_acts.finish(work, act, self._round_id)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return None

    def export(self) -> None:
        """Write what came of the round so far into files, and name them."""
        self._run(self._export(), "round-export")

    async def _export(self) -> None:
        try:
            result = await self._result()
            paths = await asyncio.to_thread(self._screen.workstation.export_round, result)
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            further = " and ".join(path.suffix for path in paths[1:])
            self._screen.tell(f"Written: {plain(str(paths[0]))} and {further}")
