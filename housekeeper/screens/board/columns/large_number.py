"""A number that stands large over the cards of a column while it is typed."""

from textual.strip import Strip

from housekeeper.screens.drawing.line import cut, line
from housekeeper.screens.drawing.line_widget import LineWidget
from housekeeper.screens.widgets.big_letters import big, medium

_LINES_ABOVE = 2
"""Title and rule of a column stay in sight."""


class LargeNumber:
    """Lines laid over those that a widget draws: nothing is laid out for them, or composed.

    They stand away from the line that the reader is on, and are kept as long as they read alike.
    """

    def __init__(self) -> None:
        self.digits = ""
        self.is_missing = False
        self._drawn_of: tuple[object, ...] = ()
        self._drawn: list[Strip] = []

    def lay_over(self, lines: list[Strip], widget: LineWidget, read_at: int | None) -> None:
        """Put the number over the lines of this widget, away from that at which is read."""
        drawn_of = (self.digits, self.is_missing, widget.width, id(widget.palette))
        if drawn_of != self._drawn_of:
            self._drawn_of, self._drawn = drawn_of, self._draw(widget)
        middle = (len(lines) + 1) // 2
        top = _LINES_ABOVE if read_at is not None and read_at >= middle else middle
        end = top + len(self._drawn)
        if end <= len(lines):
            lines[top:end] = self._drawn

    def _draw(self, widget: LineWidget) -> list[Strip]:
        width, palette = widget.width, widget.palette
        style = palette.alert if self.is_missing else palette.key
        letters = [self.digits]
        for make in (big, medium):
            made = make(self.digits).splitlines()
            if len(made[0]) + 2 <= width:
                letters = made
                break
        shown = ["", *(cut(one, width).center(width) for one in letters), ""]
        return [
            widget.shown(line([(one.ljust(width), style)], [], width, palette.bar)) for one in shown
        ]
