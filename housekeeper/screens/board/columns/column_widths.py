"""Which columns are on the board, and how they share the terminal's width."""

from collections.abc import Mapping

from housekeeper.core.board.column import FURTHER_COLUMNS, MAIN_COLUMNS, Column

NARROWEST_BOARD = 100
"""From this many cells on the columns stand side by side; below, one at a time with tabs."""

_NARROWEST_COLUMN = 16
"""No column is narrower than this, unless all of them have to be."""


def column_widths(totals: Mapping[Column, int], width: int) -> dict[Column, int]:
    """Cells for each column, one cell of gap between them; fuller columns are wider.

    Half of the width is shared evenly and half by the rooms in each column, bounded so that a
    full column is at most about twice as wide as an empty one.
    """
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


class ColumnsInReach:
    """The main columns always; those of occupied and out-of-order rooms as they are needed.

    A jump brings the one that it needs, and it stays for the moves that follow, until it is
    let go; both come when asked for, and stay until they are sent away.
    """

    def __init__(self) -> None:
        self._further: frozenset[Column] = frozenset()
        self._is_asked_for = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that can be reached, in order."""
        return MAIN_COLUMNS + tuple(one for one in FURTHER_COLUMNS if one in self._further)

    def toggle(self) -> None:
        """Bring all further columns; send them away where any is there."""
        self._is_asked_for = not self._further
        self._further = frozenset(FURTHER_COLUMNS if self._is_asked_for else ())

    def bring(self, column: Column) -> None:
        """A jump goes to this column."""
        self._further |= {column} - set(MAIN_COLUMNS)

    def let_go(self) -> bool:
        """Send away what only jumps have brought; False where that is nothing."""
        if self._is_asked_for or not self._further:
            return False
        self._further = frozenset()
        return True
