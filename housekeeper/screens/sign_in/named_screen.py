"""A screen on which it is known who acts, or asked before anything is done."""

from collections.abc import Callable

from textual.dom import DOMNode

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.errors import HousekeeperError, NotAllowed
from housekeeper.screens.sign_in.ask_who import ask_who
from housekeeper.screens.widgets.foot_message import TellingScreen
from housekeeper.screens.widgets.key_hints import key_hint
from housekeeper.screens.workstation import Workstation


def not_allowed_text(error: HousekeeperError, owner: type[DOMNode]) -> str:
    """What is told to someone whose role does not include an act, with who else could sign in."""
    if not isinstance(error, NotAllowed) or not error.brief:
        return str(error)
    try:
        return f"{error.brief}. {key_hint(owner, 'sign-in')} signs in someone else."
    except LookupError:
        return f"{error.brief}."


class NamedScreen(TellingScreen):
    """Nobody acts unnamed here: code and PIN are asked for once, or at every act."""

    def __init__(self, workstation: Workstation) -> None:
        super().__init__(workstation.clock)
        self.workstation = workstation

    def live_changed(self) -> None:
        """The workstation's freshness, or who is signed in, is another."""

    @property
    def must_ask_who(self) -> bool:
        """Whether it is to be asked who acts: nobody is signed in, or it is at every act."""
        return self.workstation.staff is None or self.workstation.is_per_act

    def when_signed_in(self, go: Callable[[], None]) -> None:
        """Go on once it is known who acts."""
        if self.must_ask_who:
            self._ask_who(go)
        else:
            go()

    def _ask_who(self, go: Callable[[], None], verb: Verb | None = None) -> None:
        """Ask for code and PIN, and go on if that person may do the verb."""

        def signed_in() -> None:
            self.live_changed()
            if verb is None or self.is_allowed(verb):
                go()

        self.message.clear()
        ask_who(self.app, self.workstation, signed_in)

    def is_allowed(self, verb: Verb) -> bool:
        """Whether who is signed in may do this; if not, say who could."""
        staff = self.workstation.staff
        try:
            if staff is not None:
                rights.require(staff, verb)
        except HousekeeperError as error:
            is_for_others = isinstance(error, NotAllowed) and not self.workstation.is_per_act
            told = not_allowed_text(error, type(self)) if is_for_others else str(error)
            self.tell(told, is_error=True)
            return False
        return staff is not None

    def on_screen_resume(self) -> None:
        """Where each act is asked for, nobody is signed in once a dialog is left."""
        if self.workstation.is_per_act:
            # After the dialog's answer, which is still on its way here.
            self.call_later(self._end_act)

    def _end_act(self) -> None:
        if self.is_current:
            self.workstation.sign_out()
            self.live_changed()

    def action_sign_in(self) -> None:
        """Ask for code and PIN, whoever is signed in."""
        if self.workstation.is_per_act:
            self.tell("This terminal asks for code and PIN at every act.")
        else:
            # Nothing waits for it: who signed in is on the screen already.
            self._ask_who(lambda: None)
