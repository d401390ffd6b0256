"""What the keys do, read from the keys themselves, and what the signs on the board mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from housekeeper.core.board.column import Column
from housekeeper.core.board.flags import Flag
from housekeeper.screens.board.columns.card import FLAG_WORDS, UNSEEN
from housekeeper.screens.drawing.colours import ABOUT, NAMES
from housekeeper.screens.drawing.theme import GLYPHS, Palette, palette_of
from housekeeper.screens.widgets.header import WAITING_GLYPH
from housekeeper.screens.widgets.hint_line import Hint, HintLine
from housekeeper.screens.widgets.key_hints import named_keys

KEY_WIDTH = 15

_COLUMN_MEANINGS = {
    Column.DIRTY: "vacant, to be cleaned",
    Column.CLEANING: "an attendant is on it",
    Column.TO_INSPECT: "cleaned, waits for an inspection",
    Column.MAINTENANCE: "a fault is flagged: LOW, MED or HIGH",
    Column.READY: "inspected, or never yet slept in: a guest can have it",
    Column.OCCUPIED: "a guest has it",
    Column.OUT_OF_ORDER: "not for sale until it is returned",
}
_FLAG_MEANINGS = {
    Flag.WAITING: "the guest waits for an answer or an order",
    Flag.FAILED: "failed its inspection; the reason stands with it",
    Flag.ARRIVAL: "a guest arrives for it today, or was to come before and is still expected",
    Flag.OVERDUE: "the guest should have left by now",
    Flag.DUE_OUT: "the guest leaves today",
    Flag.LATE: "a late check-out is agreed, until this time",
}


@dataclass(slots=True)
class _Help:
    """One line: every key that does a thing, and what it does."""

    label: str
    tooltip: str
    keys: list[str] = field(default_factory=list)

    @property
    def key_text(self) -> str:
        """The keys in words; a run of digits is shortened."""
        digits = [key for key in self.keys if key.isdecimal()]
        others = [key for key in self.keys if not key.isdecimal()]
        if len(digits) > 2:
            others.append(f"{min(digits)}-{max(digits)}")
        else:
            others += digits
        return " ".join(others)


def grouped(bindings: Iterable[ActiveBinding], app: App[Any]) -> dict[str, list[_Help]]:
    """The bindings in use by group, those that do the same on one line.

    Verbs come first, then what the screen has of its own, then what holds everywhere.
    """
    groups: dict[str, dict[str, _Help]] = {"Rooms": {}, "This screen": {}, "Everywhere": {}}
    for active in bindings:
        binding = active.binding
        if binding.system or not binding.description or binding.id is None:
            continue
        if binding.id.startswith("verb."):
            group = "Rooms"
        else:
            group = "Everywhere" if isinstance(active.node, App) else "This screen"
        line = groups[group].setdefault(
            f"{binding.description} {binding.tooltip}",
            _Help(binding.description, binding.tooltip),
        )
        key = app.get_key_display(binding)
        if key not in line.keys:
            line.keys.append(key)
    return {group: list(lines.values()) for group, lines in groups.items() if lines}


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=KEY_WIDTH)
    grid.add_column(ratio=1, overflow="fold")
    return grid


def _heading(words: str, palette: Palette) -> Text:
    text = Text()
    text.append(words.upper(), palette.quiet + Style(bold=True))
    return text


def keys_table(groups: dict[str, list[_Help]], palette: Palette) -> RenderableType:
    """Every key in its group."""
    parts: list[RenderableType] = []
    for group, lines in groups.items():
        grid = _grid()
        for line in lines:
            words = line.tooltip or line.label
            grid.add_row(Text(line.key_text, palette.key), Text(words, palette.text))
        parts += [_heading(group, palette), grid, Text("")]
    return Group(*parts)


def themes_table(theme: str, palette: Palette) -> RenderableType:
    """The themes by name, that in use with the cursor's sign before it."""
    grid = _grid()
    for name, known in NAMES.items():
        sign = Text()
        sign.append("▌" if known == theme else " ", palette.edge)
        sign.append(name, palette.text)
        grid.add_row(sign, Text(ABOUT[name], palette.text))
    return Group(Text(""), _heading("Themes", palette), grid)


