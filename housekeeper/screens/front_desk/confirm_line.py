"""The line of a check-out in which it is confirmed by typing."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.numbers import folded
from housekeeper.core.stays.checkout import Receipt
from housekeeper.screens.front_desk.receipt_pane import ReceiptPane
from housekeeper.screens.widgets.text_input import NumberLine


class ConfirmLine(Horizontal):
    """Asks for the room's number, or for several rooms their count.

    The arrows scroll the `pane` that tells what goes; what `say` told of a wrong answer goes
    with the first letter of the next.
    """

    DEFAULT_CSS = """
    ConfirmLine #ask { width: auto; text-style: bold; }
    ConfirmLine #confirm { width: 1fr; margin-left: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False, id="checkout.up", tooltip="A line up"),
        Binding("down", "scroll(1)", show=False, id="checkout.down", tooltip="A line down"),
        Binding("pageup", "page(-1)", show=False, id="checkout.page-up", tooltip="A page up"),
        Binding("pagedown", "page(1)", show=False, id="checkout.page-down", tooltip="A page down"),
    ]

    def __init__(self, pane: ReceiptPane, say: Callable[[str], None], id: str) -> None:
        super().__init__(id=id)
        self._pane, self._say = pane, say
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
        """Ask to confirm what this preview tells of, which is read no more by itself."""
        self._pane.hold()
        rooms = preview.rooms
        if len(rooms) == 1:
            self.wanted = rooms[0].room_number
            text = f"Type {plain(self.wanted)} to check it out and erase:"
        else:
            self.wanted = str(len(rooms))
            text = f"Type {self.wanted}, the number of rooms, to check them out and erase:"
        self.query_one("#ask", Static).update(Content(text))
        self.line.value = ""

    @on(Input.Changed)
    def begin_answer(self, event: Input.Changed) -> None:
        """Another answer is typed."""
        event.stop()
        if event.value:
            self._say("")

    def action_scroll(self, lines: int) -> None:
        """Scroll what goes by so many lines."""
        self._pane.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll what goes by so many pages."""
        self.action_scroll(pages * max(self._pane.size.height - 1, 1))

    @property
    def is_confirmed(self) -> bool:
        """Whether what is typed is what must be."""
        return folded(self.line.value.strip()) == folded(self.wanted)
