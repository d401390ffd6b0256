"""Signs and frames in ASCII, for terminals and fonts that have no others.

The program draws with what it likes; where ASCII is in force, every line that goes to the
terminal is put into it here. A new sign is one row in `ASCII`, and tests ask for it.
"""

import os
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from housekeeper.settings.terminal import Glyphs

ASCII: Mapping[str, str] = {
    # The columns: a circle that fills, and other shapes.
    "○": ".",
    "◐": "o",
    "◕": "&",
    "●": "@",
    "▲": "^",
    "■": "#",
    "✕": "x",
    # Facts of rooms.
    "✗": "X",
    "▸": ">",
    "◂": "<",
    "↗": "/",
    "◷": "%",
    "◌": "~",
    "✉": "M",
    "•": "*",
    "⋯": "~",
    "╰": "`",
    # Cursor, marks, lists.
    "▌": "|",
    "▏": "_",
    "✓": "+",
    "☐": "-",
    "☑": "+",
    "›": ">",
    "·": ".",
    "…": "~",
    # Arrows and keys.
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "⌫": "<",
    "⏎": "<",
    # Bars and large letters: a fuller block is a fuller sign.
    "█": "#",
    "▀": "'",
    "▄": ".",
    "▓": "#",
    "▒": "=",
    "░": "-",
    # Frames of the dialogs, and what Textual draws lists, notices and the palette with.
    "─": "-",
    "━": "=",
    "│": "|",
    "┃": "|",
    "╭": "+",
    "╮": "+",
    "╯": "+",
    "▐": "|",
    "▔": "-",
    "▁": "_",
    "🔎": "/ ",
}
"""What stands for each sign, in as many cells; a sign that is not here is data."""

_FRAMES = (0x2500, 0x25A0)
"""Where Unicode has frames and blocks: Textual's scroll bars take others of them by height."""

_is_ascii = False
_encoding = "utf-8"


def choose_glyphs(glyphs: Glyphs) -> None:
    """Have this process draw with these from now on; auto looks at the terminal."""
    global _is_ascii, _encoding
    _encoding = terminal_encoding(os.environ)
    is_poor = _encoding != "utf-8" or os.environ.get("TERM") == "linux"
    _is_ascii = is_poor if glyphs is Glyphs.AUTO else glyphs is Glyphs.ASCII
    in_ascii.cache_clear()


def is_ascii() -> bool:
    """Whether signs and frames are drawn in ASCII."""
    return _is_ascii


def terminal_encoding(environment: Mapping[str, str]) -> str:
    """What the terminal takes, by its locale; where that does not say, what Python writes in.

    Python writes UTF-8 in the locale C as well, which no terminal has promised to read.
    """
    names = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next(filter(None, names), "")
    name, _, codeset = locale.partition("@")[0].partition(".")
    stream = sys.__stderr__
    written = "utf-8" if stream is None else stream.encoding.lower()
    promised = "ascii" if name in {"C", "POSIX"} and not codeset else codeset or written
    if _is_utf_8(promised):
        return "utf-8" if _is_utf_8(written) else written
    return "ascii" if _is_utf_8(written) else written


def _is_utf_8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


@lru_cache(maxsize=4096)
def in_ascii(text: str) -> str:
    """The text with its signs in ASCII, and its letters as this terminal can show them."""
    if text.isascii():
        return text
    return "".join(map(_form_of, text))


def _form_of(sign: str) -> str:
    found = ASCII.get(sign)
    if found is not None:
        return found
    if _FRAMES[0] <= ord(sign) < _FRAMES[1]:
        return "#"
    return sign if _encoding == "utf-8" else _readable(sign)


def _readable(letter: str) -> str:
    """A letter of data as this terminal can show it: without its accent, or as a question mark."""
    try:
        letter.encode(_encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", letter)[:1]
        cells = cell_len(letter)
        return plain if cells == 1 and plain.isascii() else "?" * cells
    return letter


class AsciiGlyphs(LineFilter):
    """Puts the signs of a line into ASCII; a line stays as wide as it was."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same pieces, their signs in ASCII."""
        return [
            piece if piece.text.isascii() else Segment(in_ascii(piece.text), piece.style)
            for piece in segments
        ]


ASCII_GLYPHS = AsciiGlyphs()
