"""The empty frame while the database is opened, and the sentence where it cannot be."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from housekeeper.core.entered_text import plain
from housekeeper.screens.widgets.key_hints import key_hint


class OpeningScreen(Screen[None]):
    """What is on the screen before the board is.

    In the colours of the board's first two lines, but without its widgets: they bring with
    them much that the first frame would wait for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,enter", "leave", "Leave", show=False, id="opening.leave"),
    ]

    DEFAULT_CSS = """
    OpeningScreen {
        #opening-name { height: 2; padding: 0 1; background: $panel; text-style: bold; }
        #opening-words { height: 1fr; content-align: center middle; padding: 0 4; }
        #opening-words.-failed { color: $error; }
    }
    """

    def compose(self) -> ComposeResult:
        """The board's first two lines, and a place for words."""
        yield Static("housekeeper", id="opening-name", markup=False)
        yield Static("Opening …", id="opening-words", markup=False)

    def tell(self, words: str) -> None:
        """Say how far it is."""
        self.query_one("#opening-words", Static).update(Content(words))

    def fail(self, sentence: str) -> None:
        """Say why there is no board."""
        words, key = (
            self.query_one("#opening-words", Static),
            key_hint(OpeningScreen, "opening.leave"),
        )
        words.add_class("-failed")
        words.update(Content(f"{plain(sentence)}\n\nPress {key} to leave."))

    def action_leave(self) -> None:
        """Leave, once it has failed."""
        if self.query_one("#opening-words").has_class("-failed"):
            self.app.exit(return_code=1)
