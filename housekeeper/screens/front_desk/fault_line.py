"""One sentence of what went wrong, on a line that is there only while it is needed."""

from textual.content import Content
from textual.widgets import Static

from housekeeper.core.entered_text import plain


class FaultLine(Static):
    """Shows one sentence, `sign` before it; an empty one takes the line away."""

    DEFAULT_CSS = """
    FaultLine { color: $text-error; height: auto; padding: 0 1; display: none; }
    FaultLine.-said { display: block; }
    """

    def __init__(self, sign: str = "") -> None:
        super().__init__(id="fault")
        self._sign = sign
        self._said = ""

    def say(self, sentence: str) -> None:
        """Show this sentence; the same one again costs nothing."""
        if sentence == self._said:
            return
        self._said = sentence
        self.update(Content(f"{self._sign}{plain(sentence)}" if sentence else ""))
        self.set_class(bool(sentence), "-said")
