"""How the columns share the width, and that no column's title is ever cut."""

from itertools import product
from random import Random

import pytest
from rich.cells import cell_len

from housekeeper.core.board.column import MAIN_COLUMNS, Column
from housekeeper.screens.board.columns.column_widths import (
    NARROWEST_BOARD,
    ColumnsInReach,
    column_widths,
)
from housekeeper.screens.board.tab_line import title_lines, title_text
from housekeeper.screens.drawing.colours import DARK
from housekeeper.screens.drawing.theme import palette_of

FIVE: tuple[Column, ...] = MAIN_COLUMNS
SIX: tuple[Column, ...] = (*MAIN_COLUMNS, Column.OCCUPIED)
SEVEN: tuple[Column, ...] = tuple(Column)


@pytest.mark.parametrize("columns", [FIVE, SIX, SEVEN])
def test_columns_take_the_whole_width_and_none_is_too_narrow_to_read(
    columns: tuple[Column, ...],
) -> None:
    random = Random(6)
    for width in range(NARROWEST_BOARD, 301):
        totals = {column: random.choice([0, 1, 7, 60, 4000]) for column in columns}
        widths = column_widths(totals, width)
        assert list(widths) == list(columns)
        assert sum(widths.values()) + len(columns) - 1 == width
        assert min(widths.values()) >= min(16, (width - len(columns) + 1) // len(columns))


def test_of_two_columns_the_fuller_one_is_the_wider() -> None:
    widths = column_widths({Column.DIRTY: 40, Column.CLEANING: 3, Column.READY: 12}, 120)
    assert widths[Column.DIRTY] > widths[Column.READY] > widths[Column.CLEANING]


@pytest.mark.parametrize(("width", "shown", "total"), product((100, 120, 160), (3, 140), (3, 140)))
def test_the_title_of_seven_columns_is_a_whole_name_with_its_count(
    width: int, shown: int, total: int
) -> None:
    count = str(total) if shown == total else f"{shown}/{total}"
    for column, cells in column_widths(dict.fromkeys(SEVEN, total), width).items():
        title = title_lines(column, count, "", False, cells, palette_of(DARK))[0].text
        assert len(title) == cells
        assert "…" not in title
        assert title.split()[-1] == count


def test_a_name_is_short_where_it_does_not_fit_and_gives_way_to_the_count_at_last() -> None:
    assert title_text(Column.MAINTENANCE, 13) == "▲ MAINTENANCE"
    assert title_text(Column.MAINTENANCE, 12) == "▲ MAINT"
    assert title_text(Column.MAINTENANCE, 5) == "MAINT"
    assert title_text(Column.MAINTENANCE, 4) == "▲"
    assert all(cell_len(title_text(column, 7)) <= 7 for column in Column)


def test_a_jump_brings_one_column_which_stays_until_it_is_let_go() -> None:
    reach = ColumnsInReach()
    assert list(reach.columns) == list(FIVE)
    reach.bring(Column.OCCUPIED)
    assert list(reach.columns) == list(SIX)
    assert not reach.let_go(but=Column.OCCUPIED)
    assert list(reach.columns) == list(SIX)
    assert reach.let_go(but=Column.DIRTY)
    assert list(reach.columns) == list(FIVE)
    assert not reach.let_go(but=Column.DIRTY)


def test_columns_that_were_asked_for_stay_until_they_are_sent_away() -> None:
    reach = ColumnsInReach()
    reach.toggle()
    assert list(reach.columns) == list(SEVEN)
    reach.bring(Column.OCCUPIED)
    assert not reach.let_go(but=Column.DIRTY)
    assert list(reach.columns) == list(SEVEN)
    reach.toggle()
    assert list(reach.columns) == list(FIVE)
    reach.bring(Column.OUT_OF_ORDER)
    reach.toggle()
    assert list(reach.columns) == list(FIVE)
