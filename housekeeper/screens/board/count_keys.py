"""The board's counts by key: each shows the rooms that it counts."""

from typing import ClassVar

from textual.binding import BindingType

from housekeeper.core.board.column import FURTHER_COLUMNS
from housekeeper.core.board.statistics import COUNTS, COUNTS_BY_FACT, Count
from housekeeper.screens.board.board_moves import MovingBoard
from housekeeper.screens.board.count_strip import CountStrip
from housekeeper.screens.widgets.key_hints import key_hint, make_binding
from housekeeper.screens.workstation import Workstation


class CountKeys(MovingBoard):
    """A board of which the counts can be chosen, and each shows its rooms."""

    BINDINGS: ClassVar[list[BindingType]] = [
        make_binding("C", "counts", "Counts", "Choose a count above, to see its rooms.", "counts"),
    ]

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation)
        self.counts.takes_choice = self._show_counted
        self.counts.takes_leave = self._tell_nothing

    def _tell_nothing(self) -> None:
        self.tell("")

    def action_counts(self) -> None:
        """Give the keys to the counts."""
        self._moves.forget_number()
        self.counts.begin()
        if self.counts.is_choosing:
            before, after, show, leave = (
                key_hint(CountStrip, name) for name in ("c.left", "c.right", "c.show", "c.leave")
            )
            told = f"{before} {after} choose a count, {show} shows its rooms, {leave} leaves."
            self.message.tell(told, is_lasting=True)

    def action_show_count(self, fact: str) -> None:
        """Show the rooms of the count of this name."""
        self.counts.leave()
        self._show_counted(COUNTS_BY_FACT[fact])

    def _show_counted(self, count: Count) -> None:
        """Filter by the words of a count."""
        board = self.workstation.board
        self._moves.forget_number()
        if board is not None and not count.filter_words:
            for column in filter(board.total, FURTHER_COLUMNS):
                self.reach.bring(column)
            self.show_reach()
        self.showing.show_only(count.filter_words)

    def countable(self) -> list[tuple[str, str, str]]:
        """What the palette offers: the name of each count, its words, and how many rooms."""
        board = self.workstation.board
        if board is None:
            return []
        counts = board.statistics
        return [(one.fact, one.word, f"{one.of(counts):,}") for one in COUNTS if one.of(counts)]
