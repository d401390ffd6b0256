"""Bare Textual that changes one cell at every key: the least time from a key to a frame."""

from typing import Any

from textual.app import App
from textual.events import Key
from textual.strip import Strip
from textual.widget import Widget


class _Cell(Widget):
    """A widget that covers the screen and shows one digit."""

    digit = 0

    def render_line(self, y: int) -> Strip:
        """The digit on the first line, nothing below."""
        from rich.segment import Segment

        return Strip([Segment(str(self.digit) if y == 0 else " ")], 1)

    def step(self) -> None:
        """Show the next digit."""
        from textual.geometry import Region

        self.digit = (self.digit + 1) % 10
        self.refresh(Region(0, 0, 1, 1))


class OneCell(App[None]):
    """One widget; every key changes one cell of it."""

    def compose(self) -> Any:
        """The widget."""
        yield _Cell()

    def on_key(self, _event: Key) -> None:
        """Change the cell."""
        self.query_one(_Cell).step()


if __name__ == "__main__":
    OneCell().run()
