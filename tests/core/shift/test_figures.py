"""Turn times, working time and backlog on days short enough to be worked out by hand."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import InvalidInput
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.standing import FileStanding
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus, TurnStatus
from housekeeper.core.shift.backlog import backlog, by_hour_of_day
from housekeeper.core.shift.day_figures import inspections_of
from housekeeper.core.shift.figures import (
    Measure,
    figures_of_days,
    group,
    groups,
    measure,
    people,
    what_is_left_out,
)
from housekeeper.core.shift.turn_times import HOUSEKEEPING, Turns, cleanings_of, turns_of
from housekeeper.core.shift.working_time import WorkingHours, read_working_hours, working_time
from tests.core.building import a_room
from tests.grand_hotel import ANA, MARIA, House

ZONE = ZoneInfo("Europe/Lisbon")
OCCUPIED, DIRTY, CLEANING, TO_INSPECT, READY, FLAGGED = (
    RoomStatus.OCCUPIED,
    RoomStatus.CHECKOUT_DIRTY,
    RoomStatus.CLEANING_IN_PROGRESS,
    RoomStatus.CLEANED_UNINSPECTED,
    RoomStatus.READY_FOR_GUEST,
    RoomStatus.MAINTENANCE_REQUIRED,
)
ACTS = {
    "out": (EventKind.CHECKED_OUT, OCCUPIED, DIRTY),
    "start": (EventKind.CLEANING_STARTED, DIRTY, CLEANING),
    "clean": (EventKind.CLEANED, CLEANING, TO_INSPECT),
    "clean unstarted": (EventKind.CLEANED, DIRTY, TO_INSPECT),
    "pass": (EventKind.INSPECTION_PASSED, TO_INSPECT, READY),
    "fail": (EventKind.INSPECTION_FAILED, TO_INSPECT, DIRTY),
    "flag": (EventKind.MAINTENANCE_FLAGGED, DIRTY, FLAGGED),
    "fixed": (EventKind.MAINTENANCE_COMPLETED, FLAGGED, DIRTY),
    "override": (EventKind.OVERRIDDEN, DIRTY, READY),
    "note": (EventKind.NOTED, CLEANING, CLEANING),
    "dirty": (EventKind.PUT_BACK, READY, DIRTY),
    "out of use": (EventKind.DEACTIVATED, DIRTY, DIRTY),
    "in use": (EventKind.ACTIVATED, DIRTY, DIRTY),
}
ROOMS: dict[str, Room] = {
    "101": a_room("101", floor=1),
    "102": a_room("102", floor=1, room_type="DLX"),
    "201": a_room("201", floor=2),
}


def at(clock: str, day: int = 18) -> datetime:
    """A moment in the hotel in September 2015, as its clocks show it."""
    return datetime.combine(
        datetime(2015, 9, day, tzinfo=ZONE).date(), time.fromisoformat(clock), ZONE
    ).astimezone(UTC)


def a_day(text: str, day: int = 18, seq: int = 0) -> list[RoomStep]:
    """Steps out of lines such as `09:30 101 ana start`; a plus before the hour is the next day."""
    steps = []
    for line in filter(None, map(str.strip, text.splitlines())):
        clock, number, person, act = line.split(maxsplit=3)
        kind, before, after = ACTS[act]
        moment = at(clock.removeprefix("+"), day + clock.startswith("+"))
        seq += 1
        steps.append(RoomStep(seq, number, kind, before, after, person, person.title(), "", moment))
    return steps


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def counted(steps: list[RoomStep], days: int = 2) -> Turns:
    since, until = at("00:00"), at("00:00", 18 + days)
    acts = [step.at for step in steps if step.kind in HOUSEKEEPING]
    working = working_time(acts, since, until, WorkingHours(), ZONE)
    return turns_of(steps, ROOMS, working, since, until)


BUSY = "\n".join(f"{hour:02d}:05 201 rui dirty" for hour in range(6, 22))
"""Somebody in housekeeping does something every hour."""


def in_order(*texts: str) -> list[RoomStep]:
    steps = sorted((step for text in texts for step in a_day(text)), key=lambda step: step.at)
    return [
        RoomStep(
            seq,
            step.room_number,
            step.kind,
            step.from_status,
            step.to_status,
            step.staff_code,
            step.staff_name,
            step.note,
            step.at,
        )
        for seq, step in enumerate(steps, start=1)
    ]


def test_a_turn_is_the_wait_the_cleaning_and_the_wait_for_the_inspector() -> None:
    [turn] = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            10:40 101 ana start
            11:10 101 ana note
            11:15 101 ana clean
            11:35 101 maria pass
            """,
        )
    ).turns
    assert (turn.wait, turn.clean, turn.inspect) == (minutes(40), minutes(35), minutes(20))
    assert (turn.took, turn.recleans) == (minutes(95), 0)


