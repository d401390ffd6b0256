"""A file of rooms, staff or bookings: its path, and every fault that it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.text_input import TextLine

_FAULTS_SHOWN = 100
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as it was typed: its path, and how its dates are written ("": 2015-09-18)."""

    path: str = ""
    dates: str = ""


class ImportFileDialog(Dialog[NamedFile | None]):
    """Gives the file to import, or None.

    `typed` and `faults` are of a try that was refused: the file can be mended and tried again.
    """

    DEFAULT_CSS = """
    ImportFileDialog #faults { height: auto; max-height: 10; margin-bottom: 1; }
    """
    AUTO_FOCUS = "#path"

    def __init__(
        self, kind: str, typed: NamedFile | None = None, faults: Sequence[str] = ()
    ) -> None:
        super().__init__(f"Import {kind} from a file", on_leaving=None)
        self._kind = kind
        self._typed = typed or NamedFile()
        self._faults = faults

    def compose_body(self) -> ComposeResult:
        """The line for the path, and what is wrong with the file."""
        example = f"{self._kind}.csv"
        path = TextLine(self._typed.path, placeholder=example, id="path", max_length=_LONGEST_PATH)
        yield field("File", path)
        if self._kind == "bookings":
            written = "2015-09-18; or say dd/mm/yyyy"
            yield field("Dates", TextLine(self._typed.dates, placeholder=written, id="dates"))
        if self._faults:
            shown = list(map(plain, self._faults[:_FAULTS_SHOWN]))
            if len(self._faults) > _FAULTS_SHOWN:
                shown.append(f"... and {len(self._faults) - _FAULTS_SHOWN:,} more")
            with VerticalScroll(id="faults", can_focus=False):
                yield Static(Content("\n".join(shown)))
            words = "Nothing was imported. Mend the file, save it, and press enter again."
        else:
            words = (
                f"CSV with a line of column names. 'housekeeper template {self._kind} > "
                f"{self._kind}.csv' makes one to fill in."
            )
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Import the file."""
        yield button("Import", "enter", "screen.take", "take")

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Answer with what is typed."""
        path = self.query_one("#path", TextLine).value.strip().strip("'\"")
        if path:
            dates = [line.value.strip() for line in self.query("#dates").results(TextLine)]
            self.dismiss(NamedFile(path, *dates))
        else:
            self.say("Which file? Type its path, or drop it onto the terminal.")
