"""Why a room failed its inspection: a usual reason by its digit, or free text."""

from collections.abc import Iterable, Mapping, Sequence

from textual.widgets import Button

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.inspection.fail_reasons import DEFAULT_REASONS, reasons_of
from housekeeper.core.rooms.room import Room
from housekeeper.core.unit_of_work import Store
from housekeeper.screens.widgets.choice_dialog import (
    ENTER,
    ChoiceDialog,
    numbered,
    ways_to_choose,
)
from housekeeper.screens.widgets.choice_line import ChoiceLine
from housekeeper.screens.widgets.dialog import button, named_rooms
from housekeeper.screens.widgets.row_list import Row, RowList


class FailDialog(ChoiceDialog[str | None]):
    """Gives the reason of a failed inspection, or None where nothing fails.

    No reason is chosen to begin with, so that an Enter too many fails nothing. With a store,
    the hotel's own reasons are read first; keys wait for that.
    """

    def __init__(
        self,
        rooms: Sequence[Room],
        reasons: Mapping[int, str] = DEFAULT_REASONS,
        store: Store | None = None,
    ) -> None:
        self._reasons = reasons
        choices = RowList(self._rows(), begins_nowhere=True, id="reasons")
        line = ChoiceLine(choices, placeholder="another reason", id="reason", is_either=True)
        super().__init__(f"Fail {named_rooms(rooms)}", None, choices, "Reason", line)
        self._store = store
        self.is_busy = store is not None

    def _rows(self) -> list[Row]:
        return numbered(
            (str(digit), reason, (plain(reason),))
            for digit, reason in sorted(self._reasons.items())
        )

    def on_mount(self) -> None:
        """Read the hotel's own reasons."""
        if self._store is not None:
            self.run_worker(self._read(self._store), group="reasons", exit_on_error=False)

    async def _read(self, store: Store) -> None:
        try:
            self._reasons = await store.read(reasons_of)
            self.choices.set_rows(self._rows())
        except HousekeeperError as error:
            self.say(str(error))
        finally:
            self.is_busy = False

    def compose_buttons(self) -> Iterable[Button]:
        """Fail with what is chosen or typed."""
        yield button("Fail", ENTER, "screen.fail", "fail")

    def choice_taken(self, key: str) -> None:
        """Fail with this reason."""
        self.dismiss(key)

    def entered(self) -> None:
        """Fail with the reason that arrows chose, else with what is typed."""
        reason = self.choices.key or self.text
        if reason:
            self.dismiss(reason)
        else:
            self.say("A failed inspection needs a reason for the attendant.")

    def action_fail(self) -> None:
        """Fail with what is chosen or typed."""
        if self.line.named is not None:
            self.line.take()
        else:
            self.entered()

    def meaning(self) -> str:
        """The reason that Enter would give."""
        reason = self.choices.key or self.text
        return f"{ENTER}: {reason}" if reason else f"Type a reason, or choose: {ways_to_choose()}."
