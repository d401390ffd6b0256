"""Which columns are on the board, and how they share the terminal's width."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import FURTHER_COLUMNS, MAIN_COLUMNS, Column
from housekeeper.screens.board.tab_line import count_text, narrowest_title

NARROWEST_BOARD = 100
"""From this many cells on the columns stand side by side; below, one at a time with tabs."""

_NARROWEST_COLUMN = 16
"""No column is narrower than this, unless all of them have to be."""

_NONE: Mapping[Column, int] = MappingProxyType({})


def column_widths(
    totals: Mapping[Column, int], width: int, narrow: Mapping[Column, int] = _NONE
) -> dict[Column, int]:
    """Cells for each column, one cell of gap between them; fuller columns are wider.

    Half of the width is shared evenly and half by the rooms in each column, bounded so that a
    full column is at most about twice as wide as an empty one. `narrow` are the cells of those
    that leave what they do not need to the others, where there are others.
    """
    if narrow and len(narrow) < len(totals):
        others = {column: total for column, total in totals.items() if column not in narrow}
        left = width - sum(cells + 1 for cells in narrow.values())
        shared = column_widths(others, left)
        return {column: narrow.get(column) or shared[column] for column in totals}
    cells = width - (len(totals) - 1)
    least = min(_NARROWEST_COLUMN, cells // len(totals))
    fullest = max(totals.values(), default=0) or 1
    weights = {column: 1.0 + (count / fullest) ** 0.5 for column, count in totals.items()}
    widths: dict[Column, int] = {}
    for column in sorted(weights, key=lambda column: weights[column]):
        whole = sum(weight for other, weight in weights.items() if other not in widths)
        left = cells - sum(widths.values())
        # The last one takes all that is left, however its weight is rounded.
        share = left if len(widths) == len(weights) - 1 else int(left * weights[column] / whole)
        widths[column] = max(least, share)
    return {column: widths[column] for column in totals}


def widths_on(
    board: Board | None, columns: Iterable[Column], width: int, is_narrowing: bool
) -> dict[Column, int]:
    """Cells for each of these columns of a board.

    With `is_narrowing` those in which a filter finds nothing are as narrow as their titles.
    """
    if board is None:
        return column_widths(dict.fromkeys(columns, 0), width)
    totals = {column: board.shown(column) for column in columns}
    narrow = {
        column: narrowest_title(column, count_text(0, board.total(column)))
        for column, shown in totals.items()
        if is_narrowing and board.filter_text.strip() and not shown
    }
    return column_widths(totals, width, narrow)


class ColumnsInReach:
    """The main columns always; those of occupied and out-of-order rooms as they are needed.

    A jump brings the one that it needs, and it stays for the moves that follow, until it is
    let go; a filter brings those in which it finds rooms, for as long as it is set; both come
    when asked for, and stay until they are sent away.
    """

    def __init__(self) -> None:
        self._jumped_to: frozenset[Column] = frozenset()
        self._found: frozenset[Column] = frozenset()
        self._is_asked_for = False

    @property
    def _further(self) -> frozenset[Column]:
        asked_for = frozenset(FURTHER_COLUMNS if self._is_asked_for else ())
        return asked_for | self._jumped_to | self._found

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that can be reached, in order."""
        return MAIN_COLUMNS + tuple(one for one in FURTHER_COLUMNS if one in self._further)

    def toggle(self) -> None:
        """Bring all further columns; send them away where any is there."""
        self._is_asked_for = not self._further
        self._jumped_to = self._found = frozenset()

    def bring(self, column: Column) -> None:
        """A jump goes to this column."""
        self._jumped_to |= {column} - set(MAIN_COLUMNS)

    def find(self, columns: Iterable[Column]) -> None:
        """The filter finds rooms in these columns, and in no others."""
        self._found = frozenset(columns) - set(MAIN_COLUMNS)

    def has_by_jump(self, column: Column) -> bool:
        """Whether this column is there by a jump alone."""
        return column in self._jumped_to and not self._is_asked_for

    def let_go(self, but: Column) -> bool:
        """Send away what only jumps have brought, but this one; False where that is nothing."""
        kept = self._jumped_to & {but}
        if self._is_asked_for or kept == self._jumped_to:
            return False
        self._jumped_to = kept
        return True
