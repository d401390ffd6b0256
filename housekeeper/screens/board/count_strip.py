"""The second line: the hotel in numbers."""

from textual.strip import Strip

from housekeeper.core.board.statistics import Statistics
from housekeeper.screens.drawing.line import Piece, line, pieces_width
from housekeeper.screens.drawing.line_widget import LineWidget


class CountStrip(LineWidget):
    """Counts of facts over the whole hotel, whatever the filter."""

    def __init__(self) -> None:
        super().__init__(id="counts")
        self._counts: Statistics | None = None
        self._drawn_of: Statistics | None = None
        self._line: list[Strip] = []

    def show(self, counts: Statistics | None) -> None:
        """Tell these counts; None while nothing has been read."""
        self._counts = counts
        self.redraw()

    def forget_drawn(self) -> None:
        """Draw anew: width or theme is another."""
        self._line = []

    def draw(self) -> list[Strip]:
        """The one line, kept as long as the counts are the same."""
        if not self._line or self._counts != self._drawn_of:
            self._drawn_of = self._counts
            for gap, is_short in ((3, False), (2, False), (2, True), (1, True)):
                pieces = self._pieces(gap, is_short)
                if pieces_width(pieces) <= self.width:
                    break
            self._line = [self.shown(line(pieces, [], self.width, self.palette.bar))]
        return self._line

    def _pieces(self, gap: int, is_short: bool) -> list[Piece]:
        counts, palette = self._counts, self.palette
        if counts is None:
            return []
        pieces: list[Piece] = [(" ", palette.text)]

        def count(word: str, number: int, *extra: Piece) -> None:
            if len(pieces) > 1:
                pieces.append((" " * gap, palette.text))
            pieces.append((f"{word} ", palette.quiet))
            pieces.append((str(number), palette.strong))
            pieces.extend(extra)

        overdue: tuple[Piece, ...] = ()
        if counts.overdue:
            words = f" +{counts.overdue} over" if is_short else f" + {counts.overdue} overdue"
            overdue = ((words, palette.alert),)
        before: tuple[Piece, ...] = ()
        late = counts.arrivals_since_before
        if late:
            words = f" +{late} before" if is_short else f" + {late} since before today"
            before = ((words, palette.warning),)
        count("rooms", counts.total_rooms)
        count("occ" if is_short else "occupied", counts.occupied)
        count("due" if is_short else "due out", counts.due_out, *overdue)
        count(
            "arr" if is_short else "arrivals",
            counts.arrivals - counts.arrivals_since_before,
            *before,
        )
        count("turn" if is_short else "to turn", counts.to_turn)
        count("ready" if is_short else "ready now", counts.available_for_booking)
        if counts.needs_maintenance:
            count("maint" if is_short else "maintenance", counts.needs_maintenance)
        if counts.out_of_order:
            count("ooo" if is_short else "out of order", counts.out_of_order)
        return pieces
