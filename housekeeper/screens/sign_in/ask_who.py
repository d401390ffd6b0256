"""Asking for who acts, by the dialog that fits the house and this terminal."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from housekeeper.core.staff.staff import Staff

if TYPE_CHECKING:
    from textual.app import App

    from housekeeper.screens.workstation import Desk


def ask_who(app: "App[Any]", desk: "Desk", go: Callable[[], None]) -> None:
    """Ask for code and PIN and go on with who signed in; with nobody, nothing goes on.

    While no manager is active the first one is made, or whoever else works here signs in.
    """
    from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog

    def answered(staff: Staff | None) -> None:
        if staff is not None:
            desk.sign_in(staff)
            go()

    def ask_code() -> None:
        heading = "Whose act is this?" if desk.is_per_act else "Who is acting?"
        app.push_screen(StaffCodeDialog(desk, heading, is_bare=desk.is_per_act), answered)

    if not desk.needs_first_manager:
        ask_code()
        return
    from housekeeper.screens.sign_in.first_manager_dialog import FirstManagerDialog

    def made(staff: Staff | None) -> None:
        if staff is None and any(one.is_active for one in desk.staff_book.values()):
            ask_code()
        else:
            answered(staff)

    app.push_screen(FirstManagerDialog(desk), made)
