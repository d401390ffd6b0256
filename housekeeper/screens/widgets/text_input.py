"""A line for text in a dialog."""

from textual.actions import SkipAction
from textual.widgets import Input

from housekeeper.core.entered_text import plain, usual_digits


class TextLine(Input):
    """A line to type in, which shows what is pasted or prefilled literally."""

    DEFAULT_CSS = """
    TextLine, TextLine:focus { background: $foreground 9%; }
    TextLine:focus { background-tint: $primary 20%; }
    TextLine:ansi, TextLine:ansi:focus { background: transparent; text-style: underline; }
    """

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str, max_length: int = 500
    ) -> None:
        super().__init__(
            plain(value),
            placeholder=placeholder,
            id=id,
            max_length=max_length,
            compact=True,
            select_on_focus=False,
        )

    def validate_value(self, value: str) -> str:
        """Keep only what can be shown."""
        return plain(value)

    def action_home(self, select: bool = False) -> None:
        """Go to the beginning of the text; without one, the key is for the list beside it."""
        if not self.value:
            raise SkipAction
        super().action_home(select)

    def action_end(self, select: bool = False) -> None:
        """Go to the end of the text; without one, the key is for the list beside it."""
        if not self.value:
            raise SkipAction
        super().action_end(select)


class NumberLine(TextLine):
    """A line for a room number, an hour or a day: digits of every script are 0 to 9 in it."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of what stands there."""
        super().replace(usual_digits(text), start, end)
