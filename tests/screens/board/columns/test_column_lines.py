"""How a column's lines are shared out: against a slow statement of the same in whole numbers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.stays.due import HouseTime
from housekeeper.screens.board.columns.card import COMPACT, EVERYTHING, CardHeight
from housekeeper.screens.board.columns.column_lines import ColumnLines
from tests.screens.conftest import GRAND

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


@dataclass(slots=True)
class Sheet:
    """A column of so many dirty rooms on so many lines; what each card would like is given."""

    lines: ColumnLines
    wishes: dict[str, CardHeight]

    @property
    def in_sight(self) -> list[int]:
        """The rows of which the whole card is on the sheet, counted from the top one by one."""
        left, seen = self.lines.high, []
        for row in range(self.lines.top, len(self.wishes)):
            left -= self.lines.height_of(row)
            if left < 0:
                break
            seen.append(row)
        return seen

    @property
    def left_empty(self) -> int:
        """Lines without a card at the end."""
        taken = sum(self.lines.height_of(row) for row in range(self.lines.top, len(self.wishes)))
        return max(0, self.lines.high - taken)

    def number(self, row: int) -> str:
        """The room in a row."""
        return str(1000 + row)


def sheet_of(wishes: list[CardHeight], high: int) -> Sheet:
    rooms = [
        Room(str(1000 + row), "STD", 1, "", TurnStatus.CHECKOUT_DIRTY, NOW)
        for row in range(len(wishes))
    ]
    named = {room.number: wish for room, wish in zip(rooms, wishes, strict=True)}
    lines = ColumnLines(
        Column.DIRTY,
        lambda room: min(2, named[room.number].words),
        lambda room: named[room.number],
    )
    lines.board, lines.high = Board(rooms, HouseTime.of(GRAND, NOW)), high
    return Sheet(lines, named)


ONE, THREE = CardHeight(1, 1), CardHeight(3, 3)


def test_where_all_rooms_are_in_sight_their_cards_take_the_lines_that_are_left() -> None:
    sheet = sheet_of([THREE, ONE, THREE], high=20)
    assert sheet.lines.share_out(may_grow=True)
    assert [sheet.lines.height_of(row) for row in range(3)] == [3, 1, 3]


def test_where_there_are_more_rooms_than_lines_every_card_is_short() -> None:
    sheet = sheet_of([THREE] * 12, high=10)
    assert not sheet.lines.share_out(may_grow=True)
    assert sheet.lines.lines == COMPACT
    assert sheet.lines.height_of(0) == 2


def test_words_of_signs_come_only_where_all_that_was_written_is_told() -> None:
    short, noted = CardHeight(whole=2, words=1), CardHeight(whole=4, words=4)
    sheet = sheet_of([noted, short, short, short], high=9)
    sheet.lines.share_out(may_grow=True)
    assert [sheet.lines.height_of(row) for row in range(4)] == [4, 1, 1, 1]
    sheet.lines.high = 10
    sheet.lines.share_out(may_grow=True)
    assert [sheet.lines.height_of(row) for row in range(4)] == [4, 2, 2, 2]


def test_what_is_said_twice_gives_way_to_what_people_wrote() -> None:
    sheet = sheet_of([CardHeight(whole=4, words=2)] * 4, high=10)
    sheet.lines.share_out(may_grow=True)
    assert [sheet.lines.height_of(row) for row in range(4)] == [2] * 4


def test_cards_grow_only_when_they_may_and_shrink_when_they_must() -> None:
    sheet = sheet_of([THREE] * 4, high=9)
    sheet.lines.share_out(may_grow=True)
    assert sheet.lines.lines == 2
    sheet.lines.high = 20
    assert not sheet.lines.share_out(may_grow=False)
    assert sheet.lines.share_out(may_grow=True)
    assert sheet.lines.height_of(0) == 3
    sheet.lines.high = 11
    assert sheet.lines.share_out(may_grow=False)
    assert sheet.lines.height_of(0) == 2


@pytest.mark.parametrize("seed", range(20))
def test_cards_get_as_many_lines_as_all_of_them_can_have(seed: int) -> None:
    random = Random(seed)
    for _ in range(50):
        wishes = []
        for _ in range(random.randint(0, 14)):
            words = random.randint(1, 8)
            wishes.append(CardHeight(words + random.randint(0, 2), words))
        sheet = sheet_of(wishes, random.randint(1, 40))
        sheet.lines.share_out(may_grow=True)
        fitting = [
            lines
            for lines in range(COMPACT + 1, EVERYTHING + 1)
            if sum(wish.within(lines) for wish in wishes) <= sheet.lines.high
        ]
        assert sheet.lines.lines == max(fitting, default=COMPACT)


@pytest.mark.parametrize("seed", range(20))
def test_wherever_the_reader_goes_the_room_is_in_sight_and_no_line_is_left_empty(
    seed: int,
) -> None:
    random = Random(seed)
    sheet = sheet_of([random.choice([ONE, THREE]) for _ in range(80)], random.randint(3, 40))
    row = 0
    for _ in range(200):
        before, seen = sheet.lines.top, sheet.in_sight
        step = random.choice([1, 1, -1, -1, random.randint(-79, 79)])
        row = max(0, min(79, row + step))
        sheet.lines.scroll_to(sheet.number(row))
        assert row in sheet.in_sight
        # Of a card of two lines, one may be left at most.
        assert not sheet.lines.top or sheet.left_empty <= 1
        if row in seen:
            assert sheet.lines.top == before


def test_a_step_scrolls_by_the_least_and_a_jump_shows_rooms_around() -> None:
    sheet = sheet_of([ONE] * 100, high=10)
    sheet.lines.scroll_to(sheet.number(9))
    assert sheet.lines.top == 0
    sheet.lines.scroll_to(sheet.number(10))
    assert sheet.in_sight == list(range(1, 11))
    sheet.lines.scroll_to(sheet.number(50))
    assert sheet.in_sight == list(range(43, 53))
    sheet.lines.scroll_to(sheet.number(42))
    assert sheet.in_sight == list(range(42, 52))
    sheet.lines.scroll_to(sheet.number(20))
    assert sheet.in_sight == list(range(18, 28))
    sheet.lines.scroll_to(sheet.number(99))
    assert sheet.in_sight == list(range(90, 100))
