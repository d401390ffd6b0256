"""How the columns share the terminal's width."""

from collections.abc import Mapping

from housekeeper.core.board.column import Column


def column_widths(totals: Mapping[Column, int], width: int) -> dict[Column, int]:
    """Cells for each column, one cell of gap between them; fuller columns are wider.

    Half of the width is shared evenly and half by the rooms in each column, bounded so that a
    full column is at most about twice as wide as an empty one.
    """
    cells = width - (len(totals) - 1)
    fullest = max(totals.values(), default=0) or 1
    weights = {column: 1.0 + (count / fullest) ** 0.5 for column, count in totals.items()}
    whole = sum(weights.values())
    widths = {column: int(cells * weight / whole) for column, weight in weights.items()}
    spare = cells - sum(widths.values())
    for column in sorted(widths, key=lambda column: -weights[column])[:spare]:
        widths[column] += 1
    return widths
