"""Deletes old bookings while a board is open: once a day, on one board, a few at a time."""

import asyncio

from housekeeper.core.retention.ended_bookings import (
    PORTION,
    begin_sweep,
    is_sweep_due,
    sweep_portion,
)
from housekeeper.core.unit_of_work import Store

PAUSE_SECONDS = 0.5
"""Between two portions, for whoever waits to act."""


async def sweep(store: Store, pause: float = PAUSE_SECONDS) -> int:
    """Delete all bookings that are too old, where that is due; tell how many."""
    if not await store.read(is_sweep_due):
        return 0
    deleted = portion = await store.write(begin_sweep)
    while portion == PORTION:
        await asyncio.sleep(pause)
        portion = await store.write(sweep_portion)
        deleted += portion
    return deleted
