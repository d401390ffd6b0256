"""When a guest is overdue: by the hour of the house, or of the late check-out agreed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.errors import Refused
from housekeeper.core.hotel import Hotel
from housekeeper.core.house_rules import HouseRules
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.due import Due, HouseTime, overdue_from
from tests.core.building import TODAY, TOMORROW, YESTERDAY, a_room_that_is, an_event

LISBON = Hotel("grand", "Grand Hotel", "Europe/Lisbon")


def due(clock: str, late: time | None = None, departure: date = TODAY) -> Due:
    """How a departure stands when the hotel's clocks show this time today."""
    now = datetime.combine(TODAY, time.fromisoformat(clock), LISBON.zone)
    return HouseTime.of(LISBON, now).due(departure, late)


@pytest.mark.parametrize(
    ("clock", "late", "how"),
    [
        ("00:00", None, Due.TODAY),
        ("11:00", None, Due.TODAY),
        ("11:29:59", None, Due.TODAY),
        ("11:30", None, Due.OVERDUE),
        ("11:30", time(14), Due.TODAY),
        ("14:29:59", time(14), Due.TODAY),
        ("14:30", time(14), Due.OVERDUE),
        ("09:31", time(9), Due.OVERDUE),
        ("23:59", time(23, 45), Due.TODAY),
    ],
)
def test_a_guest_is_due_until_the_hour_of_the_house_or_the_one_agreed(
    clock: str, late: time | None, how: Due
) -> None:
    assert due(clock, late) is how


@pytest.mark.parametrize("clock", ["00:00", "11:00", "23:59"])
def test_on_other_days_the_hour_says_nothing(clock: str) -> None:
    assert due(clock, departure=TOMORROW) is Due.EARLY
    assert due(clock, time(23, 59), departure=YESTERDAY) is Due.OVERDUE


@pytest.mark.parametrize(
    ("clock", "late", "how"),
    [("15:00", None, Due.TODAY), ("23:59", None, Due.TODAY), ("14:30", time(14), Due.OVERDUE)],
)
def test_a_guest_for_the_day_has_until_midnight_or_the_hour_agreed(
    clock: str, late: time | None, how: Due
) -> None:
    now = datetime.combine(TODAY, time.fromisoformat(clock), LISBON.zone)
    assert HouseTime.of(LISBON, now).due(TODAY, late, is_day_use=True) is how


@pytest.mark.parametrize(
    ("clock", "late", "departure", "why"),
    [
        ("08:00", time(9), TODAY, "09:00 is no late check-out: the hour must be after 11:00"),
        ("08:00", time(0), TOMORROW, "00:00 is no late check-out: the hour must be after 11:00"),
        ("08:00", time(11), TODAY, "11:00 is no late check-out: the hour must be after 11:00"),
        ("14:30", time(14), TODAY, "14:00 has passed: the hour must be after 14:30"),
        ("08:00", time(14), YESTERDAY, "has passed: who stays longer needs a later departure"),
    ],
)
def test_an_hour_that_gives_the_guest_no_time_is_no_late_check_out(
    clock: str, late: time, departure: date, why: str
) -> None:
    now = datetime.combine(TODAY, time.fromisoformat(clock), LISBON.zone)
    with pytest.raises(Refused, match=why):
        HouseTime.of(LISBON, now).refuse_late_checkout(departure, late)


@pytest.mark.parametrize(
    ("clock", "late", "departure"),
    [("08:00", time(11, 1), TODAY), ("14:29", time(14), TODAY), ("23:59", time(12), TOMORROW)],
)
def test_an_hour_that_gives_the_guest_more_time_is_a_late_check_out(
    clock: str, late: time, departure: date
) -> None:
    now = datetime.combine(TODAY, time.fromisoformat(clock), LISBON.zone)
    HouseTime.of(LISBON, now).refuse_late_checkout(departure, late)


def test_a_house_has_its_own_hour_and_its_own_grace() -> None:
    strict = replace(LISBON, rules=HouseRules(time(10), timedelta()))
    now = datetime.combine(TODAY, time(10), LISBON.zone)
    assert HouseTime.of(strict, now).due(TODAY) is Due.OVERDUE
    assert HouseTime.of(strict, now - timedelta(seconds=1)).due(TODAY) is Due.TODAY


