"""Why a room failed its inspection: a usual reason on one digit, or free text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.inspection.fail_reasons import DEFAULT_REASONS, reasons_of
from housekeeper.core.rooms.room import Room
from housekeeper.core.unit_of_work import Store
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.row_list import Row, RowList
from housekeeper.screens.widgets.text_input import TextLine


class FailDialog(Dialog[str | None]):
    """Gives the reason of a failed inspection, or None where nothing fails.

    A digit answers at once. Letters go to the line for free text. With a store, the hotel's
    own reasons are read first; keys wait for that.
    """

    AUTO_FOCUS = "#reasons"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "to_reasons", "Reasons", show=False, id="fail.reasons"),
    ]

    def __init__(
        self,
        rooms: Sequence[Room],
        reasons: Mapping[int, str] = DEFAULT_REASONS,
        store: Store | None = None,
    ) -> None:
        super().__init__(f"Fail {named_rooms(rooms)}", on_leaving=None)
        self._reasons = reasons
        self._store = store
        self.is_busy = store is not None

    def compose_body(self) -> ComposeResult:
        """The usual reasons, and the line for others."""
        yield RowList(self._rows(), id="reasons")
        yield field("Other", TextLine(placeholder="or type a reason", id="reason"))

    def _rows(self) -> list[Row]:
        return [
            Row(reason, Content.assemble((f"{digit} ", "bold $primary"), plain(reason)))
            for digit, reason in sorted(self._reasons.items())
        ]

    def on_mount(self) -> None:
        """Read the hotel's own reasons."""
        if self._store is not None:
            self.run_worker(self._read(self._store), group="reasons", exit_on_error=False)

    async def _read(self, store: Store) -> None:
        try:
            self._reasons = await store.read(reasons_of)
            self.query_one("#reasons", RowList).set_rows(self._rows())
        except HousekeeperError as error:
            self.say(str(error))
        finally:
            self.is_busy = False

    def compose_buttons(self) -> Iterable[Button]:
        """Fail with what is chosen or typed."""
        yield button("Fail", "enter", "screen.fail", "fail")

    def on_key(self, event: events.Key) -> None:
        """Digits answer and letters begin a free reason, unless one is being typed."""
        if isinstance(self.focused, Input) or not event.is_printable or event.character is None:
            return
        if event.character == " ":
            return
        event.stop()
        event.prevent_default()
        if event.character.isdecimal():
            reason = self._reasons.get(int(event.character))
            if reason is not None:
                self.dismiss(reason)
            return
        line = self.query_one("#reason", TextLine)
        line.focus()
        line.insert_text_at_cursor(event.character)

    def action_to_reasons(self) -> None:
        """Go back to the usual reasons."""
        self.query_one("#reasons", RowList).focus()

    @on(RowList.Chosen)
    def choose(self, event: RowList.Chosen) -> None:
        """Fail with the reason chosen."""
        self.dismiss(event.key)

    @on(Input.Submitted)
    def action_fail(self) -> None:
        """Fail with the free text, else with the reason under the cursor."""
        typed = self.query_one("#reason", TextLine).value.strip()
        if typed:
            self.dismiss(typed)
        elif isinstance(self.focused, Input):
            self.say("A failed inspection needs a reason for the attendant.")
        else:
            reason = self.query_one("#reasons", RowList).key
            if reason is not None:
                self.dismiss(reason)
