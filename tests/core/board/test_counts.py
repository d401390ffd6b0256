"""Every number is that of a column, or of the rooms that its words show; all who count agree."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.board.statistics import COUNTS, COUNTS_BY_FACT, statistics
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.shift.handover import LEFT_OPEN, handover
from housekeeper.core.unit_of_work import UnitOfWork
from tests.core.building import NOW, TODAY, WHEN, a_room, a_room_that_is, an_event, any_room
from tests.grand_hotel import House

NUMBERS = tuple(f"{floor}{room:02d}" for floor in (1, 2) for room in range(1, 7))
hotels = st.tuples(*(any_room(number) for number in NUMBERS))

_COLUMNS = {
    "to_turn": (Column.DIRTY, Column.CLEANING, Column.TO_INSPECT),
    "needs_cleaning": (Column.DIRTY,),
    "cleaning_in_progress": (Column.CLEANING,),
    "needs_inspection": (Column.TO_INSPECT,),
    "needs_maintenance": (Column.MAINTENANCE,),
    "available_for_booking": (Column.READY,),
    "ready_for_guests": (Column.READY,),
    "out_of_order": (Column.OUT_OF_ORDER,),
    "total_rooms": tuple(Column),
}


def shown(board: Board) -> int:
    return sum(board.shown(column) for column in Column)


@settings(max_examples=60)
@given(hotels)
def test_each_number_is_the_number_of_rooms_that_its_words_show(rooms: Sequence[Room]) -> None:
    board = Board(rooms, WHEN)
    for count in COUNTS:
        board.set_filter(count.filter_words)
        assert shown(board) == count.of(board.statistics), count.word


@settings(max_examples=60)
@given(hotels)
def test_what_counts_by_status_counts_as_the_columns_do(rooms: Sequence[Room]) -> None:
    board = Board(rooms, WHEN)
    for fact, columns in _COLUMNS.items():
        assert getattr(board.statistics, fact) == sum(map(board.total, columns)), fact
    counts = board.statistics
    outside = board.total(Column.OUT_OF_ORDER)
    assert counts.occupied - counts.occupied_and_flagged <= board.total(Column.OCCUPIED) + outside


@settings(max_examples=40)
@given(hotels, st.lists(st.sampled_from(NUMBERS).flatmap(any_room), max_size=10))
def test_counts_kept_by_events_are_those_of_a_hotel_counted_anew(
    rooms: Sequence[Room], changes: list[Room]
) -> None:
    now = {room.number: room for room in rooms}
    board = Board(rooms, WHEN)
    for seq, room in enumerate(changes, start=1):
        board.apply(an_event(seq, now[room.number], room))
        now[room.number] = room
    in_use = [room for room in now.values() if room.is_active]
    assert board.statistics == statistics(in_use, WHEN, 0)


def test_a_word_that_somebody_wrote_is_in_no_count() -> None:
    board = Board([a_room("999", housekeeping_notes=" ".join(one.word for one in COUNTS))], WHEN)
    for count in COUNTS:
        board.set_filter(count.filter_words)
        assert shown(board) == count.of(board.statistics), count.word


def test_the_oldest_wait_follows_a_guest_who_is_answered_and_waits_for_an_order() -> None:
    waits = a_room_that_is(
        RoomStatus.OCCUPIED,
        messages_waiting=1,
        messages_waiting_since=NOW,
        orders_open=1,
        orders_open_since=NOW + timedelta(minutes=9),
    )
    answered = replace(waits, messages_waiting=0, messages_waiting_since=None)
    board = Board([waits], WHEN)
    assert board.statistics.waiting_since == NOW
    board.apply(an_event(1, waits, answered))
    assert board.statistics.waiting_since == answered.orders_open_since
    assert board.statistics.guests_waiting == 1


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("due out", ["1"]),
        ("floor 4 due out", ["1"]),
        ("Due Out east", ["1"]),
        ("out of order", ["2"]),
        ("occupied", ["1", "3"]),
        ("occup", ["1", "4"]),
        ("flagged", ["3"]),
        ("waiting", ["3"]),
        ("to turn", []),
    ],
)
def test_the_words_of_a_count_go_with_others(line: str, numbers: list[str]) -> None:
    rooms = [
        a_room_that_is(RoomStatus.OCCUPIED, "1", departure=TODAY),
        a_room_that_is(RoomStatus.OUT_OF_ORDER, "2"),
        a_room_that_is(
            RoomStatus.MAINTENANCE_REQUIRED,
            "3",
            is_occupied=True,
            messages_waiting=1,
            messages_waiting_since=NOW,
        ),
        a_room("4", housekeeping_notes="due: out, occupied, waiting, flagged, of order"),
    ]
    matches = parse_filter(line, {"STD"})
    assert matches is not None
    assert [room.number for room in rooms if matches(haystack(room, WHEN, {}))] == numbers


def test_no_words_of_a_count_are_the_beginning_of_anothers() -> None:
    words = [count.filter_words for count in COUNTS if count.filter_words]
    assert len(set(words)) == len(words) == len(COUNTS) - 1
    for one in words:
        assert [two for two in words if re.search(rf"\b{one}\b", two)] == [one]
    assert COUNTS_BY_FACT["due_out"].word == "due out"


@pytest.mark.parametrize("seed", range(3))
async def test_the_handover_leaves_open_what_board_and_stats_count(house: House, seed: int) -> None:
    chance = random.Random(seed)

    def disturb(work: UnitOfWork) -> None:
        for room in work.rooms.all():
            is_flagged, is_out = chance.random() < 0.4, chance.random() < 0.2
            after = a_room(
                room.number,
                room_type=room.room_type,
                turn_status=chance.choice(list(type(room.turn_status))),
                maintenance_required=is_flagged,
                is_out_of_order=is_out,
                is_occupied=not is_out and chance.random() < 0.3,
                version=room.version,
            )
            work.rooms.save([(room, after)])

    await house.store.write(disturb)
    rooms = await house.store.read(lambda work: work.rooms.all())
    account = await house.store.read(lambda work: handover(work, work.now))
    board = Board(rooms, WHEN)
    left_open = [len(account.open_in(status)) for status in LEFT_OPEN]
    counts = board.statistics
    assert left_open == [
        counts.needs_cleaning,
        counts.cleaning_in_progress,
        counts.needs_inspection,
        counts.needs_maintenance,
        counts.out_of_order,
    ]
    assert counts == statistics(rooms, WHEN, 0)
