"""The PIN that is handed to a guest: read across a desk, and hidden after a while."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from housekeeper.core.clock import Clock
from housekeeper.core.entered_text import plain
from housekeeper.core.stays.front_desk import CheckedIn
from housekeeper.screens.front_desk.check_in_text import given_text
from housekeeper.screens.widgets.big_letters import big
from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.screens.widgets.key_hints import key_hint, make_binding, sign_of_binding
from housekeeper.screens.widgets.shown_pin import PIN_LOOK_SECONDS, PIN_SECONDS, ShownPin

PIN_BINDING = make_binding("P", "pin", "PIN", "Show or hide the PIN.", "pin.show")
"""The key of a dialog with this pane."""


class PinPane(Vertical):
    """Shows what a check-in or a move gave; the PINs in it hide by themselves."""

    DEFAULT_CSS = """
    PinPane { height: auto; }
    PinPane #big-pin { width: 100%; height: 5; content-align: center middle; margin: 1 0; }
    PinPane #big-pin { text-align: center; color: $primary; }
    PinPane #hand { width: 100%; text-align: center; margin-bottom: 1; }
    """

    def __init__(self, clock: Clock, id: str, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._given: CheckedIn | None = None
        self._shown = ShownPin(clock, self._tell)

    def compose(self) -> ComposeResult:
        """The PIN in large letters, what to do with it, and how it is closed."""
        yield Static(id="big-pin")
        yield Static(id="hand")
        yield Static(id="how", classes="hint quiet")

    def on_mount(self) -> None:
        """Hide the PIN when it is time."""
        self.set_interval(PIN_LOOK_SECONDS, self._shown.hide_when_over)
        self._tell()

    def show(self, given: CheckedIn) -> None:
        """Show what was given."""
        self._given = given
        self._shown.show(given.pin)

    def turn(self) -> None:
        """Hide the PIN, or show it again."""
        if self._given is not None and self._shown.pin is None:
            self.show(self._given)
        else:
            self._shown.hide()

    def _tell(self) -> None:
        given, key = self._given, sign_of_binding(PIN_BINDING)
        if given is None or not self.is_mounted:
            return
        leave = key_hint(Dialog, "dialog.leave")
        if self._shown.pin is None:
            self._say("••••••", f"The PIN is hidden: {key} shows it again, {leave} closes this.")
            self.query_one("#hand", Static).update(_given_content(given))
        else:
            how = (
                f"{leave} closes this. The PIN hides after {PIN_SECONDS} seconds; "
                f"{key} shows it again."
            )
            self._say(big(given.pin), how)
            self.query_one("#hand", Static).update(_hand_content(given))

    def _say(self, letters: str, how: str) -> None:
        self.query_one("#big-pin", Static).update(Content(letters))
        self.query_one("#how", Static).update(Content(how))


def _hand_content(given: CheckedIn) -> Content:
    left = given.left
    other = (
        f"\nRoom {plain(left.number)} has a new PIN too, for its next guest: {plain(left.pin)}"
        if left is not None
        else ""
    )
    hand = Content.assemble("PIN ", (plain(given.pin), "bold"), f": hand it to the guest{other}")
    note = _given_content(given)
    return Content.assemble(hand, "\n", note) if note.plain else hand


def _given_content(given: CheckedIn) -> Content:
    return Content.assemble((given_text(given), "$text-warning"))
