"""Asking for who acts, by the dialog that fits the house and this terminal."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from housekeeper.core.staff.staff import Staff
from housekeeper.screens import navigation
from housekeeper.screens.workstation import Workstation


def ask_who(app: App[Any], workstation: Workstation, go: Callable[[], None]) -> None:
    """Ask for code and PIN and go on with who signed in; with nobody, nothing goes on.

    Where nobody works yet the first manager is made. Where only a manager is missing, whoever
    works here signs in as usual, and the dialog offers the way to be that manager.
    """

    def answered(staff: Staff | None) -> None:
        if staff is not None:
            workstation.sign_in(staff)
            go()

    if not any(known.is_active for known in workstation.staff_book.values()):
        navigation.ask_first_manager(app, workstation, answered)
        return
    heading = "Whose act is this?" if workstation.is_per_act else "Who is acting?"
    navigation.ask_staff_code(app, workstation, heading, answered)
