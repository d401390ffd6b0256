"""What dialogs with choices and a text share: the list, the line, and what Enter does now."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.screens.widgets.choice_line import ChoiceLine
from housekeeper.screens.widgets.dialog import Dialog, field
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.row_list import Row, RowList
from housekeeper.screens.widgets.text_input import TextLine

Answer = TypeVar("Answer")


class ChoiceDialog(Dialog[Answer]):
    """Choices, each with a digit, and below them a line for text that has the focus.

    A subclass says what comes of a choice that is taken (`choice_taken`), what of Enter where
    none is (`entered`), and what Enter would do (`meaning`).
    """

    AUTO_FOCUS: ClassVar[str | None] = "ChoiceLine"

    def __init__(
        self,
        heading: str,
        on_leaving: Answer,
        choices: RowList,
        label: str,
        line: ChoiceLine,
    ) -> None:
        super().__init__(heading, on_leaving)
        choices.can_focus = False
        self.choices, self.line = choices, line
        self._label = label

    def compose_body(self) -> ComposeResult:
        """The choices, the line, and what Enter does."""
        yield self.choices
        yield field(self._label, self.line)
        yield Static(id="meaning", classes="hint quiet")

    def on_mount(self) -> None:
        """Say what the keys do."""
        self.show_meaning()

    # What a subclass says

    def choice_taken(self, key: str) -> None:
        """A choice was taken: by its digit, or by a click."""
        raise NotImplementedError

    def entered(self) -> None:
        """Enter was pressed, and no digit stands for a choice."""
        raise NotImplementedError

    def meaning(self) -> str:
        """What Enter would do now, or what can be done."""
        raise NotImplementedError

    # The one way of all of them

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.value.strip()

    def show_meaning(self) -> None:
        """Say what Enter does now."""
        self.query_one("#meaning", Static).update(Content(plain(self._meaning_now())))

    def _meaning_now(self) -> str:
        if self.line.named is None:
            return self.meaning()
        how = f"{ENTER} or wait" if self.line.is_pausing else ENTER
        return f"{how}: {self.choices.words_of(self.line.named)}"

    @on(ChoiceLine.Taken)
    def take_by_digit(self, event: ChoiceLine.Taken) -> None:
        """A digit took its choice."""
        self._take(event.key)

    @on(RowList.Chosen)
    def take_by_click(self, event: RowList.Chosen) -> None:
        """A click took its choice."""
        self.line.drop_digit()
        self.line.end_choosing()
        self._take(event.key)

    def _take(self, key: str) -> None:
        self.say("")
        self.line.focus()
        self.choice_taken(key)
        self.show_meaning()

    @on(Input.Changed)
    def unsay(self) -> None:
        """What was wrong is done with once something else is typed."""
        self.say("")
        self.show_meaning()

    @on(RowList.Moved)
    def tell_moved(self) -> None:
        """Another choice is meant."""
        self.show_meaning()

    @on(Input.Submitted)
    def enter(self) -> None:
        """Go on with what is typed or chosen."""
        self.entered()
        self.show_meaning()

    def go_in_list(self, way: Callable[[RowList, int], None], step: int) -> None:
        """Move among the choices, on from the one that a digit names."""
        self.line.drop_digit()
        super().go_in_list(way, step)


ENTER = key_hint(TextLine, "submit")
"""The key that takes what is chosen or typed."""


def ways_to_choose() -> str:
    """The keys that choose, in words: `up, down or a digit`."""
    up, down = key_hint(Dialog, "dialog.up"), key_hint(Dialog, "dialog.down")
    return f"{up}, {down} or a digit"


def numbered(choices: Iterable[tuple[str, str, Sequence[str | tuple[str, str]]]]) -> list[Row]:
    """Rows with their digits: for each its digit, its key, and the pieces of its words."""
    return [
        Row(key, Content.assemble((f"{digit} ", "bold $primary"), *pieces), digit)
        for digit, key, pieces in choices
    ]
