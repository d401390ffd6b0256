"""A locked terminal: nothing can be done until someone signs in."""

from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog
from housekeeper.screens.workstation import Workstation


class LockScreen(StaffCodeDialog):
    """Gives who unlocked the terminal. It cannot be left otherwise.

    The board beneath stays to be read where `is_visible`; everything else, and above all what
    tells of guests, is covered.
    """

    DEFAULT_CSS = """
    LockScreen { align: center bottom; background: transparent; }
    LockScreen.-hidden { align: center middle; background: $background; }
    LockScreen #leave { display: none; }
    """
    offers_first_manager = False

    def __init__(self, workstation: Workstation, *, is_visible: bool) -> None:
        super().__init__(workstation, "This terminal is locked")
        self.set_class(not is_visible, "-hidden")

    def action_leave(self) -> None:
        """Stay: only signing in leads out."""
        self.say("This terminal is locked: sign in with code and PIN to go on.")
