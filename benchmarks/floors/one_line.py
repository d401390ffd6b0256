"""A bare Textual app that shows one line: the least time from a command to a frame."""

from typing import Any

from textual.app import App
from textual.widgets import Static


class OneLine(App[None]):
    """One line of text."""

    def compose(self) -> Any:
        """The line."""
        yield Static("one line")


if __name__ == "__main__":
    OneLine().run()
