"""Letting go of the oldest part of a history: how far, and in portions from the front.

What goes is all before one event, so that the places of what stays have no gap. Before the first
portion goes, what figures need of its days is kept (`shift.day_figures`). A portion is a unit of
work of its own: cut off between two, the history begins later than before, and is as whole.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import InvalidInput
from housekeeper.core.history.repository import Held
from housekeeper.core.retention.kept_months import earlier_today, months_before
from housekeeper.core.rooms.event import Act, RoomStep
from housekeeper.core.shift.day_figures import DAYS_BEHIND, DayFigures
from housekeeper.core.shift.figures import looked_at_for, measure_days
from housekeeper.core.shift.working_time import WorkingHours
from housekeeper.core.unit_of_work import Store, UnitOfWork

LEAST_KEPT = timedelta(days=30)
"""The newest history, which always stays: what an undo, a round, a retry or a day's figures that
are still to be kept may ask for is all in it."""

_LEAST_KEPT_REALLY = timedelta(days=2)
"""The same by real time, for a clock of training that has left years behind in an hour."""

_AHEAD = timedelta(days=1)
"""What is stamped so much later than now was stamped by a clock that was wrong."""

PORTION = 1_000
"""Events that go in one unit of work."""

_DAYS_AT_ONCE = 28


@dataclass(frozen=True, slots=True)
class Bound:
    """How far the history is let go: all before a day of the hotel, as far as it may go.

    The events from `first_seq` to before `upto` go, with the hotel's own up to the number
    `hotel_event`. `is_waited_for` where more would go, had it been published, and `is_held`
    where an older event stays for another reason.
    """

    before: date
    first_seq: int
    upto: int
    hotel_event: int
    is_waited_for: bool = False
    is_held: bool = False

    @property
    def count(self) -> int:
        """How many events of rooms go."""
        return self.upto - self.first_seq


def last_bound(work: UnitOfWork) -> date:
    """The latest day before which history can be let go, by whatever clock shows less."""
    return earlier_today(work.hotel, work.now, work.real_now) - LEAST_KEPT


def bound_of_months(work: UnitOfWork, months: int) -> date:
    """The day before which history goes, where so many months of it are kept."""
    newest = last_bound(work)
    return min(newest, months_before(newest + LEAST_KEPT, months))


def bound_before(work: UnitOfWork, before: date, has_publisher: bool = False) -> Bound:
    """What goes of the history before a day.

    With `has_publisher`, what waits to be published stays. An event that takes back an earlier one
    stays with it. Raises `InvalidInput` for a day of which the history has to stay.
    """
    latest = last_bound(work)
    if before > latest:
        raise InvalidInput(
            f"The history of the last {LEAST_KEPT.days} days stays: "
            f"it can be let go before {latest} or an earlier day."
        )
    first_seq, since = work.history.first_seq(), work.hotel.midnight(before)
    ahead = max(work.now, work.real_now) + _AHEAD
    upto = work.history.first_held(Held(since, work.real_now - _LEAST_KEPT_REALLY, ahead))
    published = work.outbox.published_seq()
    is_waited_for = has_publisher and 0 < published < upto - 1
    if is_waited_for:
        upto = published + 1
    while (undone := work.history.earliest_undone_by(upto)) is not None:
        upto = undone
    upto = max(upto, first_seq)
    of_hotel = work.history.hotel_events(since, upto)
    last = of_hotel[-1].number if of_hotel else 0
    earliest = work.history.earliest_at() if upto == first_seq else None
    is_held = earliest is not None and earliest < since
    return Bound(before, first_seq, upto, last, is_waited_for, is_held)


def due_bound(work: UnitOfWork, has_publisher: bool = False) -> Bound | None:
    """What the rules of the house do not keep any longer; None where that is nothing."""
    months = work.hotel.rules.history_kept_months
    if not months:
        return None
    bound = bound_before(work, bound_of_months(work, months), has_publisher)
    return bound if bound.count else None


def days_to_measure(work: UnitOfWork, bound: Bound) -> tuple[date, date]:
    """The days whose figures are to be kept before the history goes: from, and to before."""
    last, earliest = work.day_figures.last_day(), work.history.earliest_at()
    behind = bound.before + timedelta(days=DAYS_BEHIND)
    if last is not None:
        return last + timedelta(days=1), behind
    return behind if earliest is None else work.hotel.day(earliest), behind


async def keep_figures(store: Store, bound: Bound) -> None:
    """Keep the figures of the days that need what goes, before it does.

    They are read a day at a time and measured beside the event loop, so that nobody who looks
    something up meanwhile waits for long.
    """
    hotel = store.hotel
    first, behind = await store.read(lambda work: days_to_measure(work, bound))
    rooms = {room.number: room for room in await store.read(lambda work: work.rooms.all(True))}
    while first < behind:
        ends = min(first + timedelta(days=_DAYS_AT_ONCE), behind)
        steps = await _steps(store, *looked_at_for(hotel, first, ends))
        found = await asyncio.to_thread(measure_days, hotel, steps, rooms, first, ends)
        last = ends - timedelta(days=1)
        if not found or found[-1].day < last:
            # The last day is kept in any case: it tells how far the days go.
            found.append(DayFigures(last, str(WorkingHours()), {}))
        await store.write(lambda work, days=found: work.day_figures.keep(days))  # type: ignore[misc]
        first = ends


async def _steps(store: Store, since: datetime, until: datetime) -> list[RoomStep]:
    """The steps of a span in seq order."""
    found: list[RoomStep] = []
    while since < until:
        ends = min(since + timedelta(days=1), until)
        found += await store.read(lambda work, since=since, ends=ends: _part(work, since, ends))  # type: ignore[misc]
        since = ends
    return sorted(found, key=lambda step: step.seq)


def _part(work: UnitOfWork, since: datetime, until: datetime) -> list[RoomStep]:
    return work.events.steps(since, until=until)


async def let_history_go(
    store: Store,
    bound: Bound,
    act: Act,
    note: str,
    kind: EventKind = EventKind.HISTORY_LET_GO,
    between: Callable[[], Awaitable[None]] | None = None,
) -> int:
    """Let the history go up to a bound, in portions; give how many events went.

    It is told in the history once, however often the same act is cut off and goes on. `between`
    is waited for after each portion. Raises `NotAllowed` for whoever may not.
    """
    rights.require(act.staff, Verb.DATABASE)
    if not bound.count:
        return 0
    await keep_figures(store, bound)
    went = 0
    while True:
        portion = await store.write(lambda work: _portion(work, bound, act, note, kind))
        went += portion
        if portion < PORTION:
            return went
        if between is not None:
            await between()


def _portion(work: UnitOfWork, bound: Bound, act: Act, note: str, kind: EventKind) -> int:
    first_seq = work.history.first_seq()
    ends = min(first_seq + PORTION, bound.upto)
    if ends <= first_seq:
        return 0
    # The notes that go leave the file too, and the file becomes smaller.
    work.erasures.ask()
    if work.hotel_events.of_act(act.id) is None:
        # Before the others go: numbers go on after theirs.
        work.hotel_events.add(act, kind, note, {"events": bound.count})
    work.history.let_go(ends, bound.hotel_event)
    return ends - first_seq
