"""The columns' names: as tabs where they do not fit side by side, and short above narrow ones."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.screens.drawing.line import Piece, line, pieces_width
from housekeeper.screens.drawing.line_widget import LineWidget
from housekeeper.screens.drawing.theme import GLYPHS, Palette

_SHORT = {
    Column.CLEANING: "CLEAN",
    Column.TO_INSPECT: "INSPECT",
    Column.MAINTENANCE: "MAINT",
    Column.OCCUPIED: "OCC",
    Column.OUT_OF_ORDER: "OOO",
}


def title_text(column: Column, width: int) -> str:
    """A column's glyph and name in at most `width` cells: the name whole, short, or not at all."""
    glyph, short = GLYPHS[column], _SHORT.get(column, column.value)
    for text in (f"{glyph} {column.value}", f"{glyph} {short}", short):
        if cell_len(text) <= width:
            return text
    return glyph


def narrowest_title(column: Column, count: str) -> int:
    """Cells of a column's title at its shortest: its short name and the count."""
    return cell_len(_SHORT.get(column, column.value)) + cell_len(count) + 2


def count_text(shown: int, total: int) -> str:
    """How many rooms of a column are shown, of how many where a filter hides some."""
    return str(total) if shown == total else f"{shown}/{total}"


def title_lines(
    column: Column, count: str, hidden: str, is_active: bool, width: int, palette: Palette
) -> tuple[Strip, Strip]:
    """A column's title: name and count, and a rule with what is hidden above and below."""
    colour = palette.columns[column]
    strong = palette.strong + colour
    edge: Piece = ("▌" if is_active else " ", palette.edge)
    name: Piece = (title_text(column, width - len(count) - 2), strong)
    tail: list[Piece] = [(f" {hidden}", palette.quiet)] if hidden else []
    length = width - (len(hidden) + 1 if hidden else 0)
    rule: Piece = (("━" if is_active else "─") * length, colour)
    return (
        line([edge, name], [(f" {count}", strong)], width, palette.sheet),
        line([rule], tail, width, palette.sheet),
    )


class TabLine(LineWidget):
    """Every column with its count; the one below is marked."""

    class TabChosen(Message):
        """A tab was clicked."""

        def __init__(self, column: Column) -> None:
            super().__init__()
            self.column = column

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self._made_of: tuple[object, ...] = ()
        self._tabs: tuple[tuple[Column, int], ...] = ()
        self._active: Column | None = None
        self._ends: list[tuple[int, Column]] = []
        self._line: list[Strip] = []

    def show(self, columns: Sequence[Column], active: Column, board: Board | None) -> None:
        """Show these columns' tabs."""
        self._tabs = tuple((column, board.shown(column) if board else 0) for column in columns)
        self._active = active
        self.redraw()

    def forget_drawn(self) -> None:
        """Draw anew: width or theme is another."""
        self._made_of = ()

    def draw(self) -> list[Strip]:
        """The one line, kept as long as the tabs are the same."""
        made_of = (self._tabs, self._active)
        if made_of != self._made_of:
            self._made_of = made_of
            self._line = [self.shown(self._draw_tabs())]
        return self._line

    def _draw_tabs(self) -> Strip:
        for words in ("{glyph} {long} {count}", "{glyph} {short} {count}", "{short} {count}"):
            pieces = self._pieces(words)
            if pieces_width(pieces) <= self.width:
                break
        return line(pieces, [], self.width, self.palette.bar)

    def _pieces(self, words: str) -> list[Piece]:
        palette = self.palette
        pieces: list[Piece] = []
        self._ends = []
        for column, count in self._tabs:
            text = words.format(
                glyph=GLYPHS[column],
                long=column.value,
                short=_SHORT.get(column, column.value),
                count=count,
            )
            is_active = column is self._active
            style = palette.columns[column]
            pieces.append(
                (f"▌{text} ", palette.strong + style + palette.cursor)
                if is_active
                else (f" {text} ", style)
            )
            self._ends.append((pieces_width(pieces), column))
        return pieces

    def on_click(self, event: Click) -> None:
        """Choose the tab that was clicked."""
        column = next((column for end, column in self._ends if event.x < end), None)
        if column is not None:
            self.post_message(self.TabChosen(column))
