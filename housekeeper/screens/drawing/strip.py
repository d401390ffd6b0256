"""A line as it is drawn: cheap to make by the hundred, and short in the terminal's language."""

from functools import lru_cache
from typing import Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual.cache import FIFOCache
from textual.strip import Strip

from housekeeper.screens.drawing.switch import is_left_to_textual

_RESET = "\x1b[0m"


def make_strip(segments: list[Segment], width: int) -> Strip:
    """A strip of these segments, which together are so many cells wide."""
    return Strip(segments, width) if is_left_to_textual() else DrawnLine(segments, width)


class DrawnLine(Strip):
    """A strip without the caches that most lines never use, and with less to send.

    Textual's makes seven caches a line, half of what a card costs, and names every colour anew
    for every piece of text; here a piece names what differs from the piece before it.
    """

    __slots__ = ()

    def __init__(self, segments: list[Segment], cell_length: int) -> None:
        self._segments = segments
        self._cell_length = cell_length
        self._render_cache = None
        self._link_ids = None
        self._cell_count = None

    def __getattr__(self, name: str) -> Any:
        """Make a cache of Textual's when it is first asked for."""
        if not name.endswith("_cache"):
            raise AttributeError(name)
        cache: FIFOCache[Any, Any] = FIFOCache(4)
        setattr(self, name, cache)
        return cache

    def render(self, console: Console) -> str:
        """The line in the terminal's language, kept for the next time."""
        if self._render_cache is None:
            self._render_cache = _rendered(
                self._segments,
                COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR),
            )
        return self._render_cache


def _rendered(segments: list[Segment], colours: ColorSystem) -> str:
    parts: list[str] = []
    before: Style | None = None
    for text, style, _ in segments:
        if style is not before:
            parts.append(_change(before, style, colours))
            before = style
        parts.append(text)
    parts.append(_RESET)
    return "".join(parts)


@lru_cache(maxsize=4096)
def _change(before: Style | None, after: Style | None, colours: ColorSystem) -> str:
    """What tells a terminal to write on in another style."""
    if after is None or before == after:
        return "" if before == after else _RESET
    whole = Strip.render_ansi(after, colours)
    if before is None:
        return f"\x1b[{whole}m" if whole else ""
    if before.without_color != after.without_color:
        return f"\x1b[0;{whole}m" if whole else _RESET
    codes: list[str] = []
    for old, new, is_foreground in (
        (before.color, after.color, True),
        (before.bgcolor, after.bgcolor, False),
    ):
        if old != new:
            if new is None:
                return f"\x1b[0;{whole}m" if whole else _RESET
            codes += new.downgrade(colours).get_ansi_codes(is_foreground)
    return f"\x1b[{';'.join(codes)}m" if codes else ""
