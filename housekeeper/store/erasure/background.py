"""A board's part in erasing: it rewrites the database file when nobody acts, and tells of it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from housekeeper.core.clock import Clock
from housekeeper.core.erasure import ErasureState, QuietHour
from housekeeper.core.errors import StoreError
from housekeeper.core.hotel import Hotel
from housekeeper.store.database import Database
from housekeeper.store.sqlite.clean_copy import discard_left
from housekeeper.store.sqlite.file_trace import FileTrace, trace_of
from housekeeper.store.sqlite.rewrite_file import discard_abandoned, discard_copies
from housekeeper.store.sqlite.running_boards import BoardLock

LOOK_EVERY_SECONDS = 2.0
TRY_AGAIN_AFTER = timedelta(seconds=30)


class BoardErasing:
    """Follows what is to be erased from one database, for one board of one hotel.

    `on_change` hears what stands, on the event loop, whenever it is another than before; None for a
    database without a file of its own.
    """

    def __init__(
        self,
        database: Database,
        hotel: Hotel,
        clock: Clock,
        quiet_hour: QuietHour,
        on_change: Callable[[ErasureState | None], None],
    ) -> None:
        self._database = database
        self._hotel = hotel
        self._clock = clock
        self._quiet_hour = quiet_hour
        self._on_change = on_change
        self._state: ErasureState | None = None
        self._eraser = database.eraser(clock)
        self._lock = None if database.file is None else BoardLock(database.file)
        self._not_before: datetime | None = None
        self._has_tidied = False
        self._rests_while: FileTrace | None = None

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        try:
            while self._eraser is not None:
                await self.look()
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        finally:
            if self._lock is not None:
                self._lock.release()

    async def look(self) -> None:
        """Look once, and rewrite the file where it is time; what fails is tried again later.

        Where nothing was to be done, nothing is asked until somebody has written to the file.
        """
        if self._lock is not None:
            self._lock.hold()
        trace = None if self._database.file is None else trace_of(self._database.file)
        if trace is not None and trace == self._rests_while:
            return
        self._rests_while = None
        try:
            state = await self._database.erasure()
            self._tell(state)
            if state is None:
                return
            if state.is_pending:
                await self._erase_if_time(state)
            elif not self._has_tidied:
                await self._tidy()
            else:
                self._rests_while = trace
        except (StoreError, OSError, MemoryError):
            # The board's feed tells of a store in trouble; here it is enough to come back.
            self._not_before = self._clock.real_now() + TRY_AGAIN_AFTER

    async def _erase_if_time(self, state: ErasureState) -> None:
        real_now = self._clock.real_now()
        waits = self._not_before is not None and (
            real_now < self._not_before <= real_now + TRY_AGAIN_AFTER
        )
        local = self._hotel.local(real_now)
        if self._eraser is None or waits or not state.is_time(real_now, local, self._quiet_hour):
            return
        if await self._eraser.erase() is not None:
            self._tell(await self._database.erasure())

    async def _tidy(self) -> None:
        """Delete what a run that was cut off at its end left: everything is erased already."""
        if self._database.file is not None:
            version = await self._database.schema_version()
            await asyncio.to_thread(discard_copies, self._database.file, version)
            await asyncio.to_thread(discard_left, self._database.file)
            real_now = self._clock.real_now()
            await asyncio.to_thread(discard_abandoned, self._database.file, real_now)
        self._has_tidied = True

    def _tell(self, state: ErasureState | None) -> None:
        if state != self._state:
            self._state = state
            self._on_change(state)
