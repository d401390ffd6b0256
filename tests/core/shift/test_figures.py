"""Turn times, working time and backlog on days short enough to be worked out by hand."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.event import RoomStep
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.backlog import backlog, by_hour_of_day
from housekeeper.core.shift.figures import Measure, group, groups, measure, people
from housekeeper.core.shift.turn_times import HOUSEKEEPING, Turns, cleanings_of, turns_of
from housekeeper.core.shift.working_time import WorkingHours, read_working_hours, working_time
from tests.core.building import a_room

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
    inspected = [step for step in steps if step.staff_code == "maria"]
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
    points = backlog(steps, now, at("09:30"), at("13:15"))
    counts = [(point.dirty, point.cleaning, point.to_inspect) for point in points]
    assert [point.at for point in points][:1] == [at("10:00")]
    assert counts == [(2, 0, 0), (3, 0, 0), (2, 0, 1), (2, 0, 0)]
    hours = by_hour_of_day(points, ZONE)
    assert [(one.hour, one.most) for one in hours] == [(10, 2), (11, 3), (12, 3), (13, 2)]


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
