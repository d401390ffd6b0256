"""Bookings that ended long ago: how long they are kept, and deleting them a few at a time.

What is left of a booking that ended is its reference, its dates and how many came; its guest's
name went when it ended. Nothing refers to it any more, so it goes without a trace.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from housekeeper.core.retention.kept_months import earlier_today, months_before
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.unit_of_work import Store, UnitOfWork

PORTION = 500
"""So many bookings are deleted in one unit: a key waits no longer than for another's act."""

LOOK_AGAIN_AFTER = timedelta(days=1)
LEFT_ALONE_FOR = timedelta(minutes=5)
"""For so long after a portion nobody else begins; then who deleted it is taken to be gone."""


@dataclass(frozen=True, slots=True)
class KeptBookings:
    """How many bookings there are, and how many of them ended before the first day kept.

    `first_day` is None where all are kept.
    """

    counts: dict[BookingStatus, int]
    first_day: date | None
    too_old: int


def _first_day(work: UnitOfWork) -> date | None:
    """The first last day of bookings that are kept; None where all are."""
    months = work.hotel.rules.bookings_kept_months
    if not months:
        return None
    return months_before(earlier_today(work.hotel, work.now, work.real_now), months)


def kept_bookings(work: UnitOfWork) -> KeptBookings:
    """How many bookings there are by status, and how many are due to be deleted."""
    first_day = _first_day(work)
    too_old = 0 if first_day is None else work.ended_bookings.count_before(first_day)
    return KeptBookings(dict(work.ended_bookings.counts()), first_day, too_old)


def is_sweep_due(work: UnitOfWork) -> bool:
    """Whether a day has passed since old bookings were looked for, and nobody does it now."""
    if _first_day(work) is None:
        return False
    until = work.ended_bookings.swept_until()
    # A moment further on than any set now comes from a clock that was set back since.
    return until is None or not work.real_now < until <= work.real_now + LOOK_AGAIN_AFTER


def sweep_portion(work: UnitOfWork) -> int:
    """Delete some of the bookings that ended too long ago, and tell how many.

    Fewer than `PORTION` are the last of them; then nobody looks again for a day.
    """
    first_day = _first_day(work)
    if first_day is None:
        return 0
    deleted = work.ended_bookings.delete_before(first_day, PORTION)
    rest = LEFT_ALONE_FOR if deleted == PORTION else LOOK_AGAIN_AFTER
    work.ended_bookings.keep_swept_until(work.real_now + rest)
    return deleted


def begin_sweep(work: UnitOfWork) -> int:
    """The first portion, where it is due; 0 where another program was quicker."""
    return sweep_portion(work) if is_sweep_due(work) else 0


async def sweep(
    store: Store,
    between: Callable[[], Awaitable[None]],
    begin: Callable[[UnitOfWork], int] = sweep_portion,
) -> int:
    """Delete all bookings that are too old, in portions, and tell how many.

    `between` is waited for after each portion but the last; `begin` is the first one.
    """
    deleted = portion = await store.write(begin)
    while portion == PORTION:
        await between()
        portion = await store.write(sweep_portion)
        deleted += portion
    return deleted
