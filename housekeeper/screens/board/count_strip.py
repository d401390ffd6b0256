"""The second line: the hotel in numbers, each of which shows its rooms where it is chosen."""

from collections.abc import Callable
from itertools import zip_longest
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.strip import Strip

from housekeeper.core.board.statistics import COUNTS_BY_FACT, WAITING, Count, Statistics
from housekeeper.screens.drawing.line import Piece, line, pieces_width
from housekeeper.screens.drawing.line_widget import LineWidget
from housekeeper.screens.widgets.key_hints import make_binding

_TOLD_FROM_ONE = frozenset(
    {"overdue", "rooms_still_expected", "needs_maintenance", "out_of_order", "guests_waiting"}
)
"""Counts that are told only where there is something to count."""

_BESIDE = {"overdue": "due_out", "rooms_still_expected": "rooms_for_today"}
"""Counts that are told as more of another: `due out 30 + 2 overdue`."""

_ARRIVALS = ("rooms_for_today", "rooms_still_expected")

_FORMS = ((3, False, True), (2, False, True), (2, True, True), (1, True, True), (1, True, False))
"""Cells between counts, short words or long, and whether arrivals without a room are told."""

_ON_THE_STRIP = (
    "total_rooms",
    "occupied",
    "due_out",
    "overdue",
    "rooms_for_today",
    "rooms_still_expected",
    "to_turn",
    "available_for_booking",
    "needs_maintenance",
    "out_of_order",
)


def told_counts(counts: Statistics) -> list[Count]:
    """The counts that the strip tells now, in its order."""
    listed = [COUNTS_BY_FACT[fact] for fact in _ON_THE_STRIP]
    return [one for one in listed if one.fact not in _TOLD_FROM_ONE or one.of(counts)]


