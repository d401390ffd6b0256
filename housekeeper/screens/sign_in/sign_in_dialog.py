"""Ask who is acting: a staff code and a PIN; whoever has no PIN yet chooses one here."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.staff import sign_in as signing
from housekeeper.core.staff.pin import LONGEST, SHORTEST
from housekeeper.core.staff.sign_in import PinToChoose, SignedIn, SignInRefused
from housekeeper.core.staff.staff import Staff
from housekeeper.screens.sign_in.pin_input import PinLine
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.workstation import Workstation


class StaffCodeDialog(Dialog[Staff | None]):
    """Gives the member of staff who signs in, or None.

    Code, Enter, PIN, Enter. A code is taken in any case of letters; an empty one stands for
    who was signed in last. Whatever code is typed, its PIN is asked for: nothing tells whether
    there is such a person or what their PIN is like. What is typed also narrows the list
    beneath, by code and by name; arrows and a click choose from it. `is_bare` leaves it out.
    """

    DEFAULT_CSS = """
    StaffCodeDialog > #frame { width: 60; }
    StaffCodeDialog #code-field { margin-bottom: 0; }
    StaffCodeDialog .step { height: auto; display: none; }
    StaffCodeDialog.-asking #step-asking { display: block; }
    StaffCodeDialog.-choosing #step-choosing { display: block; }
    StaffCodeDialog.-bare #people { display: none; }
    """
    AUTO_FOCUS = "#code"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="staff.up"),
        Binding("down", "move(1)", "Down", show=False, id="staff.down"),
        Binding("enter", "go_on", "Go on", show=False, priority=True, id="staff.go-on"),
    ]

    def __init__(
        self, workstation: Workstation, heading: str = "Who is acting?", *, is_bare: bool = False
    ) -> None:
        super().__init__(heading, on_leaving=None)
        self._workstation = workstation
        self._by_code = {staff.code.casefold(): staff for staff in workstation.staff_book.values()}
        self._choosing: Staff | None = None
        self.add_class("-asking")
        self.set_class(is_bare, "-bare")

    def compose_body(self) -> ComposeResult:
        """Code and PIN with who there is, and the step in which a PIN is chosen."""
        last = self._workstation.last_staff
        with Vertical(id="step-asking", classes="step"):
            offered = f"{plain(last.code)} (Enter)" if last is not None else ""
            code = field("Staff code", TextLine(placeholder=offered, id="code", max_length=64))
            code.id = "code-field"
            yield code
            yield field("PIN", PinLine(id="pin", placeholder="none yet? Enter, and choose one"))
            people = RowList(self._matching(""), id="people")
            people.can_focus = False
            if last is not None:
                # Enter takes who is offered, so the cursor stands on no one else.
                people.go_to(last.code.casefold())
            yield people
            if self._workstation.settings.demonstration_pin:
                words = (
                    f"In this demonstration everyone's PIN is "
                    f"{self._workstation.settings.demonstration_pin}."
                )
                yield Static(Content(words), id="demonstration", classes="hint quiet")
        with Vertical(id="step-choosing", classes="step"):
            yield Static(id="whose", classes="quiet")
            yield field("New PIN", PinLine(id="new", placeholder=f"{SHORTEST} to {LONGEST} digits"))
            yield field("Once more", PinLine(id="again", placeholder="the same digits"))

    def compose_buttons(self) -> Iterable[Button]:
        """Go on to the next line, and sign in."""
        yield button("Sign in", "enter", "screen.go_on", "go-on")

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
        names = min(max((len(plain(one.name)) for one in shown), default=0), 24)
        return [
            Row(
                one.code.casefold(),
                Content.assemble(
                    (f"{plain(one.code):<{width}}  ", "bold"),
                    f"{plain(one.name):<{names}}",
                    (f"  {one.role.label}", MUTED),
                ),
            )
            for one in shown
        ]

    def _line(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    @on(Input.Changed, "#code")
    def narrow(self, event: Input.Changed) -> None:
        """Narrow the list to what is typed."""
        if self.focused is event.input:
            self.query_one("#people", RowList).set_rows(self._matching(event.value))

    @on(Input.Changed)
    def unsay(self, event: Input.Changed) -> None:
        """What was wrong is done with once something else is typed."""
        if event.value:
            self.say("")

    def action_move(self, step: int) -> None:
        """Choose from the list; from the PIN, go back to the code."""
        if self.has_class("-choosing"):
            self._line("new" if step < 0 else "again").focus()
            return
        if self.focused is not self._line("code"):
            self._line("code").focus()
            return
        people = self.query_one("#people", RowList)
        if self._line("code").value.strip().casefold() == people.key:
            people.action_move(step)
        self._take(people.key)

    def _take(self, key: str | None) -> None:
        if key is not None:
            line = self._line("code")
            with self.prevent(Input.Changed):
                line.value = self._by_code[key].code
            line.cursor_position = len(line.value)

    @on(RowList.Chosen)
    def pick(self, event: RowList.Chosen) -> None:
        """Take the code of whom a click names, and ask for the PIN."""
        self._take(event.key)
        self._line("pin").focus()

    def action_go_on(self) -> None:
        """Go on to the next line; after the last one, look at what was given."""
        if isinstance(self.focused, Button) and self.focused.id != "go-on":
            self.focused.press()
            return
        following = {"code": "pin", "new": "again"}
        here = self.focused.id if self.focused is not None else None
        if here in following:
            self.set_focus(self._line(following[here]))
            return
        # Keys that were typed before Enter may still be on their way to the line.
        self.is_busy = True
        last = self._line("again" if self._choosing is not None else "pin")
        last.call_later(self._begin)

    def _begin(self) -> None:
        work = self._sign_in() if self._choosing is None else self._choose_pin(self._choosing)
        self.run_worker(work, name="sign-in", group="sign-in", exit_on_error=False)

    def _answer(self, staff: Staff) -> None:
        self.is_busy = False
        self.dismiss(staff)

    def _refuse(self, sentence: str, *lines: str) -> None:
        """Say why not; these lines are typed anew, the first one first."""
        self.is_busy = False
        for name in lines:
            self._line(name).value = ""
        self.say(sentence)
        self._line(lines[0]).focus()

    async def _sign_in(self) -> None:
        code, pin = self._line("code").value.strip(), self._line("pin").value
        if not code and self._workstation.last_staff is not None:
            code = self._workstation.last_staff.code
        if not code:
            self._refuse("Type your staff code, or choose yourself with the arrows.", "code")
            return
        try:
            answer = await signing.sign_in(self._workstation.store, code, pin)
        except HousekeeperError as error:
            self._refuse(str(error), "pin")
            return
        match answer:
            case SignedIn(staff):
                self._answer(staff)
            case PinToChoose(staff):
                self._ask_new_pin(staff)
            case SignInRefused(reason):
                self._refuse(reason, "pin")

    def _ask_new_pin(self, staff: Staff) -> None:
        self._choosing = staff
        self.set_class(False, "-asking")
        self.set_class(True, "-choosing")
        words = (
            f"{plain(staff.name)}, choose the PIN that you will sign in with: "
            f"{SHORTEST} to {LONGEST} digits that nobody would guess."
        )
        self.query_one("#whose", Static).update(Content(words))
        self._refuse("", "new", "again")

    async def _choose_pin(self, staff: Staff) -> None:
        pin, again = self._line("new").value, self._line("again").value
        if pin != again:
            self._refuse("These two are not the same; type the PIN twice.", "new", "again")
            return
        try:
            signed = await signing.choose_pin(self._workstation.store, staff.code, pin)
        except HousekeeperError as error:
            self._refuse(str(error), "new", "again")
        else:
            self._answer(signed.staff)
