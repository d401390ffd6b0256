"""The first manager is made on the screen, as long as no manager is active."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.acts import Via
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.staff import manage
from housekeeper.core.staff.pin import LONGEST, SHORTEST
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.screens.sign_in.pin_input import PinLine
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.workstation import Workstation

_LINES = ("code", "name", "pin", "again")


class FirstManagerDialog(Dialog[Staff | None]):
    """Gives the manager who was made and is signed in by that, or None."""

    AUTO_FOCUS = "#code"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False, priority=True, id="manager.go-on"),
    ]

    def __init__(self, workstation: Workstation) -> None:
        super().__init__("No manager works here yet: be the first", on_leaving=None)
        self._workstation = workstation

    def compose_body(self) -> ComposeResult:
        """Code, name, and the PIN twice."""
        yield field("Staff code", TextLine(placeholder="short, such as max", id="code"))
        yield field("Name", TextLine(placeholder="as the history shows it", id="name"))
        yield field("PIN", PinLine(id="pin", placeholder=f"{SHORTEST} to {LONGEST} digits"))
        yield field("Once more", PinLine(id="again", placeholder="the same digits"))
        words = "A manager may do everything, and adds the others."
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Go on to the next line, and make the manager."""
        yield button("Go on", "enter", "screen.go_on", "go-on")

    def _line(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    @on(Input.Changed)
    def unsay(self, event: Input.Changed) -> None:
        """What was wrong is done with once something else is typed."""
        if event.value:
            self.say("")

    def action_move(self, step: int) -> None:
        """Go to the line above or below."""
        here = self.focused.id if self.focused is not None else None
        place = _LINES.index(here) + step if here in _LINES else 0
        if 0 <= place < len(_LINES):
            self.set_focus(self._line(_LINES[place]))

    def action_go_on(self) -> None:
        """Go on to the next line; after the last one, make the manager."""
        if isinstance(self.focused, Button) and self.focused.id != "go-on":
            self.focused.press()
        elif self.focused is not None and self.focused.id in _LINES[:-1]:
            self.action_move(1)
        else:
            self.is_busy = True
            # Keys that were typed before Enter may still be on their way to the line.
            self._line("again").call_later(self._begin)

    def _begin(self) -> None:
        self.run_worker(self._make(), name="first-manager", group="sign-in", exit_on_error=False)

    async def _make(self) -> None:
        code, name, pin, again = (self._line(line).value for line in _LINES)
        try:
            new = manage.new_staff(code, name, Role.MANAGER.value)
            if pin != again:
                self._refuse("These two PINs are not the same; type the PIN twice.")
                return
            staff = await manage.add(self._workstation.store, None, new, pin, Via.BOARD)
        except HousekeeperError as error:
            self._refuse(str(error))
            return
        self.is_busy = False
        self.dismiss(staff)

    def _refuse(self, sentence: str) -> None:
        self.is_busy = False
        for line in ("pin", "again"):
            self._line(line).value = ""
        empty = next((line for line in _LINES if not self._line(line).value), "pin")
        self.say(sentence)
        self._line(empty).focus()
