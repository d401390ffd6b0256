"""Asking for who acts, by the dialog that fits the house and this terminal."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from housekeeper.core.staff.staff import Staff
from housekeeper.screens import navigation
from housekeeper.screens.workstation import Workstation


def ask_who(app: App[Any], workstation: Workstation, go: Callable[[], None]) -> None:
    """Ask for code and PIN and go on with who signed in; with nobody, nothing goes on.

    While no manager is active the first one is made, or whoever else works here signs in.
    """

    def answered(staff: Staff | None) -> None:
        if staff is not None:
            workstation.sign_in(staff)
            go()

    def ask_code() -> None:
        heading = "Whose act is this?" if workstation.is_per_act else "Who is acting?"
        navigation.ask_staff_code(app, workstation, heading, answered)

    if not workstation.needs_first_manager:
        ask_code()
        return

    def made(staff: Staff | None) -> None:
        if staff is None and any(known.is_active for known in workstation.staff_book.values()):
            ask_code()
        else:
            answered(staff)

    navigation.ask_first_manager(app, workstation, made)
