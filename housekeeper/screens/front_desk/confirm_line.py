"""The line of a check-out in which it is confirmed by typing."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.numbers import folded
from housekeeper.core.stays.checkout import Receipt
from housekeeper.screens.widgets.text_input import NumberLine


class ConfirmLine(Horizontal):
    """Asks for the room's number, or for several rooms their count."""

    DEFAULT_CSS = """
    ConfirmLine #ask { width: auto; text-style: bold; }
    ConfirmLine #confirm { width: 1fr; margin-left: 1; }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.wanted = ""
        """What must be typed."""

    def compose(self) -> ComposeResult:
        """The question and the line."""
        yield Static(id="ask")
        yield NumberLine(id="confirm", max_length=40)

    @property
    def line(self) -> NumberLine:
        """Where it is typed."""
        return self.query_one("#confirm", NumberLine)

    def ask(self, preview: Receipt) -> None:
        """Ask to confirm what this preview tells of."""
        rooms = preview.rooms
        if len(rooms) == 1:
            self.wanted = rooms[0].room_number
            text = f"Type {plain(self.wanted)} to check it out and erase:"
        else:
            self.wanted = str(len(rooms))
            text = f"Type {self.wanted}, the number of rooms, to check them out and erase:"
        self.query_one("#ask", Static).update(Content(text))
        self.line.value = ""

    @property
    def is_confirmed(self) -> bool:
        """Whether what is typed is what must be."""
        return folded(self.line.value.strip()) == folded(self.wanted)
