"""Lines of styled text cut to the cell: what every drawn widget is made of."""

from collections.abc import Iterable

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from housekeeper.screens.drawing.strip import make_strip

Piece = tuple[str, Style]
_AS_GROUND = Style.null()


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; what does not fit ends in an ellipsis."""
    if (len(text) if text.isascii() else cell_len(text)) <= width:
        return text
    if width <= 1:
        return "…"[: max(0, width)]
    return set_cell_size(text, width - 1).rstrip() + "…"


def pieces_width(pieces: Iterable[Piece]) -> int:
    """How many cells these pieces take."""
    width = 0
    for text, _ in pieces:
        width += len(text) if text.isascii() else cell_len(text)
    return width


def fit(pieces: Iterable[Piece], width: int) -> list[Piece]:
    """As many of the pieces as `width` cells hold, the last one cut."""
    taken: list[Piece] = []
    left = width
    for text, style in pieces:
        size = len(text) if text.isascii() else cell_len(text)
        if size > left:
            if left:
                taken.append((cut(text, left), style))
            elif taken and text.strip():
                last, its_style = taken[-1]
                taken[-1] = (cut(f"{last} ", cell_len(last)), its_style)
            break
        taken.append((text, style))
        left -= size
    return taken


def wrapped(pieces: Iterable[Piece], width: int, most: int) -> list[list[Piece]]:
    """The pieces on lines of `width` cells, broken between words; a longer word is broken too.

    There are `most` lines at most: what is left then stands on the last, as long as it is.
    """
    lines: list[list[Piece]] = []
    used = 0
    for text, style in pieces:
        for word in text.split():
            for part in [word] if cell_len(word) <= width else chop_cells(word, width):
                cells = cell_len(part)
                if lines and (used + 1 + cells <= width or len(lines) >= most):
                    lines[-1].append((f" {part}", style))
                    used += 1 + cells
                else:
                    lines.append([(part, style)])
                    used = cells
    return lines


def line(left: list[Piece], right: list[Piece], width: int, ground: Style) -> Strip:
    """One line of exactly `width` cells on a ground; where both do not fit, the left yields."""
    fill = width - pieces_width(left) - pieces_width(right)
    if fill < 0:
        right = fit(right, width)
        space = width - pieces_width(right)
        left = fit(left, space)
        fill = space - pieces_width(left)
    segments: list[Segment] = []
    for text, style in (*left, (" " * fill, _AS_GROUND), *right):
        if text:
            segments.append(Segment(text, over(ground, style)))
    return make_strip(segments, width)


_grounded: dict[tuple[int, int], tuple[Style, Style, Style]] = {}
_MOST_STYLES = 4096


def over(ground: Style, style: Style) -> Style:
    """A style on another, found by the identity of both: styles are made once a theme."""
    key = (id(ground), id(style))
    found = _grounded.get(key)
    if found is None:
        if len(_grounded) >= _MOST_STYLES:
            _grounded.clear()
        # Both are kept with it, so that no other style can come by their identity.
        found = _grounded[key] = (ground + style, ground, style)
    return found[0]
