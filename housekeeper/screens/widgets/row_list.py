"""A list of one-line rows with a cursor, headings and marks, drawn by line so that size is free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

CURSOR_GLYPH = "▌"
MARK_GLYPH = "✓"
MUTED = "$foreground 80%"
"""The style of what is said in passing; `$text-muted` is for style sheets only."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line. A row without a key is a heading, which the cursor passes over.

    `digit` is the key on which a choice with a digit stands.
    """

    key: str | None
    content: Content
    digit: str = ""


class RowList(ScrollView, can_focus=True):
    """Rows of which one is under the cursor; with `markable`, any number can be marked.

    The cursor stays on its key when the rows are replaced, as long as the key is there. With
    `begins_nowhere` it stands on no row until it is moved.
    """

    DEFAULT_CSS = """
    RowList {
        height: auto;
        background: transparent;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 55%;
        scrollbar-background: $surface;
    }
    RowList > .row-list--cursor { background: $foreground 9%; text-style: bold; }
    RowList:focus > .row-list--cursor { background: $block-cursor-background; }
    RowList:ansi > .row-list--cursor, RowList:ansi:focus > .row-list--cursor {
        background: transparent; text-style: bold underline;
    }
    RowList > .row-list--heading { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", "row-list--heading"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="list.up"),
        Binding("down", "move(1)", "Down", show=False, id="list.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down"),
        Binding("home", "to_end(-1)", "First", show=False, id="list.first"),
        Binding("end", "to_end(1)", "Last", show=False, id="list.last"),
        Binding("enter", "choose", "Choose", show=False, id="list.choose"),
        Binding("space", "mark", "Mark", show=False, id="list.mark"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        row_list: "RowList"
        key: str | None

        @property
        def control(self) -> "RowList":
            """The list, for `on` selectors."""
            return self.row_list

    @dataclass
    class Chosen(Message):
        """A row was chosen by Enter or a click."""

        row_list: "RowList"
        key: str

        @property
        def control(self) -> "RowList":
            """The list, for `on` selectors."""
            return self.row_list

    @dataclass
    class Marked(Message):
        """A row was marked or its mark taken away."""

        row_list: "RowList"
        key: str

        @property
        def control(self) -> "RowList":
            """The list, for `on` selectors."""
            return self.row_list

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        markable: bool = False,
        begins_nowhere: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.markable = markable
        self._begins_nowhere = begins_nowhere
        self.marked: set[str] = set()
        self._rows: Sequence[Row] = ()
        self._cursor = -1
        self.set_rows(rows)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they stand."""
        return self._rows

    @property
    def key(self) -> str | None:
        """The key under the cursor; None where there is no row to stand on."""
        return self._rows[self._cursor].key if self._cursor >= 0 else None

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show these rows; the cursor keeps its key, else goes to the first row."""
        held = self.key
        self._rows = tuple(rows)
        keys = [row.key for row in self._rows]
        if held is not None and held in keys:
            self._cursor = keys.index(held)
        else:
            self._cursor = -1 if self._begins_nowhere else self._next_row(-1, 1)
        self.virtual_size = Size(0, len(self._rows))
        self.refresh(layout=True)
        if self.is_attached:
            self.call_after_refresh(self._reveal)
            if self.key != held:
                self.post_message(self.Moved(self, self.key))

    def go_to(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                self._stand_on(index)
                return

    def stand_on(self, key: str | None) -> None:
        """Put the cursor on the row with this key; with None, on no row."""
        if key is not None:
            self.go_to(key)
        elif self._cursor >= 0:
            self._cursor = -1
            self.refresh()
            self.post_message(self.Moved(self, None))

    def key_of(self, digit: str) -> str | None:
        """The key of the choice with this digit, if there is one."""
        return next((row.key for row in self._rows if digit and row.digit == digit), None)

    def words_of(self, key: str) -> str:
        """What stands in the row with this key, without its digit."""
        row = next(row for row in self._rows if row.key == key)
        return " ".join(row.content.plain.removeprefix(f"{row.digit} ").split())

    def _next_row(self, start: int, step: int) -> int:
        """The nearest row with a key from `start` (excluded) on, or -1."""
        index = start + step
        while 0 <= index < len(self._rows):
            if self._rows[index].key is not None:
                return index
            index += step
        return -1

    def _stand_on(self, index: int) -> None:
        if index < 0 or index == self._cursor:
            return
        self._cursor = index
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _reveal(self) -> None:
        if self._cursor < 0:
            return
        # A heading right above the cursor is shown with it.
        top = self._cursor - (1 if self._cursor and self._rows[self._cursor - 1].key is None else 0)
        self.scroll_to_region(
            Region(0, top, 1, self._cursor - top + 1), animate=False, force=True, x_axis=False
        )

    def action_move(self, step: int) -> None:
        """Move the cursor by one row."""
        self._stand_on(self._next_row(self._cursor, step))

    def action_page(self, step: int) -> None:
        """Move the cursor by a screenful."""
        height = max(self.size.height - 1, 1)
        target = min(max(self._cursor + step * height, 0), len(self._rows) - 1)
        found = self._next_row(target - step, step)
        self._stand_on(found if found >= 0 else self._next_row(target, -step))

    def action_to_end(self, step: int) -> None:
        """Move the cursor to the first or the last row."""
        edge = -1 if step < 0 else len(self._rows)
        self._stand_on(self._next_row(edge, -step))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and step on."""
        key = self.key
        if not self.markable or key is None:
            return
        self.marked ^= {key}
        self.refresh()
        self.post_message(self.Marked(self, key))
        self.action_move(1)

    def on_click(self, event: events.Click) -> None:
        """Choose the row clicked; in a markable list, mark it."""
        index = event.y + self.scroll_offset.y
        if not 0 <= index < len(self._rows) or self._rows[index].key is None:
            return
        self._stand_on(index)
        if self.markable:
            key = self._rows[index].key
            if key is not None:
                self.marked ^= {key}
                self.refresh()
                self.post_message(self.Marked(self, key))
        else:
            self.action_choose()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        index = y + self.scroll_offset.y
        width = self.size.width
        style = self.visual_style
        if not 0 <= index < len(self._rows):
            return Strip.blank(width, style.rich_style)
        row = self._rows[index]
        content = row.content
        if row.key is None:
            style += self.get_visual_style("row-list--heading")
        else:
            under = index == self._cursor
            if under:
                style += self.get_visual_style("row-list--cursor")
            lead = CURSOR_GLYPH if under else " "
            if self.markable:
                lead += f"{MARK_GLYPH if row.key in self.marked else ' '} "
            content = Content.assemble((lead, "$primary"), content)
        line = content.truncate(width, ellipsis=True, pad=True)
        strips = Visual.to_strips(self, line, width, 1, style)
        return strips[0] if strips else Strip.blank(width, style.rich_style)