def signs_table(palette: Palette) -> RenderableType:
    """The glyphs of the columns, and the flags."""
    states, flags, marks = _grid(), _grid(), _grid()
    for column in Column:
        sign = Text()
        sign.append(f"{GLYPHS[column]} ", palette.columns[column])
        sign.append(column.value.lower(), palette.columns[column])
        states.add_row(sign, Text(_COLUMN_MEANINGS[column], palette.text))
    for flag in Flag:
        flags.add_row(
            Text(FLAG_WORDS[flag][0], palette.flags[flag]), Text(_FLAG_MEANINGS[flag], palette.text)
        )
    marks.add_row(Text("▌", palette.edge), Text("the cursor", palette.text))
    marks.add_row(Text("✓", palette.mark), Text("marked: a verb acts on all marked", palette.text))
    marks.add_row(
        Text("4m 1h20 5d", palette.text), Text("how long a room has had its status", palette.text)
    )
    marks.add_row(
        Text(UNSEEN, palette.mark), Text("changed while this board was behind", palette.text)
    )
    marks.add_row(
        Text(f"{WAITING_GLYPH} 2, oldest 14m", palette.flags[Flag.WAITING]),
        Text("in so many rooms a guest waits, the first of them for so long", palette.text),
    )
    marks.add_row(Text("●", palette.good), Text("what you see is right now", palette.text))
    marks.add_row(
        Text("▲ 12 s old", palette.alert),
        Text("do not trust this board now; beside it, what brings the news", palette.text),
    )
    marks.add_row(
        Text("◌", palette.quiet),
        Text("a guest's data still has to leave the disk; it goes by itself", palette.text),
    )
    return Group(
        _heading("Status", palette),
        states,
        Text(""),
        _heading("Flags", palette),
        flags,
        Text(""),
        _heading("Signs", palette),
        marks,
    )


class HelpScreen(Screen[None]):
    """The keys that work on the screen beneath, as they are bound now, and the signs."""

    DEFAULT_CSS = """
    HelpScreen { background: $surface; }
    HelpScreen #title { height: 1; padding: 0 1; background: $panel; text-style: bold; }
    HelpScreen #help { height: 1fr; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
    HelpScreen #help { scrollbar-color: $foreground 55%; scrollbar-background: $surface; }
    HelpScreen #parts { height: auto; layout: vertical; }
    HelpScreen #parts Static { height: auto; width: 1fr; margin-bottom: 1; }
    HelpScreen.-wide #parts { layout: horizontal; }
    HelpScreen.-wide #keys { margin-right: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,enter,q,question_mark",
            "close",
            "Close",
            key_display="esc",
            id="help.close",
            tooltip="Back to where you were.",
        ),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]  # noqa: RUF012 - as Textual has it
    AUTO_FOCUS = "#help"

    def compose(self) -> ComposeResult:
        """Keys, and signs beside or beneath them."""
        yield Static(Content("Keys and signs"), id="title")
        with VerticalScroll(id="help"), Horizontal(id="parts"):
            yield Static(id="keys")
            yield Static(id="signs")
        yield HintLine()

    def on_mount(self) -> None:
        """Read the keys of the screen beneath."""
        always = named_keys((HelpScreen, "help.close", "back"))
        self.query_one(HintLine).show(Hint(always=always), None)
        self.paint()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.paint())

    def paint(self) -> None:
        """Show keys and signs in the colours of the theme in use."""
        stack = self.app.screen_stack
        beneath = stack[stack.index(self) - 1]
        palette = palette_of(self.app.theme)
        groups = grouped(beneath.active_bindings.values(), self.app)
        self.query_one("#keys", Static).update(keys_table(groups, palette))
        themes = themes_table(self.app.theme, palette)
        self.query_one("#signs", Static).update(Group(signs_table(palette), themes))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