@pytest.mark.parametrize(
    ("day", "leaves_at", "utc"),
    [
        # Clocks go from 01:00 to 02:00, and in October from 02:00 back to 01:00.
        (date(2026, 3, 28), time(11), "2026-03-28T11:30"),
        (date(2026, 3, 29), time(11), "2026-03-29T10:30"),
        (date(2026, 3, 29), time(0, 45), "2026-03-29T01:15"),
        (date(2026, 10, 25), time(11), "2026-10-25T11:30"),
        (date(2026, 10, 25), time(1, 15), "2026-10-25T00:45"),
    ],
)
def test_the_hour_is_that_of_the_clocks_on_the_wall_and_the_grace_is_real_minutes(
    day: date, leaves_at: time, utc: str
) -> None:
    assert overdue_from(LISBON, day, leaves_at) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_who_was_overdue_is_not_due_again_when_the_clocks_go_back() -> None:
    at = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    for minutes in range(120):
        when = HouseTime.of(LISBON, at + timedelta(minutes=minutes))
        assert when.due(date(2026, 10, 25), time(1, 15)) is Due.OVERDUE


# A model written apart: it asks every minute what the clocks on the wall show.


def _minutes(clock: datetime) -> int:
    return clock.hour * 60 + clock.minute


def _in_words(room: Room, wall: datetime, checkout: int, grace: int) -> str:
    if room.departure is None or room.departure > wall.date():
        return ""
    if room.departure < wall.date():
        return "overdue"
    late = room.late_checkout
    if late is None and room.arrival == room.departure:
        return "due"
    latest = checkout if late is None else late.hour * 60 + late.minute
    return "overdue" if _minutes(wall) >= latest + grace else "due"


def _a_guest(random: Random, number: str, today: date) -> Room:
    late = time(random.randrange(24), random.randrange(60)) if random.random() < 0.4 else None
    departure = today + timedelta(days=random.choice((-1, 0, 0, 0, 1)))
    return a_room_that_is(
        RoomStatus.OCCUPIED,
        number,
        arrival=departure - timedelta(days=random.choice((0, 1, 2))),
        departure=departure,
        late_checkout=late,
        version=1,
    )


@pytest.mark.parametrize("seed", range(8))
def test_a_board_on_which_time_passes_is_right_at_every_minute(seed: int) -> None:
    random = Random(seed)
    zone = random.choice(("Europe/Lisbon", "Asia/Kolkata", "America/St_Johns", "UTC"))
    checkout, grace = random.randrange(0, 24 * 60), random.choice((0, 1, 30, 720))
    rules = HouseRules(time(checkout // 60, checkout % 60), timedelta(minutes=grace))
    hotel = Hotel("grand", "Grand Hotel", zone, rules)
    today = date(2026, 11, 21)
    rooms = {str(number): _a_guest(random, str(number), today) for number in range(100, 140)}
    begin = datetime.combine(today, time(0), ZoneInfo(zone)).astimezone(UTC)
    board = Board(rooms.values(), HouseTime.of(hotel, begin))
    words = random.choice(("", "overdue", "due out"))
    board.set_filter(words)
    seq, was = 0, dict[str, str]()
    for minute in range(0, 24 * 60, random.choice((1, 7, 30))):
        now = begin + timedelta(minutes=minute)
        told = {change.room_number for change in board.pass_time(now)}
        if random.random() < 0.05:
            number = random.choice(list(rooms))
            guest = _a_guest(random, number, today)
            seq += 1
            board.apply(an_event(seq, rooms[number], guest))
            board.pass_time(now)
            rooms[number] = guest
            told = set(rooms)
        wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        is_now = {n: _in_words(room, wall, checkout, grace) for n, room in rooms.items()}
        counts = board.statistics
        assert counts.overdue == sum(word == "overdue" for word in is_now.values())
        assert counts.due_out == sum(word == "due" for word in is_now.values())
        shown = [n for n in rooms if words[:3] == "" or is_now[n].startswith(words[:3])]
        order = {"overdue": 0, "due": 1, "": 2}
        assert board.numbers(Column.OCCUPIED) == sorted(
            shown, key=lambda number: (order[is_now[number]], int(number))
        )
        assert {n for n in was if was[n] != is_now[n]} <= told
        was = is_now


def test_a_board_whose_clock_is_set_back_takes_it_back() -> None:
    room = a_room_that_is(RoomStatus.OCCUPIED, departure=TODAY)
    noon = datetime.combine(TODAY, time(12), LISBON.zone)
    board = Board([room], HouseTime.of(LISBON, noon))
    assert board.statistics.overdue == 1
    [change] = board.pass_time(noon - timedelta(hours=2))
    assert change.columns == {Column.OCCUPIED}
    assert (board.statistics.overdue, board.statistics.due_out) == (0, 1)


def test_time_passes_over_a_board_of_vacant_rooms_without_a_change() -> None:
    vacant = a_room_that_is(RoomStatus.CHECKOUT_DIRTY, departure=TODAY)
    board = Board([vacant], HouseTime.of(LISBON, datetime.combine(TODAY, time(8), LISBON.zone)))
    when = board.when
    assert board.pass_time(datetime.combine(TODAY, time(20), LISBON.zone)) == []
    assert board.when is when
