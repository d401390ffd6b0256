"""What is pasted: into the line that has the cursor and nowhere else, and what is cut is said."""

from typing import Any

from textual.app import App
from textual.events import Paste
from textual.widgets import Input

from housekeeper.core.entered_text import plain_lines, usual_digits
from housekeeper.screens.keyboard.tell_in_front import tell

LONGEST_PASTE = 10_000
"""Characters: what the longest message of a guest may have."""

BETWEEN_LINES = " · "
"""What stands in a line where the text that was pasted began a new one."""


def pasted(app: App[Any], text: str) -> Paste | None:
    """What the line with the cursor gets of a pasted text; None, and a word said, for nothing.

    Lines become one, and what can steer a terminal is shown as signs.
    """
    line = app.focused
    if len(text) > LONGEST_PASTE:
        tell(app, f"Nothing was pasted: {len(text):,} characters are too many.", is_error=True)
        return None
    if not isinstance(line, Input):
        tell(app, "Nothing was pasted: the cursor is in no line of text.", is_error=True)
        return None
    lines = [one for one in plain_lines(text) if one.strip()]
    one_line = BETWEEN_LINES.join(map(str.strip, lines)) if len(lines) > 1 else "".join(lines)
    if line.password:
        one_line = usual_digits(one_line.strip())
        if not one_line.isdecimal() or len(one_line) > (line.max_length or 0):
            tell(app, "Nothing was pasted: this is no PIN.", is_error=True)
            return None
        return Paste(one_line)
    return Paste(_cut(app, line, one_line))


def tell_lost(app: App[Any]) -> None:
    """Say that a paste was given up whose end did not come."""
    tell(app, "Nothing was pasted: the end of it never came.", is_error=True)


def _cut(app: App[Any], line: Input, text: str) -> str:
    """As much of a text as the line has room for; says how much is left out."""
    if not line.max_length:
        return text
    begin, end = sorted(line.selection)
    room = max(0, line.max_length - len(line.value) + end - begin)
    if len(text) > room:
        tell(
            app,
            f"Cut when pasted: the last {len(text) - room:,} of {len(text):,} characters. "
            f"This line takes {line.max_length:,}.",
            is_error=True,
        )
    return text[:room]
