"""An inspection round as values: walking order, who is offered what, who joins and leaves."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from housekeeper.core.inspection.round import (
    CLAIM_LASTS,
    Visit,
    VisitState,
    WalkingOrder,
    claimed,
    joining,
    leaving,
    progress,
    released,
    room_claimed_by,
    room_done_last,
)
from housekeeper.core.inspection.walking_order import in_walking_order, next_room
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from tests.core.building import NOW, TODAY, TOMORROW, YESTERDAY, a_room_that_is

BY_FLOOR, ARRIVALS_FIRST = WalkingOrder.BY_FLOOR, WalkingOrder.ARRIVALS_FIRST
WAITING = VisitState.WAITING


def to_inspect(number: str, floor: int = 1, section: str = "", **facts: object) -> Room:
    room = a_room_that_is(RoomStatus.CLEANED_UNINSPECTED, number)
    return replace(room, floor=floor, section=section, **facts)  # type: ignore[arg-type]


def by_number(*rooms: Room) -> dict[str, Room]:
    return {room.number: room for room in rooms}


def visits_of(*numbers: str) -> list[Visit]:
    return [Visit(number, 1, WAITING, NOW) for number in numbers]


def offered(
    visits: list[Visit],
    rooms: dict[str, Room],
    after: str | None = None,
    order: WalkingOrder = BY_FLOOR,
    staff_code: str = "maria",
    real_now: datetime = NOW,
) -> str | None:
    return next_room(visits, rooms, order, TODAY, staff_code, real_now, after)


HOUSE = by_number(
    to_inspect("1009", floor=10),
    to_inspect("301", floor=3, section="West"),
    to_inspect("302", floor=3, section="East"),
    to_inspect("310", floor=3, section="East", next_arrival=TOMORROW),
    to_inspect("39", floor=3, section="East"),
    to_inspect("101", floor=1, section="West", next_arrival=TODAY),
    to_inspect("412", floor=4, next_arrival=YESTERDAY),
)


def test_a_round_goes_floor_by_floor_section_by_section_in_natural_order() -> None:
    walked = in_walking_order(visits_of(*HOUSE), HOUSE, BY_FLOOR, TODAY)
    numbers = [visit.room_number for visit in walked]
    assert numbers == ["101", "39", "302", "310", "301", "412", "1009"]


def test_arrivals_of_today_come_first_where_that_is_wanted() -> None:
    walked = in_walking_order(visits_of(*HOUSE), HOUSE, ARRIVALS_FIRST, TODAY)
    numbers = [visit.room_number for visit in walked]
    assert numbers == ["101", "412", "39", "302", "310", "301", "1009"]


def test_the_next_room_lies_onwards_and_the_round_ends_where_it_began() -> None:
    visits = visits_of(*HOUSE)
    assert offered(visits, HOUSE) == "101"
    assert offered(visits, HOUSE, after="302") == "310"
    assert offered(visits, HOUSE, after="1009") == "101"
    assert offered([], HOUSE, after="302") is None


def test_an_arrival_that_joins_behind_is_still_walked_to_first() -> None:
    rooms = by_number(to_inspect("101", next_arrival=TODAY), to_inspect("201"), to_inspect("301"))
    visits = visits_of("101", "301")
    assert offered(visits, rooms, after="201", order=ARRIVALS_FIRST) == "101"
    assert offered(visits, rooms, after="201", order=BY_FLOOR) == "301"


def test_a_room_that_someone_else_looks_at_is_offered_last() -> None:
    visits = visits_of("39", "302")
    visits[0] = claimed(visits[0], "ben", NOW)
    assert offered(visits, HOUSE) == "302"
    assert offered(visits, HOUSE, staff_code="ben") == "39"
    assert offered(visits[:1], HOUSE) == "39"


def test_a_lost_terminal_gives_its_room_back_after_a_while() -> None:
    visits = visits_of("39", "302")
    visits[0] = claimed(visits[0], "ben", NOW)
    later = NOW + CLAIM_LASTS
    assert offered(visits, HOUSE, real_now=later - timedelta(seconds=1)) == "302"
    assert offered(visits, HOUSE, real_now=later) == "39"


def test_the_time_at_a_room_adds_up_and_a_terminal_left_alone_does_not() -> None:
    [visit] = visits_of("39")
    first = released(claimed(visit, "maria", NOW), NOW + timedelta(seconds=40))
    second = released(claimed(first, "maria", NOW), NOW + timedelta(seconds=25))
    assert (second.seconds, second.claimed_by) == (65, None)
    away = released(claimed(visit, "maria", NOW), NOW + timedelta(hours=3))
    assert away.seconds == CLAIM_LASTS.total_seconds()
    back_in_time = released(claimed(visit, "maria", NOW), NOW - timedelta(hours=3))
    assert back_in_time.seconds == 0


def test_a_claim_that_runs_goes_on_and_one_that_ran_out_begins_anew() -> None:
    held = claimed(visits_of("39")[0], "maria", NOW)
    soon, late = NOW + timedelta(minutes=2), NOW + timedelta(hours=2)
    assert claimed(held, "maria", soon).claimed_at == NOW
    assert claimed(held, "maria", late).claimed_at == late
    assert room_claimed_by([held], "maria") == "39"
    assert room_claimed_by([held], "ben") is None


def test_a_room_that_is_cleaned_joins_and_only_once() -> None:
    rooms = by_number(to_inspect("39"), a_room_that_is(RoomStatus.CHECKOUT_DIRTY, "40"))
    [joined] = joining([], rooms, NOW)
    assert (joined.room_number, joined.number, joined.state) == ("39", 1, WAITING)
    assert joining([joined], rooms, NOW) == []
    skipped = replace(joined, state=VisitState.SKIPPED)
    assert joining([skipped], rooms, NOW) == []


def test_a_room_that_failed_and_was_cleaned_again_comes_up_a_second_time() -> None:
    failed = replace(visits_of("39")[0], state=VisitState.FAILED, staff_code="ben", at=NOW)
    [again] = joining([failed], by_number(to_inspect("39")), NOW)
    assert (again.number, again.state) == (2, WAITING)


def test_a_pass_that_was_undone_takes_its_visit_up_again() -> None:
    passed = replace(
        visits_of("39")[0],
        state=VisitState.PASSED,
        staff_code="maria",
        at=NOW,
        seconds=30,
        act_id=UUID(int=1),
        is_undone=True,
    )
    [again] = joining([passed], by_number(to_inspect("39")), NOW)
    assert (again.number, again.state, again.seconds) == (1, WAITING, 30)
    assert again.act_id is None
    assert not again.is_undone
    assert progress([passed]).waiting == 1


def test_rooms_that_no_longer_wait_leave_and_done_ones_stay() -> None:
    rooms = by_number(
        a_room_that_is(RoomStatus.READY_FOR_GUEST, "39"),
        a_room_that_is(RoomStatus.MAINTENANCE_REQUIRED, "302"),
        replace(to_inspect("303"), is_active=False),
        a_room_that_is(RoomStatus.READY_FOR_GUEST, "304"),
        to_inspect("305"),
    )
    visits = visits_of("39", "302", "303", "304", "305")
    visits[1] = replace(visits[1], state=VisitState.SKIPPED)
    visits[3] = replace(visits[3], state=VisitState.PASSED)
    assert [visit.room_number for visit in leaving(visits, rooms)] == ["39", "302", "303"]


def test_progress_counts_what_is_inspected_of_what_is_to_inspect() -> None:
    states = ["PASSED", "PASSED", "FAILED", "SKIPPED", "WAITING", "LEFT"]
    visits = [Visit(str(place), 1, VisitState(state), NOW) for place, state in enumerate(states)]
    counted = progress(visits)
    assert (counted.done, counted.total, counted.left) == (3, 5, 1)


def test_one_stands_where_one_acted_last() -> None:
    visits = visits_of("39", "302", "310")
    visits[0] = replace(visits[0], state=VisitState.PASSED, staff_code="maria", at=NOW)
    later = NOW + timedelta(minutes=1)
    visits[1] = replace(visits[1], state=VisitState.SKIPPED, staff_code="maria", at=later)
    latest = later + timedelta(minutes=1)
    visits[2] = replace(visits[2], state=VisitState.LEFT, staff_code="maria", at=latest)
    assert room_done_last(visits, "maria") == "302"
    assert room_done_last(visits, "ben") is None


@given(
    st.lists(
        st.tuples(st.integers(-2, 40), st.sampled_from(("", "East", "West 2")), st.booleans()),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(WalkingOrder),
)
def test_walking_on_from_room_to_room_misses_none(
    doors: list[tuple[int, str, bool]], order: WalkingOrder
) -> None:
    rooms = by_number(
        *(
            to_inspect(f"{floor + 2}{n:02d}", floor, section, next_arrival=TODAY if due else None)
            for n, (floor, section, due) in enumerate(doors)
        )
    )
    visits = visits_of(*rooms)
    walked: list[str] = []
    while (number := offered(visits, rooms, walked[-1] if walked else None, order)) is not None:
        walked.append(number)
        visits = [visit for visit in visits if visit.room_number != number]
    in_order = in_walking_order(visits_of(*rooms), rooms, order, TODAY)
    assert walked == [visit.room_number for visit in in_order]
