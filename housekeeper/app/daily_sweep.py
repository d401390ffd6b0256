"""What is done once a day while a board is open: what the house no longer keeps goes.

One board does it, in portions with pauses between them, so that no key waits for it.
"""

import asyncio
from datetime import date

from housekeeper.core.acts import Via
from housekeeper.core.clock import Clock
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.history.retention import due_bound, let_history_go
from housekeeper.core.retention.ended_bookings import begin_sweep, is_sweep_due, sweep
from housekeeper.core.rooms.event import unnamed_act
from housekeeper.core.unit_of_work import Store

LOOK_EVERY_SECONDS = 600.0
PAUSE_SECONDS = 0.5
"""Between two portions, for whoever waits to act."""


async def sweep_bookings(store: Store, pause: float = PAUSE_SECONDS) -> int:
    """Delete all bookings that are too old, where that is due; tell how many."""
    if not await store.read(is_sweep_due):
        return 0
    return await sweep(store, lambda: asyncio.sleep(pause), begin_sweep)


async def sweep_history(
    store: Store, day: date, has_publisher: bool, pause: float = PAUSE_SECONDS
) -> int:
    """Let go of what the house does not keep, where no other board has this day; tell how much.

    A board that is ended in the middle of it leaves the rest for the next day.
    """
    bound = await store.read(lambda work: due_bound(work, has_publisher))
    if bound is None or not await store.write(lambda work: work.history.claim_day(day)):
        return 0
    return await let_history_go(
        store,
        bound,
        unnamed_act(Via.BOARD),
        f"before {bound.before}, events {bound.first_seq} to {bound.upto - 1}",
        between=lambda: asyncio.sleep(pause),
    )


async def sweep_daily(store: Store, clock: Clock, has_publisher: bool) -> None:
    """Let bookings and history go that are too old, on every day, until cancelled.

    What fails is tried again at the next look.
    """
    done_on: date | None = None
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        day = store.hotel.day(clock.real_now())
        try:
            await sweep_bookings(store)
            if day != done_on:
                await sweep_history(store, day, has_publisher)
        except HousekeeperError:
            # The board's feed tells of a store in trouble.
            continue
        done_on = day
