"""Whether to walk along in a round that someone else has open, or to start one's own."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button

from housekeeper.core.entered_text import plain
from housekeeper.core.inspection.round_views import OpenRound
from housekeeper.screens.widgets.dialog import Dialog, button
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.workstation import Workstation

OWN = 0
"""The answer that starts a round of one's own."""


class RoundChooser(Dialog[int | None]):
    """Gives the number of the round to walk along in, `OWN`, or None."""

    AUTO_FOCUS = "#rounds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "own", "Start my own", show=False, id="rounds.own"),
    ]

    def __init__(self, workstation: Workstation, rounds: Sequence[OpenRound]) -> None:
        super().__init__("A round is being walked: walk along?", on_leaving=None)
        self._workstation = workstation
        self._rounds = rounds

    def _named(self, code: str) -> str:
        staff = self._workstation.staff_book.get(code)
        return plain(staff.name if staff is not None else code)

    def compose_body(self) -> ComposeResult:
        """The open rounds, and one's own."""
        rows = [
            Row(
                str(one.round.id),
                Content.assemble(
                    (f"Round {one.round.id}  ", "bold"),
                    ", ".join(self._named(code) for code in one.walkers),
                    (f"  {one.progress.done} of {one.progress.total} done", MUTED),
                ),
            )
            for one in self._rounds
        ]
        own_key = key_hint(RoundChooser, "rounds.own")
        rows.append(
            Row(str(OWN), Content.assemble((f"{own_key} ", "bold $primary"), "start my own"))
        )
        yield RowList(rows, id="rounds")

    def compose_buttons(self) -> Iterable[Button]:
        """Walk along, or alone."""
        yield button("Start my own", key_hint(RoundChooser, "rounds.own"), "screen.own", "own")

    @on(RowList.Chosen)
    def choose(self, event: RowList.Chosen) -> None:
        """Walk along in the round chosen."""
        self.dismiss(int(event.key))

    def action_own(self) -> None:
        """Start a round of one's own."""
        self.dismiss(OWN)
