"""The line at the foot in which rooms and a verb are typed after `:`."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester

from housekeeper.core.entered_text import plain
from housekeeper.screens.board.foot_input import FootLine


class _Completion(Suggester):
    """Shows, faintly, how the line would go on."""

    def __init__(self, complete: Callable[[str], Sequence[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """The first way in which the line can go on."""
        return next(iter(self._complete(value)), None) if value else None


class CommandLine(FootLine):
    """A line with completion by Tab or the right arrow, and a history by the other arrows.

    `complete` gives whole lines that go on from what is typed; `history` is kept up to date,
    the newest line last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the line", show=False, id="line.leave"),
        Binding("tab", "take", "Complete", show=False, id="line.complete"),
        Binding("up", "earlier(1)", "Earlier line", show=False, id="line.earlier"),
        Binding("down", "earlier(-1)", "Later line", show=False, id="line.later"),
    ]

    class Left(Message):
        """The line was left without an act."""

    def __init__(self, complete: Callable[[str], Sequence[str]], history: list[str]) -> None:
        super().__init__(
            placeholder="412 fail hair in the bath · 301-318 start · 4xx note late · due out",
            suggester=_Completion(complete),
            select_on_focus=False,
            id="command-line",
        )
        self._complete = complete
        self._history = history
        self._back = 0
        self._begun = ""

    def validate_value(self, value: str) -> str:
        """Keep only what can be shown."""
        return plain(value)

    def begin(self, text: str = "") -> None:
        """Begin a new line."""
        self._back, self._begun = 0, ""
        self._go_to(text)

    def remember(self, line: str) -> None:
        """Keep a line that was entered, once where it is entered again and again."""
        if line and (not self._history or self._history[-1] != line):
            self._history.append(line)

    def _go_to(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(self.value)

    def action_leave(self) -> None:
        """Leave the line."""
        self.post_message(self.Left())

    def action_take(self) -> None:
        """Let the line go on as is shown."""
        ways = list(self._complete(self.value)) if self.value else []
        if ways:
            self._go_to(ways[0])

    def action_earlier(self, lines: int) -> None:
        """Go back in the history, or forward to what was being typed."""
        if self._back == 0:
            self._begun = self.value
        self._back = max(0, min(self._back + lines, len(self._history)))
        self._go_to(self._history[-self._back] if self._back else self._begun)