def test_a_cleaning_that_failed_and_its_repetition_belong_to_the_turn() -> None:
    [turn] = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            10:10 101 ana start
            10:40 101 ana clean
            10:50 101 maria fail
            11:00 101 ana start
            11:08 101 ana clean
            11:20 101 maria pass
            """,
        )
    ).turns
    assert (turn.wait, turn.clean, turn.inspect) == (minutes(20), minutes(38), minutes(22))
    assert (turn.took, turn.recleans) == (minutes(80), 1)


def test_maintenance_is_a_part_of_its_own() -> None:
    [turn] = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            10:10 101 ana flag
            12:10 101 teo fixed
            12:20 101 ana start
            12:50 101 ana clean
            13:00 101 maria pass
            """,
        )
    ).turns
    assert (turn.wait, turn.maintenance, turn.took) == (minutes(20), minutes(120), minutes(180))


def test_the_night_is_not_held_against_anyone() -> None:
    steps = in_order(BUSY)
    steps += a_day("21:30 101 desk out", seq=100)
    steps += a_day("+06:45 101 ana start\n+07:15 101 ana clean\n+07:25 101 maria pass", seq=101)
    [turn] = counted(steps).turns
    # 21:30 to 22:00 in the evening, 6:45 being the first act of the day after a night's gap.
    assert turn.wait == timedelta()
    with_early_shift = sorted(
        steps + a_day("21:40 201 rui dirty\n+06:05 201 rui dirty", seq=200),
        key=lambda step: step.at,
    )
    [turn] = counted(with_early_shift).turns
    assert turn.wait == minutes(10 + 40)


def test_a_long_silence_in_which_nobody_acts_does_not_count() -> None:
    [turn] = counted(
        a_day(
            """
            09:00 201 rui dirty
            10:00 201 rui dirty
            10:30 101 desk out
            14:30 101 ana start
            15:00 101 ana clean
            15:30 101 maria pass
            """
        )
    ).turns
    assert (turn.wait, turn.clean, turn.took) == (timedelta(), minutes(30), minutes(60))


def test_a_cleaning_by_night_counts_whole_and_one_over_night_is_not_known() -> None:
    [turn] = counted(
        a_day(
            """
            21:50 101 desk out
            21:55 101 ana start
            22:25 101 ana clean
            22:30 101 maria pass
            """
        )
    ).turns
    assert turn.clean == minutes(30)
    [turn] = counted(
        in_order(BUSY)
        + a_day("21:20 101 desk out\n21:30 101 ana start", seq=100)
        + a_day("+07:00 101 ana clean\n+07:10 101 maria pass", seq=102)
    ).turns
    assert turn.clean is None
    assert turn.inspect == minutes(10)


def test_a_room_that_was_never_started_tells_neither_wait_nor_cleaning() -> None:
    [turn] = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            10:45 101 ana clean unstarted
            11:00 101 maria pass
            """,
        )
    ).turns
    assert (turn.wait, turn.clean) == (None, None)
    assert (turn.inspect, turn.took) == (minutes(15), minutes(60))


def test_what_is_no_turn_is_not_counted_and_what_cannot_be_is_told() -> None:
    found = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            11:00 101 max override
            12:00 102 ana dirty
            12:10 102 ana start
            12:30 102 ana clean
            12:40 102 maria pass
            """,
        )
    )
    assert (found.turns, found.not_counted) == ((), 1)
    backwards = a_day("10:00 101 desk out\n09:00 101 ana start\n10:20 101 ana clean")
    backwards += a_day("10:30 101 maria pass", seq=3)
    assert counted(backwards).not_counted == 1


