"""Ask who is acting: a staff code and a PIN; a one-time code lets people choose theirs here."""

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
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.screens import navigation
from housekeeper.screens.sign_in.pin_input import PinLine
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.workstation import Workstation


class StaffCodeDialog(Dialog[Staff | None]):
    """Gives the member of staff who signs in, or None.

    Code, Enter, PIN, Enter. A code is taken in any case of letters; an empty one stands for
    who was signed in last. Whatever code is typed, its PIN is asked for: nothing tells whether
    there is such a person, what they are called, what they may do or whether they have a PIN.
    Who has none gives the one-time code in its place, and chooses one.
    """

    DEFAULT_CSS = """
    StaffCodeDialog > #frame { width: 66; }
    StaffCodeDialog.-choosing #first-manager { display: none; }
    StaffCodeDialog .step { height: auto; display: none; }
    StaffCodeDialog.-asking #step-asking { display: block; }
    StaffCodeDialog.-choosing #step-choosing { display: block; }
    """
    AUTO_FOCUS = "#code"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False, priority=True, id="staff.go-on"),
        Binding(
            "ctrl+n",
            "be_first_manager",
            "First manager",
            id="staff.first-manager",
            tooltip="Be the first manager, where none works here yet",
        ),
    ]
    offers_first_manager = True
    """Whether the first manager can be made from here."""

    def __init__(self, workstation: Workstation, heading: str = "Who is acting?") -> None:
        super().__init__(heading, on_leaving=None)
        self._workstation = workstation
        self._choosing: PinToChoose | None = None
        self.add_class("-asking")

    def compose_body(self) -> ComposeResult:
        """Code and PIN, and the step in which a PIN is chosen."""
        last = self._workstation.last_staff
        with Vertical(id="step-asking", classes="step"):
            offered = f"{plain(last.code)} (Enter)" if last is not None else ""
            yield field("Staff code", TextLine(placeholder=offered, id="code", max_length=64))
            yield field("PIN", PinLine(id="pin", placeholder="or the one-time code you were given"))
            if self._workstation.settings.demonstration_pin:
                words = Content(self._demonstration())
                yield Static(words, id="demonstration", classes="hint quiet")
            if self._lacks_manager:
                key = key_hint(StaffCodeDialog, "staff.first-manager")
                words = Content(f"No manager works here yet: {key} makes you the first.")
                yield Static(words, id="no-manager", classes="hint quiet")
        with Vertical(id="step-choosing", classes="step"):
            yield Static(id="whose", classes="quiet")
            yield field("New PIN", PinLine(id="new", placeholder=f"{SHORTEST} to {LONGEST} digits"))
            yield field("Once more", PinLine(id="again", placeholder="the same digits"))

    def compose_buttons(self) -> Iterable[Button]:
        """Go on to the next line, and sign in; where no manager works here, be the first."""
        yield button("Sign in", "enter", "screen.go_on", "go-on")
        if self._lacks_manager:
            key = key_hint(StaffCodeDialog, "staff.first-manager")
            yield button("First manager", key, "screen.be_first_manager", "first-manager")

    @property
    def _lacks_manager(self) -> bool:
        return self.offers_first_manager and self._workstation.needs_first_manager

    def action_be_first_manager(self) -> None:
        """Make the first manager, who is signed in by that; nothing typed here goes there."""
        if not self._lacks_manager or self.is_busy or self._choosing is not None:
            return

        def made(staff: Staff | None) -> None:
            if staff is not None:
                self.dismiss(staff)

        navigation.ask_first_manager(self.app, self._workstation, made)

    def _demonstration(self) -> str:
        """The PIN and a code for each role; only the demonstration tells either."""
        pin = self._workstation.settings.demonstration_pin
        people = [one for one in self._workstation.staff_book.values() if one.is_active]
        by_code = sorted(people, key=lambda one: one.code, reverse=True)
        of_role = {one.role: one.code for one in by_code}
        codes = ", ".join(
            f"{plain(of_role[role])} ({role.label})" for role in Role if role in of_role
        )
        return f"In this demonstration everyone's PIN is {pin}. Codes: {codes}."

    def _line(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    @on(Input.Changed)
    def unsay(self, event: Input.Changed) -> None:
        """What was wrong is done with once something else is typed."""
        if event.value:
            self.say("")

    def action_move(self, step: int) -> None:
        """Go to the line above or below."""
        above, below = ("new", "again") if self.has_class("-choosing") else ("code", "pin")
        self._line(above if step < 0 else below).focus()

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
            self._refuse("Type your staff code first.", "code")
            return
        if not pin:
            # An Enter too many is no wrong PIN.
            self._refuse("Type your PIN, or the one-time code that you were given.", "pin")
            return
        try:
            answer = await signing.sign_in(self._workstation.store, code, pin)
        except HousekeeperError as error:
            self._refuse(str(error), "pin")
            return
        match answer:
            case SignedIn(staff):
                self._answer(staff)
            case PinToChoose() as choosing:
                self._ask_new_pin(choosing)
            case SignInRefused(reason):
                self._refuse(reason, "pin")

    def _ask_new_pin(self, choosing: PinToChoose) -> None:
        self._choosing = choosing
        self.set_class(False, "-asking")
        self.set_class(True, "-choosing")
        words = (
            f"{plain(choosing.staff.name)}, choose the PIN that you will sign in with: "
            f"{SHORTEST} to {LONGEST} digits that nobody would guess."
        )
        self.query_one("#whose", Static).update(Content(words))
        self._refuse("", "new", "again")

    async def _choose_pin(self, choosing: PinToChoose) -> None:
        pin, again = self._line("new").value, self._line("again").value
        if pin != again:
            self._refuse("These two are not the same; type the PIN twice.", "new", "again")
            return
        try:
            signed = await signing.choose_pin(self._workstation.store, choosing, pin)
        except HousekeeperError as error:
            self._refuse(str(error), "new", "again")
        else:
            self._answer(signed.staff)
