"""Ask who is acting: a staff code, typed or picked from those that match what is typed."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input

from housekeeper.core.plain import plain
from housekeeper.core.staff import Staff
from housekeeper.screens.dialog import Dialog, TextLine, button, field
from housekeeper.screens.row_list import MUTED, Row, RowList


class StaffCodeDialog(Dialog[Staff | None]):
    """Gives the member of staff who signs in, or None.

    A code is taken in any case of letters. What is typed also narrows the list beneath,
    by code and by name; arrows and a click choose from it.
    """

    AUTO_FOCUS = "#code"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="staff.up"),
        Binding("down", "move(1)", "Down", show=False, id="staff.down"),
    ]

    def __init__(self, staff_book: Mapping[str, Staff]) -> None:
        super().__init__("Who is acting?", on_leaving=None)
        self._by_code = {staff.code.casefold(): staff for staff in staff_book.values()}
        self._picked = False

    def compose_body(self) -> ComposeResult:
        """The code's line, and who there is."""
        yield field("Staff code", TextLine(id="code", max_length=64))
        people = RowList(self._matching(""), id="people")
        people.can_focus = False
        yield people

    def compose_buttons(self) -> Iterable[Button]:
        """Sign in."""
        yield button("Sign in", "enter", "screen.sign_in", "sign-in")

    def _matching(self, typed: str) -> list[Row]:
        """The active people whose code, or a word of whose name, begins with what is typed."""
        wanted = typed.strip().casefold()
        people = sorted(self._by_code.values(), key=lambda one: one.code.casefold())
        shown = [
            one
            for one in people
            if one.is_active
            and any(
                word.startswith(wanted)
                for word in (one.code.casefold(), *one.name.casefold().split())
            )
        ]
        width = min(max((len(plain(one.code)) for one in shown), default=0), 16)
        return [
            Row(
                one.code.casefold(),
                Content.assemble(
                    (f"{plain(one.code):<{width}}  ", "bold"),
                    plain(one.name),
                    (f"  {one.role.label}", MUTED),
                ),
            )
            for one in shown
        ]

    @on(Input.Changed, "#code")
    def narrow(self, event: Input.Changed) -> None:
        """Narrow the list to what is typed."""
        self._picked = False
        self.say("")
        self.query_one("#people", RowList).set_rows(self._matching(event.value))

    def action_move(self, step: int) -> None:
        """Move in the list while the code's line keeps the focus."""
        self._picked = True
        self.query_one("#people", RowList).action_move(step)

    @on(RowList.Chosen)
    def pick(self, event: RowList.Chosen) -> None:
        """Sign in whom a click names."""
        self.dismiss(self._by_code[event.key])

    @on(Input.Submitted)
    def action_sign_in(self) -> None:
        """Sign in by the code typed, or by the row that the arrows chose."""
        typed = self.query_one("#code", TextLine).value.strip()
        listed = self.query_one("#people", RowList).key
        if self._picked and listed is not None:
            self.dismiss(self._by_code[listed])
            return
        staff = self._by_code.get(typed.casefold())
        if not self._by_code:
            self.say("No staff yet; import them: housekeeper import staff FILE.csv")
        elif not typed:
            self.say("Type your staff code, or choose yourself with the arrows.")
        elif staff is None:
            self.say(f"Nobody here has the code {typed}; the list shows who there is.")
            if listed is None:
                self.query_one("#people", RowList).set_rows(self._matching(""))
        elif not staff.is_active:
            self.say(f"{staff.name} is no longer active and cannot act.")
        else:
            self.dismiss(staff)