def test_a_turn_belongs_to_the_span_in_which_the_room_was_ready() -> None:
    steps = in_order(BUSY)
    steps += a_day("21:30 101 desk out\n+07:00 101 ana start\n+07:30 101 ana clean", seq=90)
    steps += a_day("+08:00 101 maria pass", seq=93)
    assert counted(steps, days=1).turns == ()
    assert len(counted(steps, days=2).turns) == 1


def test_the_median_lies_between_and_nine_of_ten_did_not_exceed_the_ninetieth() -> None:
    assert measure([]) == Measure(0, None, None)
    assert measure([None, minutes(7)]) == Measure(1, minutes(7), minutes(7))
    four = measure(map(minutes, (40, 10, 20, 30)))
    assert four == Measure(4, minutes(25), minutes(40))
    ten = measure(map(minutes, range(1, 11)))
    assert ten == Measure(10, minutes(5.5), minutes(9))


def test_turns_are_summed_up_by_what_they_have_in_common() -> None:
    turns = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            10:00 102 desk out
            10:10 101 ana start
            10:20 102 rui start
            10:40 101 ana clean
            11:00 102 rui clean
            11:00 101 maria pass
            11:10 102 maria pass
            """,
        )
    ).turns
    by_type = {one.name: one for one in groups(turns, lambda turn: turn.room_type)}
    assert by_type["STD"].turn.median == minutes(60)
    assert by_type["DLX"].turn.median == minutes(70)
    everything = group("all", turns)
    assert everything.turn == Measure(2, minutes(65), minutes(70))
    assert everything.wait.median == minutes(15)
    assert everything.maintenance.count == 0


def test_each_person_is_told_what_they_cleaned_and_inspected_and_what_failed() -> None:
    steps = in_order(
        """
        10:00 101 desk out
        10:10 101 ana start
        10:40 101 ana clean
        10:50 101 maria fail
        11:00 101 rui start
        11:08 101 rui clean
        11:20 101 maria pass
        11:30 102 ana clean unstarted
        """
    )
    since, until = at("00:00"), at("23:00")
    working = working_time((), since, until, WorkingHours(), ZONE)
    cleanings = cleanings_of(steps, working, since, until)
    inspected = inspections_of(steps, since, until)
    ana, maria, rui = people(cleanings, inspected)
    assert (ana.cleaned, ana.clean.count, ana.clean.median, ana.failed) == (2, 1, minutes(30), 1)
    assert (maria.cleaned, maria.inspected) == (0, 2)
    assert (rui.cleaned, rui.clean.median, rui.failed) == (1, minutes(8), 0)


def test_the_backlog_is_counted_at_each_full_hour() -> None:
    steps = in_order(
        """
        10:00 101 desk out
        10:30 102 desk out
        11:10 101 ana start
        11:40 101 ana clean
        12:10 101 maria pass
        """
    )
    now = {"101": READY, "102": DIRTY, "201": DIRTY}
    points = backlog(steps, now, at("09:30"), at("13:15"), ZONE)
    counts = [(point.dirty, point.cleaning, point.to_inspect) for point in points]
    assert [point.at for point in points][:1] == [at("10:00")]
    assert counts == [(2, 0, 0), (3, 0, 0), (2, 0, 1), (2, 0, 0)]
    hours = by_hour_of_day(points, ZONE)
    assert [(one.hour, one.most) for one in hours] == [(10, 2), (11, 3), (12, 3), (13, 2)]


MORNING = """
    08:00 101 desk out
    08:10 102 desk out
    08:20 101 ana start
    08:50 101 ana clean
    09:10 101 maria pass
    10:20 201 desk out
    10:30 201 ana start
    """


def totals(steps: list[RoomStep], since: str = "08:00", until: str = "12:00") -> list[int]:
    """The backlog of the morning, hour by hour."""
    now = {"101": READY, "102": DIRTY, "201": CLEANING}
    return [point.total for point in backlog(steps, now, at(since), at(until), ZONE)]


@pytest.mark.parametrize("stamp", ["09:59", "11:30", "23:00", "+23:00"])
@pytest.mark.parametrize("place", range(6))
def test_a_stamp_from_the_future_costs_its_own_event_and_not_the_backlog(
    place: int, stamp: str
) -> None:
    steps = in_order(MORNING)
    right = totals(steps)
    assert right == [1, 2, 1, 2, 2]
    late = at(stamp.removeprefix("+"), 18 + stamp.startswith("+"))
    wrong = [replace(step, at=late) if step.seq == place + 1 else step for step in steps]
    off = [abs(one - other) for one, other in zip(totals(wrong), right, strict=True)]
    assert max(off) <= 1
    # Told at the latest with the next event that has a stamp that can be.
    assert off[4] == 0
    assert sum(off) <= 2


def test_a_whole_round_stamped_tomorrow_is_told_with_the_next_act() -> None:
    steps = in_order(MORNING)
    wrong = [replace(step, at=step.at + timedelta(days=1)) for step in steps[:4]] + steps[4:]
    assert totals(wrong) == [0, 0, 1, 2, 2]


def test_a_stamp_from_the_past_costs_its_own_event_and_no_other() -> None:
    steps = in_order(MORNING)
    wrong = [replace(step, at=at("00:01")) if step.seq == 5 else step for step in steps]
    assert totals(wrong) == [1, 2, 2, 2, 2]


def test_a_turn_with_a_stamp_that_cannot_be_is_told_and_no_other_is_lost() -> None:
    steps = in_order(
        BUSY,
        """
        10:00 101 desk out
        10:10 102 desk out
        10:20 101 ana start
        10:40 101 ana clean
        10:50 101 maria pass
        11:00 102 ana start
        11:30 102 ana clean
        11:40 102 maria pass
        """,
    )
    late = [
        replace(step, at=at("18:00"))
        if (step.room_number, step.kind) == ("101", EventKind.INSPECTION_PASSED)
        else step
        for step in steps
    ]
    found = counted(late)
    assert [turn.room_number for turn in found.turns] == ["102"]
    assert (found.not_counted, found.began_earlier) == (1, 0)


def test_a_cleaning_with_a_stamp_that_cannot_be_is_one_of_unknown_length() -> None:
    steps = in_order(MORNING)
    wrong = [replace(step, at=at("11:00")) if step.seq == 3 else step for step in steps]
    working = working_time((), at("00:00"), at("23:00"), WorkingHours(), ZONE)
    [cleaning] = cleanings_of(wrong, working, at("00:00"), at("23:00"))
    assert cleaning.took is None


def test_a_room_out_of_use_is_in_no_backlog() -> None:
    steps = in_order(
        """
        08:00 101 desk out
        08:30 102 desk out
        09:30 101 max out of use
        11:30 101 max in use
        """
    )
    now = {"101": DIRTY, "102": DIRTY}
    points = backlog(steps, now, at("08:00"), at("12:00"), ZONE)
    assert [point.total for point in points] == [1, 2, 1, 1, 2]
    gone = backlog(steps[:3], {"102": DIRTY}, at("08:00"), at("12:00"), ZONE)
    assert [point.total for point in gone] == [1, 2, 1, 1, 1]


def test_a_turn_ends_when_its_room_goes_out_of_use() -> None:
    found = counted(
        in_order(
            BUSY,
            """
            10:00 101 desk out
            11:00 101 max out of use
            14:00 101 max in use
            14:10 101 ana start
            14:30 101 ana clean
            14:40 101 maria pass
            """,
        )
    )
    assert found == Turns((), 0, 0)


def test_a_turn_that_began_before_anyone_looked_back_is_told() -> None:
    steps = in_order(
        BUSY,
        """
        10:10 101 ana start
        10:40 101 ana clean
        10:50 101 maria pass
        """,
    )
    assert counted(steps) == Turns((), 0, 1)
    # A guest in a room with a fault, and a room in use again, are no turn.
    assert counted(in_order("10:00 101 teo fixed", "11:00 101 max override")).began_earlier == 0
    again = "10:00 101 max in use\n10:10 101 ana start\n10:40 101 ana clean\n10:50 101 maria pass"
    assert counted(in_order(again)).began_earlier == 0


@pytest.mark.parametrize("name", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_the_hours_of_a_zone_are_those_that_its_clocks_show(name: str) -> None:
    zone = ZoneInfo(name)
    since = datetime(2015, 10, 3, 7, tzinfo=zone)
    points = backlog([], {"101": DIRTY}, since, since + timedelta(days=1), zone)
    local = [point.at.astimezone(zone) for point in points]
    assert {(one.minute, one.second) for one in local} == {(0, 0)}
    # Lord Howe's clocks went on by half an hour at two, so that 02:00 never was.
    is_changed = name == "Australia/Lord_Howe"
    hours = [*range(7, 24), *(hour for hour in range(8) if not (is_changed and hour == 2))]
    assert [one.hour for one in local][: len(hours)] == hours
    assert [one.hour for one in by_hour_of_day(points, zone)] == sorted(set(hours))


def test_a_day_with_a_change_of_clocks_keeps_its_hours() -> None:
    hours = WorkingHours()
    before, after = datetime(2015, 10, 24).date(), datetime(2015, 10, 25).date()  # noqa: DTZ001
    assert hours.on(before, ZONE)[0] == datetime(2015, 10, 24, 5, tzinfo=UTC)
    assert hours.on(after, ZONE)[0] == datetime(2015, 10, 25, 6, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "6-22", "22:00-06:00", "06:00", "06:00-06:00", "a-b"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="06:00-22:00"):
        read_working_hours(text)


def test_hours_are_read_as_they_are_written() -> None:
    assert read_working_hours("07:30-20:00") == WorkingHours(time(7, 30), time(20))
    assert str(WorkingHours()) == "06:00-22:00"


async def test_figures_tell_of_a_turn_that_took_longer_than_they_look_back(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    house.clock.pass_time(days=20)
    for person, verb in ((ANA, Verb.START), (ANA, Verb.CLEAN), (MARIA, Verb.PASS)):
        house.clock.pass_time(minutes=10)
        await house.do(person, verb, "101")
    house.clock.pass_time(minutes=10)
    found = await house.store.read(lambda work: figures_of_days(work, 1))
    assert (found.total.turn.count, found.not_counted, found.began_earlier) == (0, 0, 1)
    [sentence] = what_is_left_out(found)
    assert sentence.startswith("1 more turn began over 14 days before")


async def test_a_clock_that_was_wrong_once_leaves_the_figures_of_the_day(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    right = house.clock.at
    house.clock.pass_time(days=400)
    await house.do(ANA, Verb.DIRTY, "102")
    house.clock.at = right
    for person, verb in ((ANA, Verb.START), (ANA, Verb.CLEAN)):
        house.clock.pass_time(minutes=20)
        await house.do(person, verb, "101")
    house.clock.pass_time(hours=1)
    found = await house.store.read(lambda work: figures_of_days(work, 1))
    assert (found.backlog[-1].dirty, found.backlog[-1].to_inspect) == (1, 1)


def test_a_room_is_in_no_backlog_before_it_began() -> None:
    steps = a_day("11:10 101 ana start")
    now = {"101": CLEANING, "102": DIRTY, "201": DIRTY}
    began = {"101": at("09:30"), "102": at("10:30"), "201": at("07:00"), "999": at("09:30")}
    points = backlog(steps, now, at("08:00"), at("12:00"), ZONE, began)
    assert [(one.dirty, one.cleaning) for one in points] == [(1, 0), (1, 0), (2, 0), (3, 0), (2, 1)]


async def test_rooms_that_a_file_brought_dirty_are_in_no_backlog_before_it(house: House) -> None:
    async def bring(number: str) -> None:
        dirty = FileStanding(TurnStatus.CHECKOUT_DIRTY)
        row = RoomRow(2, number, "STD", 3, "", None, dirty)
        await house.store.write(lambda work: import_rooms(work, [row]))

    await bring("301")
    house.clock.pass_time(days=1)
    await bring("302")
    house.clock.pass_time(hours=2)
    await house.do(ANA, Verb.START, "301")
    house.clock.pass_time(hours=1)
    found = await house.store.read(lambda work: figures_of_days(work, 7))
    day = {
        point.at.isoformat()[8:13]: (point.dirty, point.cleaning)
        for point in found.backlog
        if point.total
    }
    assert next(iter(day)) == "21T11"
    assert [day[hour] for hour in ("21T11", "22T10", "22T11", "22T13")] == [
        (1, 0),
        (1, 0),
        (2, 0),
        (1, 1),
    ]
