"""Old history goes from the front, in portions, and the figures of its days stay as they were."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import InvalidInput, NotAllowed, RoomMoved
from housekeeper.core.history import retention
from housekeeper.core.history.repository import Held
from housekeeper.core.history.retention import (
    Bound,
    bound_before,
    bound_of_months,
    let_history_go,
)
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round import VisitState
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.rooms.room_record import read_dossier
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.rooms.undo import undo
from housekeeper.core.shift.figures import Figures, figures
from housekeeper.core.shift.handover import handover
from housekeeper.core.stays.check_in_undo import undo_check_in
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.transfer.backup import examine
from tests.grand_hotel import ANA, DESK, GRAND, MANAGER, MARIA, TODAY, a_booking, act_of
from tests.stored_house import StoredHouse

DAYS = 80
NUMBERS = ("101", "102", "103") * 15 + ("201",)
"""The last one stands for weeks as it was left."""
_NEXT = {
    RoomStatus.CHECKOUT_DIRTY: (
        *(Verb.START,) * 6,
        *(Verb.CLEAN,) * 3,
        Verb.MAINTENANCE,
        Verb.OVERRIDE,
    ),
    RoomStatus.CLEANING_IN_PROGRESS: (Verb.CLEAN, Verb.CLEAN, Verb.CLEAN, Verb.MAINTENANCE),
    RoomStatus.CLEANED_UNINSPECTED: (Verb.PASS, Verb.PASS, Verb.PASS, Verb.FAIL, Verb.DIRTY),
    RoomStatus.READY_FOR_GUEST: (Verb.CHECK_IN, Verb.CHECK_IN, Verb.CHECK_IN, Verb.DIRTY),
    RoomStatus.AVAILABLE: (Verb.CHECK_IN,),
    RoomStatus.OCCUPIED: (Verb.CHECK_OUT, Verb.CHECK_OUT, Verb.NOTE),
    RoomStatus.MAINTENANCE_REQUIRED: (Verb.FIXED,),
}
_WHO = {Verb.PASS: MARIA, Verb.FAIL: MARIA, Verb.FIXED: MARIA, Verb.OVERRIDE: MANAGER}


class RandomDays:
    """Days of a hotel in which anything may happen, all of it in one unit of work."""

    def __init__(self, work: UnitOfWork, random: Random, first: date) -> None:
        self.work, self.random = work, random
        self.first = first
        self.bookings = 0

    def pass_by(self, days: int) -> None:
        for place in range(days):
            moment = GRAND.midnight(self.first + timedelta(days=place))
            # On some days hardly anything happens.
            for _ in range(self.random.choice((0, 2, 8, 14, 14))):
                moment += timedelta(minutes=self.random.choice((1, 12, 25, 70, 190)), seconds=7.25)
                self.set_clock(moment)
                self.act(self.random.choice(NUMBERS))

    def set_clock(self, moment: datetime) -> None:
        work: object = self.work
        for name in ("now", "real_now"):
            setattr(work, name, moment)
        self.work.today = GRAND.day(moment)

    def act(self, number: str) -> None:
        work, room = self.work, self.work.rooms.get(number)
        verb = self.random.choice(_NEXT[room.status])
        if verb is Verb.CHECK_IN:
            self.bookings += 1
            booking = a_booking(f"R{work.now:%y%m%d}-{self.bookings}", room_type=room.room_type)
            booking = replace(booking, arrival=work.today, departure=work.today + timedelta(days=2))
            import_bookings(work, [BookingRow(1, booking)])
            check_in(work, act_of(DESK), booking.reference, number)
        elif verb is Verb.CHECK_OUT:
            check_out(work, act_of(DESK), [number])
        else:
            staff = _WHO.get(verb, ANA)
            to = RoomStatus.READY_FOR_GUEST if verb is Verb.OVERRIDE else None
            request = TurnRequest(verb, number, note=f"at {work.now}", status=to)
            perform(work, act_of(staff), request)
            if verb is not Verb.OVERRIDE and self.random.random() < 0.1:
                undo(work, act_of(staff))


@pytest.fixture
def first(house: StoredHouse) -> date:
    return GRAND.day(house.clock.now()) - timedelta(days=DAYS)


async def live(house: StoredHouse, first: date, seed: int, days: int = DAYS) -> None:
    await house.store.write(lambda work: RandomDays(work, Random(seed), first).pass_by(days))


async def events_of(house: StoredHouse) -> list[RoomEvent]:
    found = await house.store.read(lambda work: work.events.history(HistoryQuery(limit=100_000)))
    return found[::-1]


async def bound_of(house: StoredHouse, before: date) -> Bound:
    return await house.store.read(lambda work: bound_before(work, before))


async def let_go(house: StoredHouse, before: date) -> int:
    return await let_history_go(
        house.store, await bound_of(house, before), act_of(MANAGER), "to a file"
    )


def spans(random: Random, first: date) -> list[tuple[datetime, datetime]]:
    """Whole days, on both sides of wherever the history begins."""
    chosen = [(0, DAYS + 1), (0, 1), (20, 60)]
    for _ in range(25):
        begins = random.randrange(DAYS)
        chosen.append((begins, random.randint(begins + 1, DAYS + 1)))
    return [
        (
            GRAND.midnight(first + timedelta(days=begins)),
            GRAND.midnight(first + timedelta(days=ends)),
        )
        for begins, ends in chosen
    ]


async def figures_of(
    house: StoredHouse, asked: Sequence[tuple[datetime, datetime]]
) -> list[Figures]:
    def measure(work: UnitOfWork) -> list[Figures]:
        return [
            replace(
                figures(work, since, until),
                backlog=(),
                kept_before=None,
                kept_hours=frozenset(),
                backlog_from=None,
            )
            for since, until in asked
        ]

    return await house.store.read(measure)


@pytest.mark.parametrize("seed", range(2))
async def test_figures_after_letting_go_are_those_from_before_it(
    house: StoredHouse, first: date, seed: int
) -> None:
    await live(house, first, seed)
    asked = spans(Random(seed), first)
    before = await figures_of(house, asked)
    assert before[0].total.turn.count > 20
    assert before[0].not_counted + before[0].began_earlier > 0
    for days in (20, 24, 43):
        await let_go(house, first + timedelta(days=days))
        assert await figures_of(house, asked) == before
    assert (await events_of(house))[0].at >= GRAND.midnight(first + timedelta(days=43))


async def test_the_backlog_of_every_day_that_has_its_history_is_told(
    house: StoredHouse, first: date
) -> None:
    await live(house, first, seed=0)
    asked = spans(Random(0), first)

    async def told() -> list[Figures]:
        return await house.store.read(lambda work: [figures(work, *span) for span in asked])

    before = await told()
    assert {one.backlog_from for one in before} == {None}
    whole_from = first + timedelta(days=24)
    await let_go(house, whole_from)
    begins = GRAND.midnight(whole_from)
    for old, new in zip(before, await told(), strict=True):
        assert new.backlog == tuple(point for point in old.backlog if point.at >= begins)
        assert new.backlog_from == (whole_from if new.since < begins else None)
    both = before[0].backlog
    assert both[0].at < begins < both[-1].at
    assert sum(one.total for one in both) > 0


async def test_what_stays_is_as_it_was_and_without_a_gap(
    house: StoredHouse, first: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PORTION", 7)
    await live(house, first, seed=5, days=40)
    whole = await events_of(house)
    bound = await bound_of(house, first + timedelta(days=30))
    assert 40 < bound.count < len(whole) - 20

    class CutOff(Exception):
        """The program is ended between two portions."""

    async def cut_off() -> None:
        raise CutOff

    act = act_of(MANAGER)
    with pytest.raises(CutOff):
        await let_history_go(house.store, bound, act, "to a file", between=cut_off)
    assert await events_of(house) == whole[7:]
    assert await house.store.read(lambda work: work.history.first_seq()) == 8
    went = await let_history_go(house.store, await bound_of(house, bound.before), act, "to a file")
    assert went == bound.count - 7
    kept = await events_of(house)
    assert kept == [event for event in whole if event.seq >= bound.upto]
    assert kept[0].at >= GRAND.midnight(bound.before)
    told = await house.store.read(lambda work: work.hotel_events.history(HistoryQuery()))
    assert [(one.kind, one.counts) for one in told[:1]] == [
        (EventKind.HISTORY_LET_GO, {"events": bound.count})
    ]


async def test_an_event_stays_that_one_which_stays_takes_back(
    house: StoredHouse, first: date
) -> None:
    """A check-in is taken back days later: the history is let go before it, not between them."""

    def stay(work: UnitOfWork) -> list[int]:
        days = RandomDays(work, Random(1), first)
        days.set_clock(GRAND.midnight(first) + timedelta(hours=9))
        perform(work, act_of(ANA), TurnRequest(Verb.NOTE, "101", note="before"))
        booking = a_booking("B1", arrival=days.work.today, departure=TODAY)
        import_bookings(work, [BookingRow(1, booking)])
        [check_in_event] = check_in(work, act_of(DESK), "B1", "101").events
        days.set_clock(days.work.now + timedelta(days=4))
        undo_check_in(work, act_of(DESK), "B1")
        return [check_in_event.seq, work.events.last_seq()]

    check_in_seq, last_seq = await house.store.write(stay)
    between = await bound_of(house, first + timedelta(days=2))
    assert (between.first_seq, between.upto) == (1, check_in_seq)
    after_both = await bound_of(house, first + timedelta(days=6))
    assert after_both.upto == last_seq + 1


async def test_numbers_go_on_where_everything_went(house: StoredHouse, first: date) -> None:
    await live(house, first, seed=2, days=30)
    numbers = await house.store.read(
        lambda work: [one.number for one in work.hotel_events.history(HistoryQuery())]
    )
    last_seq = await house.store.read(lambda work: work.events.last_seq())
    house.clock.pass_time(days=400)
    assert await let_go(house, first + timedelta(days=200)) == last_seq
    assert await events_of(house) == []
    await house.do(ANA, Verb.NOTE, "101", note="the first of a new history")
    [event] = await events_of(house)
    assert event.seq == last_seq + 1
    [told] = await house.store.read(lambda work: work.hotel_events.history(HistoryQuery()))
    assert told.number == max(numbers, default=0) + 1
    examined = house.path if "://" not in house.target else None
    if examined is not None:
        assert examine(examined, "The file").events == 1


async def test_the_newest_history_and_what_is_not_published_stay(
    house: StoredHouse, first: date
) -> None:
    await live(house, first, seed=3, days=40)
    with pytest.raises(InvalidInput, match=r"last 30 days stays: .* before 2026-10-22 or"):
        await bound_of(house, date(2026, 10, 23))
    bound = await bound_of(house, date(2026, 10, 22))

    def publish_some(work: UnitOfWork) -> None:
        assert work.outbox.take_lease("me", work.real_now, work.real_now + timedelta(minutes=1))
        assert work.outbox.mark_published("me", 12)

    await house.store.write(publish_some)
    held = await house.store.read(lambda work: bound_before(work, bound.before, True))
    assert (held.upto, held.is_waited_for) == (13, True)
    assert await bound_of(house, bound.before) == bound
    with pytest.raises(NotAllowed):
        await let_history_go(house.store, bound, act_of(ANA), "")


async def test_a_clock_that_was_wrong_for_a_while_holds_nothing_up(
    house: StoredHouse, first: date
) -> None:
    await live(house, first, seed=4, days=4)
    wrong = await house.store.read(lambda work: work.events.last_seq())
    await live(house, date(2051, 4, 1), seed=5, days=4)
    right = await house.store.read(lambda work: work.events.last_seq())
    await live(house, first + timedelta(days=5), seed=6, days=30)
    bound = await bound_of(house, first + timedelta(days=20))
    assert wrong < right < bound.upto
    # By the hotel's clock it is years ago: what was really done this week stays.
    now = house.clock.now()
    held = Held(datetime(2031, 1, 1, tzinfo=UTC), now - timedelta(days=90), now)
    assert await house.store.read(lambda work: work.history.first_held(held)) == 1


async def test_the_months_of_the_setting_end_on_a_day(house: StoredHouse) -> None:
    found = await house.store.read(lambda work: [bound_of_months(work, one) for one in (1, 13)])
    assert found == [date(2026, 10, 21), date(2025, 10, 21)]


async def test_what_stands_of_a_room_stands_on_where_nobody_tells_any_more_who_did_it(
    house: StoredHouse,
) -> None:
    await house.do(ANA, Verb.MAINTENANCE, "101", note="broken lamp")
    for verb in (Verb.DIRTY, Verb.CLEAN):
        await house.do(ANA, verb, "102")
    started = await house.store.write(lambda work: round_acts.start_round(work, act_of(MARIA)))
    number = started.round.id
    await house.store.write(
        lambda work: round_acts.fail_room(work, act_of(MARIA), number, "102", "dust")
    )
    rooms = {one: await house.room(one) for one in ("101", "102")}
    seen = rooms["101"].version - 1
    house.clock.pass_time(days=60)
    assert await let_go(house, GRAND.day(house.clock.now()) - timedelta(days=31)) == 4
    assert {one: await house.room(one) for one in rooms} == rooms
    assert (await house.room("101")).maintenance_notes == "broken lamp"
    dossier = await house.store.read(lambda work: read_dossier(work, "101"))
    assert (dossier.history, dossier.is_history_cut) == ((), True)
    account = await house.store.read(lambda work: handover(work, house.clock.now()))
    assert [room.number for room in account.open_in(RoomStatus.MAINTENANCE_REQUIRED)] == ["101"]
    result = await house.store.read(lambda work: round_acts.look(work, "maria", number))
    [failed] = [one.visit for one in result.rooms if one.visit.room_number == "102"]
    assert (failed.state, failed.note) == (VisitState.FAILED, "")
    with pytest.raises(RoomMoved, match="changed meanwhile; it is maintenance"):
        await house.do(MARIA, Verb.FIXED, "101", seen_version=seen)
    await house.do(ANA, Verb.CLEAN, "102")
    await house.store.write(lambda work: round_acts.pass_room(work, act_of(MARIA), number, "102"))
