"""The board: each room in one column, in the order that presses, and right after every event."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housekeeper.core.board.board import Board, find_room
from housekeeper.core.board.column import Column, column_of
from housekeeper.core.board.statistics import statistics
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from tests.core.building import (
    TODAY,
    TOMORROW,
    WHEN,
    YESTERDAY,
    a_room,
    a_room_that_is,
    an_event,
    any_room,
)

NUMBERS = ("101", "102", "1009", "A1", "P.2")


def look_of(board: Board) -> tuple[object, ...]:
    """All that a screen asks of a board."""
    return (
        {column: board.numbers(column) for column in Column},
        {column: board.total(column) for column in Column},
        board.statistics,
        dict(board.rooms),
        {number: board.position(number) for number in NUMBERS},
    )


@settings(max_examples=40)
@given(
    rooms=st.tuples(*(any_room(number) for number in NUMBERS)),
    changes=st.lists(st.sampled_from(NUMBERS).flatmap(any_room), max_size=12),
    words=st.sampled_from(("", "std", "1", "east", "dirty", "floor 3", "overdue", "1xx")),
)
def test_a_board_after_events_is_the_board_read_anew(
    rooms: Sequence[Room], changes: list[Room], words: str
) -> None:
    now = {room.number: room for room in rooms}
    board = Board(rooms, WHEN, staff_names={"ana": "Ana"})
    board.set_filter(words)
    for seq, room in enumerate(changes, start=1):
        change = board.apply(an_event(seq, now[room.number], room))
        assert change is not None
        assert change.entered == (column_of(room) if room.is_active else None)
        now[room.number] = room
        anew = Board(now.values(), WHEN, staff_names={"ana": "Ana"})
        anew.set_filter(words)
        assert look_of(board) == look_of(anew)


LINES = ("std", "1xx", "floor 3", "failed ana", "ready", "007", "dirty 1", "overdue", "dlx sui")


@settings(max_examples=40)
@given(
    rooms=st.tuples(*(any_room(number) for number in NUMBERS)),
    changes=st.lists(st.sampled_from(NUMBERS).flatmap(any_room), max_size=9),
    line=st.sampled_from(LINES),
    other=st.sampled_from(LINES),
)
def test_a_filter_typed_letter_by_letter_among_news_shows_what_the_whole_line_shows(
    rooms: Sequence[Room], changes: list[Room], line: str, other: str
) -> None:
    now = {room.number: room for room in rooms}
    board = Board(rooms, WHEN)
    letters = [line[:end] for end in range(1, len(line) + 1)]
    typed = [*letters, *reversed(letters), other, line]
    for place, words in enumerate(typed):
        board.set_filter(words)
        if place < len(changes):
            room = changes[place]
            board.apply(an_event(place + 1, now[room.number], room))
            now[room.number] = room
        anew = Board(now.values(), WHEN)
        anew.set_filter(words)
        assert [board.numbers(one) for one in Column] == [anew.numbers(one) for one in Column]


def test_a_filter_by_a_name_finds_who_came_to_the_hotel_behind_it() -> None:
    cleaning = replace(a_room("205"), turn_status=TurnStatus.CLEANING_IN_PROGRESS, attendant="zoe")
    board = Board([a_room("101"), cleaning], WHEN)
    board.set_filter("petrova")
    assert board.shown(Column.CLEANING) == 0
    board.read_again([], {"zoe": "Zoe Petrova"})
    assert board.numbers(Column.CLEANING) == ["205"]
    assert board.position("205") == (Column.CLEANING, 0)


@given(st.tuples(*(any_room(number) for number in NUMBERS)))
def test_every_room_in_use_stands_in_one_place(rooms: Sequence[Room]) -> None:
    board = Board(rooms, WHEN)
    standing = [number for column in Column for number in board.numbers(column)]
    assert sorted(standing) == sorted(room.number for room in rooms if room.is_active)
    for number in standing:
        place = board.position(number)
        assert place is not None
        found = board.at(*place)
        assert found is not None
        assert found.number == number


@pytest.mark.parametrize(
    ("status", "column"),
    [
        (RoomStatus.CHECKOUT_DIRTY, Column.DIRTY),
        (RoomStatus.CLEANING_IN_PROGRESS, Column.CLEANING),
        (RoomStatus.CLEANED_UNINSPECTED, Column.TO_INSPECT),
        (RoomStatus.MAINTENANCE_REQUIRED, Column.MAINTENANCE),
        (RoomStatus.READY_FOR_GUEST, Column.READY),
        (RoomStatus.AVAILABLE, Column.READY),
        (RoomStatus.OCCUPIED, Column.OCCUPIED),
        (RoomStatus.OUT_OF_ORDER, Column.OUT_OF_ORDER),
    ],
)
def test_each_status_has_its_column(status: RoomStatus, column: Column) -> None:
    assert column_of(a_room_that_is(status)) is column


def test_an_event_heard_twice_or_late_changes_nothing() -> None:
    dirty = a_room_that_is(RoomStatus.CHECKOUT_DIRTY)
    ready = a_room_that_is(RoomStatus.READY_FOR_GUEST)
    board = Board([dirty], WHEN, last_seq=7)
    assert board.apply(an_event(8, dirty, ready)) is not None
    assert board.apply(an_event(8, dirty, ready)) is None
    assert board.apply(an_event(3, ready, dirty)) is None
    assert (board.last_seq, board.numbers(Column.READY)) == (8, ["412"])


def test_a_room_taken_out_of_use_leaves_the_board_and_its_mark() -> None:
    room = a_room()
    board = Board([room], WHEN)
    board.marked.add("412")
    change = board.apply(an_event(1, room, a_room(is_active=False)))
    assert change is not None
    assert (change.left, change.entered) == (Column.READY, None)
    assert change.columns == {Column.READY}
    assert (len(board), board.marked, board.statistics.total_rooms) == (0, set(), 0)


def test_dirty_rooms_stand_failed_first_then_waited_for_then_by_number() -> None:
    dirty = RoomStatus.CHECKOUT_DIRTY
    board = Board(
        [
            a_room_that_is(dirty, "1009"),
            a_room_that_is(dirty, "101", next_arrival=TOMORROW),
            a_room_that_is(dirty, "305", next_arrival=TODAY),
            a_room_that_is(dirty, "412", fail_reason="hair in the bath"),
        ],
        WHEN,
    )
    assert board.numbers(Column.DIRTY) == ["412", "305", "101", "1009"]


def test_maintenance_stands_by_priority_and_guests_by_departure() -> None:
    flagged, occupied = RoomStatus.MAINTENANCE_REQUIRED, RoomStatus.OCCUPIED
    board = Board(
        [
            a_room_that_is(flagged, "1", maintenance_priority=MaintenancePriority.LOW),
            a_room_that_is(flagged, "2", maintenance_priority=MaintenancePriority.MED),
            a_room_that_is(flagged, "3", maintenance_priority=MaintenancePriority.HIGH),
            a_room_that_is(occupied, "4", departure=TOMORROW),
            a_room_that_is(occupied, "5", departure=TODAY),
            a_room_that_is(occupied, "6", departure=YESTERDAY),
        ],
        WHEN,
    )
    assert board.numbers(Column.MAINTENANCE) == ["3", "2", "1"]
    assert board.numbers(Column.OCCUPIED) == ["6", "5", "4"]


def test_the_statistics_count_facts_so_one_room_may_count_twice() -> None:
    rooms = [
        a_room("1"),
        a_room_that_is(RoomStatus.READY_FOR_GUEST, "2", next_arrival=TODAY),
        a_room_that_is(RoomStatus.CHECKOUT_DIRTY, "3", maintenance_required=True),
        a_room_that_is(RoomStatus.CLEANING_IN_PROGRESS, "4"),
        a_room_that_is(RoomStatus.CLEANED_UNINSPECTED, "5"),
        a_room_that_is(RoomStatus.OCCUPIED, "6", departure=YESTERDAY, maintenance_required=True),
        a_room_that_is(RoomStatus.OCCUPIED, "7", departure=TODAY),
        a_room_that_is(RoomStatus.OUT_OF_ORDER, "8"),
        a_room("9", is_active=False),
    ]
    counted = Board(rooms, WHEN, arrivals=1).statistics
    assert counted == statistics([room for room in rooms if room.is_active], WHEN, arrivals=1)
    assert (counted.total_rooms, counted.available_for_booking, counted.occupied) == (8, 2, 2)
    assert (counted.needs_cleaning, counted.cleaning_in_progress) == (0, 1)
    assert (counted.needs_inspection, counted.needs_maintenance) == (1, 2)
    assert (counted.out_of_order, counted.ready_for_guests, counted.to_turn) == (1, 2, 2)
    assert (counted.flagged, counted.occupied_and_flagged) == (2, 1)
    assert (counted.due_out, counted.overdue, counted.arrivals) == (1, 1, 1)


def test_typed_digits_find_the_room_or_the_first_that_begins_so() -> None:
    board = Board([a_room(number) for number in ("1010", "101", "1", "205", "A2")], WHEN)
    assert [find_room(board, typed) for typed in ("101", "10", "2", "a", "9")] == [
        "101",
        "101",
        "205",
        "A2",
        None,
    ]


def test_digits_do_not_find_what_the_filter_hides() -> None:
    board = Board([a_room("101"), a_room("205", room_type="DLX")], WHEN)
    board.set_filter("dlx")
    assert (find_room(board, "101"), find_room(board, "2")) == (None, "205")
    assert (board.shown(Column.READY), board.total(Column.READY)) == (1, 2)
    assert board.position("101") is None
