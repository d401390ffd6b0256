"""The way from one screen to another: one plain function for each that can be opened.

This is the only file of the screens that imports inside functions, for one of two reasons that
stand at each: a *circle*, where the screen that is opened can itself open those that ask for it;
and the *start*, where a dialog that most keys never need would be loaded before the first frame.

An `answered` function gets what a dialog gives, and None where it was left.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from housekeeper.screens.widgets.key_hints import key_hint

if TYPE_CHECKING:
    from textual.app import App

    from housekeeper.core.clock import Clock
    from housekeeper.core.hotel import Hotel
    from housekeeper.core.rooms.event import Act
    from housekeeper.core.rooms.room import Room
    from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
    from housekeeper.core.staff.staff import Staff
    from housekeeper.core.stays.booking import Booking
    from housekeeper.core.stays.checkout import Receipt
    from housekeeper.core.stays.due import HouseTime
    from housekeeper.core.stays.front_desk import CheckedIn, CheckInOffer
    from housekeeper.core.unit_of_work import Store
    from housekeeper.screens.acting.note_dialog import Note
    from housekeeper.screens.acting.out_of_order_dialog import TimeOut
    from housekeeper.screens.front_desk.late_dialog import LateUntil
    from housekeeper.screens.screen_host import ScreenHost
    from housekeeper.screens.workstation import Workstation


# Screens


def open_room(
    app: "App[Any]",
    workstation: "Workstation",
    room_number: str,
    left: Callable[[str], None],
) -> None:
    """Open all there is about a room; `left` is told which room it was in the end."""
    # Circle: a room's screen has the verbs, and they open further screens.
    from housekeeper.screens.room.room_screen import RoomScreen

    screen = RoomScreen(workstation, room_number)
    app.push_screen(screen, lambda _: left(screen.room_number))


def open_checkout(
    app: "App[Any]",
    workstation: "Workstation",
    room_numbers: Sequence[str],
    answered: "Callable[[Receipt | None], None]",
) -> None:
    """Open the check-out of these rooms; of none, the list of who is due."""
    # Start: a board is used for hours before the first guest leaves.
    from housekeeper.screens.front_desk.checkout_screen import CheckoutScreen

    app.push_screen(CheckoutScreen(workstation, room_numbers), answered)


def open_check_in(
    app: "App[Any]",
    workstation: "Workstation",
    room: "Room | None",
    answered: "Callable[[CheckedIn | None], None]",
) -> None:
    """Open the check-in of an arrival, to this room if one is given."""
    # Start: only the front desk needs it.
    from housekeeper.screens.front_desk.check_in_dialog import CheckInDialog

    app.push_screen(CheckInDialog(workstation, room), answered)


def open_round(screen: "ScreenHost", act: "Act") -> None:
    """Go into an inspection round: one's own, another's, or a new one."""
    # Circle: a round's screen has verbs too, and with them the key of a round.
    from housekeeper.screens.inspection.enter_round import enter_round

    enter_round(screen, act)


def open_handover(app: "App[Any]", workstation: "Workstation") -> None:
    """Open the handover to the next shift."""
    # Start: it is read twice a day.
    from housekeeper.screens.shift.handover_screen import HandoverScreen

    app.push_screen(HandoverScreen(workstation))


def open_figures(app: "App[Any]", workstation: "Workstation") -> None:
    """Open turn times and backlog."""
    # Start: few look at it.
    from housekeeper.screens.shift.figures_screen import FiguresScreen

    app.push_screen(FiguresScreen(workstation))


def offer_first_steps(screen: "ScreenHost") -> None:
    """Offer a hotel's first rooms, people and bookings."""
    # Start: it is asked for in the first hour of a hotel.
    from housekeeper.screens.opening.first_steps import FirstSteps

    FirstSteps(screen).offer()


def open_help(app: "App[Any]") -> None:
    """Show what the keys of the screen in front do, unless that is shown already."""
    # Start: nothing of the help is on the board.
    from housekeeper.screens.help_screen import HelpScreen

    if not isinstance(app.screen, HelpScreen):
        app.push_screen(HelpScreen())


# Who acts


def ask_staff_code(
    app: "App[Any]",
    workstation: "Workstation",
    heading: str,
    answered: "Callable[[Staff | None], None]",
) -> None:
    """Ask for code and PIN."""
    # Start: nobody has to sign in to look at the board.
    from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog

    app.push_screen(StaffCodeDialog(workstation, heading), answered)


def ask_first_manager(
    app: "App[Any]", workstation: "Workstation", answered: "Callable[[Staff | None], None]"
) -> None:
    """Ask for the manager of a hotel that has none."""
    # Start: it is asked once in the life of a hotel.
    from housekeeper.screens.sign_in.first_manager_dialog import FirstManagerDialog

    app.push_screen(FirstManagerDialog(workstation), answered)


# What an act asks for


def ask_fail(
    app: "App[Any]",
    rooms: "Sequence[Room]",
    answered: Callable[[str | None], None],
    reasons: Mapping[int, str] | None = None,
    store: "Store | None" = None,
) -> None:
    """Ask why rooms fail: among these reasons, or those that the store has."""
    # Start: most rooms pass.
    from housekeeper.core.inspection.fail_reasons import DEFAULT_REASONS
    from housekeeper.screens.acting.fail_dialog import FailDialog

    app.push_screen(
        FailDialog(rooms, DEFAULT_REASONS if reasons is None else reasons, store), answered
    )


