"""What all dialogs share: a frame, a heading, one clear sentence for a fault, and a way out."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.room import Room
from housekeeper.screens.drawing.kept_lines import forget_kept_lines
from housekeeper.screens.drawing.screens_behind import tell_screens_behind
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.row_list import MUTED, RowList

Answer = TypeVar("Answer")

ROOMS_NAMED = 6
"""How many rooms a heading names before it counts the rest."""


def button(label: str, key: str, action: str, id: str) -> Button:
    """A button for the mouse that names the key which does the same."""
    words = Content.assemble(plain(label), " ", (key, MUTED))
    return Button(words, id=id, action=action, compact=True)


def field(label: str, widget: Widget) -> Horizontal:
    """A labelled line of a form."""
    return Horizontal(Static(Content(label), classes="label"), widget, classes="field")


def named_rooms(rooms: Sequence[Room] | Sequence[str]) -> str:
    """The rooms in words: `room 412`, `3 rooms: 301, 302, 305`, the rest of many counted."""
    numbers = [plain(room if isinstance(room, str) else room.number) for room in rooms]
    if len(numbers) == 1:
        return f"room {numbers[0]}"
    listed = ", ".join(numbers[:ROOMS_NAMED])
    rest = f" and {len(numbers) - ROOMS_NAMED} more" if len(numbers) > ROOMS_NAMED else ""
    return f"{len(numbers)} rooms: {listed}{rest}"


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A modal question. Escape always leaves it, with the answer that changes nothing.

    What is typed is text, from the first key on, in every dialog with a line for text: the
    line has the focus from the first frame, what is typed elsewhere goes on in it, and the
    list beside it is moved by arrows meanwhile. Choices that have a digit are beside a
    `ChoiceLine`, which tells a digit from a text that begins with one. A dialog without a line
    takes the letters of its own choices, and no other.

    A dialog composes its own part in `compose_body` and its buttons in `compose_buttons`;
    `say` shows one sentence in it while everything typed stays.
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > #frame {
        width: 68;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 0 1;
        border: round $primary;
        background: $surface;
    }
    Dialog #heading { text-style: bold; margin-bottom: 1; height: auto; max-height: 3; }
    Dialog .label { width: 12; color: $text-muted; }
    Dialog .field { height: 1; margin-bottom: 1; }
    Dialog .hint { color: $text-muted; height: auto; }
    Dialog .quiet { margin-bottom: 1; }
    Dialog #fault { color: $text-error; height: auto; margin-bottom: 1; display: none; }
    Dialog #fault.-said { display: block; }
    Dialog #buttons { height: 1; align-horizontal: right; }
    Dialog #buttons Button { margin-left: 2; min-width: 0; padding: 0 1; }
    Dialog #buttons Button { background: $foreground 9%; }
    Dialog #buttons Button:focus { background: $block-cursor-background; text-style: bold; }
    Dialog #buttons Button:ansi:focus { background: transparent; text-style: bold underline; }
    Dialog RowList { margin-bottom: 1; max-height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="dialog.leave", tooltip="Leave, changing nothing"),
        Binding("up", "move(-1)", "Up", show=False, id="dialog.up"),
        Binding("down", "move(1)", "Down", show=False, id="dialog.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="dialog.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="dialog.page-down"),
        Binding("home", "to_end(-1)", "First", show=False, id="dialog.first"),
        Binding("end", "to_end(1)", "Last", show=False, id="dialog.last"),
    ]

    def __init__(self, heading: str, on_leaving: Answer) -> None:
        super().__init__()
        self._heading = heading
        self._on_leaving = on_leaving
        self._has_begun = False
        self.leave_label = "Leave"
        """What the button says that leaves."""
        self.is_busy = False
        self._leaving_with: list[Answer | None] = []
        self._typed_into: Input | None = None

    @property
    def holds_keys(self) -> bool:
        """Whether keys must wait: nothing has had the focus yet, or an answer is looked up."""
        self._has_begun = self._has_begun or self.focused is not None or self.AUTO_FOCUS == ""
        return self.is_busy or not self._has_begun

    def compose(self) -> ComposeResult:
        """Frame the dialog's own part."""
        with Vertical(id="frame"):
            yield Static(Content(plain(self._heading)), id="heading")
            yield from self.compose_body()
            yield Static(id="fault")
            with Horizontal(id="buttons"):
                yield from self.compose_buttons()
                leave_key = key_hint(Dialog, "dialog.leave")
                yield button(self.leave_label, leave_key, "screen.leave", "leave")

    def compose_body(self) -> ComposeResult:
        """What this dialog asks."""
        yield from ()

    def compose_buttons(self) -> Iterable[Button]:
        """What this dialog does, for the mouse; leaving is always there."""
        return ()

    def render(self) -> RenderableType:
        """What lies behind the dialog: a screen, a palette, another dialog."""
        tell_screens_behind(self)
        return super().render()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region; all anew while another dialog is in front of this one."""
        if self.app.screen is not self:
            # What changes behind two dialogs is told by Textual to the one in front only.
            forget_kept_lines(self)
        return super().render_lines(crop)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave with an answer; behind another screen, as soon as that has gone.

        Textual takes away whatever is in front: that may be the lock.
        """
        if self.app.screen is self:
            return super().dismiss(result)
        self._leaving_with.append(result)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Leave now, where that had to wait."""
        if self._leaving_with:
            super().dismiss(self._leaving_with.pop())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Know the line that is typed in."""
        if isinstance(event.widget, Input):
            self._typed_into = event.widget

    def on_key(self, event: events.Key) -> None:
        """What is typed while a button or a list has the focus goes on in the line."""
        line, typed = self._typed_into or next(iter(self.query(Input)), None), event.character
        if line is None or typed is None or not event.is_printable:
            return
        if not isinstance(self.focused, Input) and line.region:
            event.stop()
            event.prevent_default()
            line.focus()
            line.replace(typed, *sorted(line.selection))

    # The list beside the line

    def action_move(self, step: int) -> None:
        """Move the list's cursor by one row, while the line keeps the focus."""
        self.go_in_list(RowList.action_move, step)

    def action_page(self, step: int) -> None:
        """Move the list's cursor by a screenful."""
        self.go_in_list(RowList.action_page, step)

    def action_to_end(self, step: int) -> None:
        """Move the list's cursor to the first or the last row."""
        self.go_in_list(RowList.action_to_end, step)

    def go_in_list(self, way: Callable[[RowList, int], None], step: int) -> None:
        """Move in the list that is shown; a dialog says what else comes of it."""
        shown = next((rows for rows in self.query(RowList) if rows.region), None)
        if shown is not None:
            way(shown, step)

    # What it says, and the way out

    def say(self, sentence: str) -> None:
        """Show one sentence in the dialog; an empty one takes it away."""
        fault = self.query_one("#fault", Static)
        fault.update(Content(f"! {plain(sentence)}" if sentence else ""))
        fault.set_class(bool(sentence), "-said")

    def action_leave(self) -> None:
        """Leave without an act."""
        self.dismiss(self._on_leaving)
