"""Which of several rooms were refused, and why each."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from housekeeper.core.entered_text import plain
from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.screens.widgets.row_list import Row, RowList


class RefusalsDialog(Dialog[None]):
    """Lists rooms with what stood against them; Enter and Escape close it."""

    DEFAULT_CSS = """
    RefusalsDialog > #frame { width: 100; }
    RefusalsDialog RowList { max-height: 16; }
    """
    AUTO_FOCUS = "#refusals"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "Close", priority=True, show=False, id="refusals.close"),
    ]

    def __init__(self, refusals: Sequence[tuple[str, str]], what: str) -> None:
        super().__init__(f"{len(refusals)} rooms {what}", on_leaving=None)
        self._refusals = refusals

    def compose_body(self) -> ComposeResult:
        """A line for each room."""
        width = max(len(number) for number, _ in self._refusals)
        yield RowList(
            [
                Row(number, Content.assemble((f"{number:<{width}}  ", "bold"), plain(sentence)))
                for number, sentence in self._refusals
            ],
            id="refusals",
        )