def ask_maintenance(
    app: "App[Any]",
    rooms: "Sequence[Room]",
    answered: "Callable[[tuple[MaintenancePriority, str] | None], None]",
) -> None:
    """Ask for priority and note of a fault."""
    # Start: faults are rare.
    from housekeeper.screens.acting.maintenance_dialog import MaintenanceDialog

    app.push_screen(MaintenanceDialog(rooms), answered)


def ask_out_of_order(
    app: "App[Any]",
    rooms: "Sequence[Room]",
    today: date,
    answered: "Callable[[TimeOut | None], None]",
) -> None:
    """Ask why rooms are taken out of order, from when and until when."""
    # Start: it is rare.
    from housekeeper.screens.acting.out_of_order_dialog import OutOfOrderDialog

    app.push_screen(OutOfOrderDialog(rooms, today), answered)


def ask_override(
    app: "App[Any]",
    rooms: "Sequence[Room]",
    answered: "Callable[[tuple[RoomStatus, str] | None], None]",
) -> None:
    """Ask a manager for the status to set, and why."""
    # Start: only managers do it.
    from housekeeper.screens.acting.override_dialog import OverrideDialog

    app.push_screen(OverrideDialog(rooms), answered)


def ask_note(
    app: "App[Any]",
    rooms: "Sequence[Room]",
    today: date,
    answered: "Callable[[Note | None], None]",
    words: str = "",
    fault: str = "",
) -> None:
    """Ask for a housekeeping note for rooms; anew with the words that were refused, and why."""
    # Start: it is rare beside the turning of rooms.
    from housekeeper.screens.acting.note_dialog import NoteDialog

    app.push_screen(NoteDialog(rooms, today, words, fault), answered)


def show_refusals(app: "App[Any]", refusals: Sequence[tuple[str, str]], what: str) -> None:
    """List rooms that were refused, each with the reason."""
    # Start: acts on many rooms are rarely refused.
    from housekeeper.screens.acting.refusals_dialog import RefusalsDialog

    app.push_screen(RefusalsDialog(refusals, what))


def key_in_room(name: str) -> str:
    """The key of this binding on the page of a room."""
    # Start: the page is opened after the board.
    from housekeeper.screens.room.room_screen import RoomScreen

    return key_hint(RoomScreen, name)


# What the desk and the shift ask for


def ask_late(
    app: "App[Any]",
    booking: "Booking",
    room_number: str,
    when: "HouseTime",
    answered: "Callable[[LateUntil | None], None]",
) -> None:
    """Ask until when a guest may stay."""
    # Start: only the front desk needs it.
    from housekeeper.screens.front_desk.late_dialog import LateDialog

    app.push_screen(LateDialog(booking, room_number, when), answered)


def ask_move(
    app: "App[Any]",
    offer: "CheckInOffer",
    room_number: str,
    today: date,
    answered: Callable[[tuple[str, str] | None], None],
    to_number: str = "",
    reason: str = "",
) -> None:
    """Ask to which of these rooms a guest moves, and why; what was answered before stands there."""
    # Start: only the front desk needs it.
    from housekeeper.screens.front_desk.move_dialog import MoveDialog

    app.push_screen(MoveDialog(offer, room_number, today, to_number, reason), answered)


def ask_anyway(app: "App[Any]", sentence: str, answered: Callable[[bool | None], None]) -> None:
    """Ask whether something is to be done although this sentence speaks against it."""
    # Start: most rooms are held for nobody.
    from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog

    app.push_screen(ConfirmDialog(f"{sentence} Do it all the same?", "Do it"), answered)


def ask_to_go_ahead(
    app: "App[Any]",
    question: str,
    yes: str,
    answered: Callable[[bool | None], None],
    is_likely: bool = False,
    no: str = "Leave",
) -> None:
    """Ask a question that is answered yes or no; `yes` is the word that goes ahead, `no` not.

    Where that is likely, Enter goes ahead.
    """
    # Start: little has to be asked twice.
    from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog, GoAheadDialog

    dialog = GoAheadDialog if is_likely else ConfirmDialog
    app.push_screen(dialog(question, yes, no), answered)


def show_new_pin(app: "App[Any]", moved: "CheckedIn", clock: "Clock") -> None:
    """Show the PIN of the room that a guest moved to, and that of the room they left."""
    # Start: only the front desk needs it.
    from housekeeper.screens.front_desk.move_dialog import NewPinDialog

    app.push_screen(NewPinDialog(moved, clock))


def ask_handover_note(app: "App[Any]", answered: Callable[[str | None], None]) -> None:
    """Ask for a note to the next shift."""
    # Start: it is written at the end of a shift.
    from housekeeper.screens.shift.handover_note_dialog import HandoverNoteDialog

    app.push_screen(HandoverNoteDialog(), answered)


def ask_since(
    app: "App[Any]", hotel: "Hotel", now: datetime, answered: Callable[[datetime | None], None]
) -> None:
    """Ask from when on a handover tells."""
    # Start: a handover mostly begins where one's last shift ended.
    from housekeeper.screens.shift.since_dialog import SinceDialog

    app.push_screen(SinceDialog(hotel, now), answered)


def ask_to_leave(app: "App[Any]", answered: Callable[[bool | None], None]) -> None:
    """Ask whether the board is to be left, unless that is asked already."""
    # Start: it is the last that a board asks.
    from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog

    if not isinstance(app.screen, ConfirmDialog):
        app.push_screen(ConfirmDialog("Leave the board?", "Leave", "Stay"), answered)