class CountStrip(LineWidget):
    """Counts over the whole hotel, whatever the filter.

    It takes the keys from `begin` to `leave`; `takes_choice` is told which count was chosen, and
    `takes_leave` that none was. While it has the keys it tells of guests who wait, too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        make_binding("left,h,shift+tab", "before", "Count before", "The count before.", "c.left"),
        make_binding("right,l,tab", "following", "Next count", "The next count.", "c.right"),
        make_binding("home", "first", "First count", "The first count.", "c.first"),
        make_binding("end", "last", "Last count", "The last count.", "c.last"),
        make_binding("enter", "choose", "Show", "Show the rooms of the count.", "c.show"),
        make_binding("escape", "leave", "Leave", "Back to the rooms.", "c.leave"),
    ]

    def __init__(self) -> None:
        super().__init__(id="counts")
        self.takes_choice: Callable[[Count], None] | None = None
        self.takes_leave: Callable[[], None] | None = None
        self._counts: Statistics | None = None
        self._chosen: Count | None = None
        self._drawn_of: tuple[Statistics | None, Count | None] = (None, None)
        self._ends: list[tuple[int, Count | None]] = []
        self._line: list[Strip] = []

    def show(self, counts: Statistics | None) -> None:
        """Tell these counts; None while nothing has been read."""
        self._counts = counts
        if self._chosen is not None and self._chosen not in self._choices():
            self._chosen = self._choices()[0]
        self.redraw()

    # Choosing one

    @property
    def is_choosing(self) -> bool:
        """Whether the strip has the keys."""
        return self._chosen is not None

    @property
    def chosen(self) -> Count | None:
        """The count that is to be shown next."""
        return self._chosen

    def begin(self) -> None:
        """Take the keys, at the guests who wait, else at the first count."""
        choices = self._choices()
        # The palette may ask for it while the board is closing.
        if not choices or not self.is_attached:
            return
        self.can_focus = True
        self._chosen = choices[0]
        self.screen.set_focus(self)
        self.redraw()

    def leave(self) -> None:
        """Give the keys back."""
        if self._chosen is not None:
            self._chosen = None
            self.screen.set_focus(None)
            self.can_focus = False
            self.redraw()

    def _choices(self) -> list[Count]:
        counts = self._counts
        if counts is None:
            return []
        return [WAITING, *told_counts(counts)] if WAITING.of(counts) else told_counts(counts)

    def _go(self, step: int) -> None:
        choices = self._choices()
        if self._chosen is not None:
            self._chosen = choices[(choices.index(self._chosen) + step) % len(choices)]
            self.redraw()

    def action_before(self) -> None:
        """Go to the count before."""
        self._go(-1)

    def action_following(self) -> None:
        """Go to the next count."""
        self._go(1)

    def action_first(self) -> None:
        """Go to the first count."""
        self._chosen = self._choices()[0]
        self.redraw()

    def action_last(self) -> None:
        """Go to the last count."""
        self._chosen = self._choices()[-1]
        self.redraw()

    def action_choose(self) -> None:
        """Show the rooms of the count."""
        chosen = self._chosen
        self.leave()
        if chosen is not None and self.takes_choice is not None:
            self.takes_choice(chosen)

    def action_leave(self) -> None:
        """Give the keys back to the rooms."""
        self.leave()
        if self.takes_leave is not None:
            self.takes_leave()

    def take_key(self, key: Key) -> bool:
        """Do what a key does here at once; letters and digits do nothing, so that none acts."""
        action = _ACTIONS.get(key.key)
        if action is None:
            return key.is_printable
        action(self)
        return True

    def on_key(self, event: Key) -> None:
        """Let no letter through to the rooms."""
        if event.is_printable and event.key not in _ACTIONS:
            event.stop()

    def on_click(self, event: Click) -> None:
        """Show the rooms of the count that was clicked."""
        clicked = next((count for end, count in self._ends if event.x < end), None)
        if clicked is not None and self.takes_choice is not None:
            self.leave()
            self.takes_choice(clicked)

    # Drawing

    def forget_drawn(self) -> None:
        """Draw anew: width or theme is another."""
        self._line = []

    def draw(self) -> list[Strip]:
        """The one line, kept as long as the counts are the same."""
        drawn_of = (self._counts, self._chosen)
        if not self._line or drawn_of != self._drawn_of:
            self._drawn_of = drawn_of
            for gap, is_short, is_whole in _FORMS:
                pieces = self._pieces(gap, is_short, is_whole)
                if pieces_width(pieces) <= self.width:
                    break
            self._line = [self.shown(line(pieces, [], self.width, self.palette.bar))]
        return self._line

    def _pieces(self, gap: int, is_short: bool, is_whole: bool) -> list[Piece]:
        counts, palette = self._counts, self.palette
        self._ends = []
        if counts is None:
            return []
        pieces: list[Piece] = [(" ", palette.text)]
        told = self._choices() if self.is_choosing else told_counts(counts)
        for count, following in zip_longest(told, told[1:]):
            if self._ends and count.fact not in _BESIDE:
                pieces.append((" " * gap, palette.text))
                self._ends.append((pieces_width(pieces), None))
            pieces += self._count_pieces(count, counts, is_short)
            self._ends.append((pieces_width(pieces), count))
            ends_arrivals = count.fact in _ARRIVALS and following.fact not in _ARRIVALS
            roomless = counts.arrivals_without_room
            if ends_arrivals and is_whole and roomless:
                words = f" +{roomless} no room" if is_short else f" + {roomless} no room"
                pieces.append((words, palette.quiet))
                self._ends.append((pieces_width(pieces), None))
        return pieces

    def _count_pieces(self, count: Count, counts: Statistics, is_short: bool) -> list[Piece]:
        palette, number = self.palette, count.of(counts)
        word = count.short if is_short else count.word
        ground = palette.cursor if count is self._chosen else Style()
        if count.fact in _BESIDE:
            style = palette.alert if count.fact == "overdue" else palette.warning
            sign = "+" if is_short else "+ "
            return [(" ", palette.text), (f"{sign}{number} {word}", style + ground)]
        told = str(number)
        if count is WAITING:
            # Beside the header's number of messages and orders, this one says what it counts.
            told = "1 room" if number == 1 else f"{number} rooms"
        return [(f"{word} ", palette.quiet + ground), (told, palette.strong + ground)]


_DONE_BY_ACTION: dict[str, Callable[[CountStrip], None]] = {
    "before": CountStrip.action_before,
    "following": CountStrip.action_following,
    "first": CountStrip.action_first,
    "last": CountStrip.action_last,
    "choose": CountStrip.action_choose,
    "leave": CountStrip.action_leave,
}
_ACTIONS = {
    key: _DONE_BY_ACTION[binding.action]
    for binding in CountStrip.BINDINGS
    if isinstance(binding, Binding)
    for key in binding.key.split(",")
}
"""What each of the strip's keys does."""
