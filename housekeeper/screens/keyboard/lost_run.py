"""The words behind a key that should have opened a line for them, and did not."""

RUN_SECONDS = 0.4
"""Keys that follow one another sooner than this are one run: they were meant as one."""

_LONGEST_SHOWN = 24
_OF_TEXT = frozenset({"enter", "backspace"})
"""Keys that a hand presses in a line of text, beside characters."""


class LostRun:
    """Knows which keys were meant for a line that never opened: they must do nothing at all.

    Each letter of such a text has a meaning of its own on a board, and Enter and the space bar
    have one, too. The run ends with a pause, and with a key that is none of a text.
    """

    def __init__(self) -> None:
        self._key = ""
        self._reason = ""
        self._typed = ""
        self._last = float("-inf")
        self.is_lost = False
        """Whether the key that was pressed last belongs to the run."""

    def begin(self, key: str, at: float, reason: str = "") -> None:
        """This key did nothing, for this reason, where it should have opened a line."""
        self._key, self._reason, self._last, self._typed = key, reason, at, ""

    def press(self, at: float, key: str, typed: str) -> None:
        """A key is pressed; `typed` is its character, where it has one."""
        typed = typed or (" " if key == "space" else "")
        is_text = bool(typed) or key in _OF_TEXT
        self.is_lost = bool(self._key) and is_text and at - self._last < RUN_SECONDS
        if self.is_lost:
            self._last = at
            self._typed += typed
        else:
            self._key = ""

    @property
    def sentence(self) -> str:
        """What is told of the keys that were dropped so far."""
        words = self._typed.strip()
        if len(words) > _LONGEST_SHOWN:
            words = words[:_LONGEST_SHOWN] + "…"
        named = f'"{words}"' if words else "What was typed on"
        return f"{self._reason} {named} was not taken: {self._key} did nothing.".strip()
