"""Which keys the room screen offers now."""

from textual.widgets import Input

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.room_record import Dossier
from housekeeper.screens.acting.verb_keys import VERB_KEYS, requests_text, valid_verbs
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.widgets.key_hints import named_keys


def keys_now(
    screen: VerbScreen, rooms: list[Room], dossier: Dossier | None
) -> list[tuple[str, str]]:
    """What the room takes, and what whoever is signed in may do to it; or those of the reply."""
    workstation, owner = screen.workstation, type(screen)
    if isinstance(screen.focused, Input):
        return named_keys((Input, "submit", "send"), (owner, "room.leave", "leave the line"))
    named = []
    if requests := workstation.to_retry:
        named.append(("retry", f"try again: {requests_text(requests)}"))
    if workstation.may_undo:
        named.append(("undo", "undo"))
    named += [
        (f"verb.{verb.value}", VERB_KEYS[verb].label)
        for verb in valid_verbs(rooms, workstation.staff)
    ]
    if dossier is not None and dossier.orders and may(screen, Verb.ORDER):
        named.append(("room.order-done", "order done"))
    if dossier is not None and dossier.room.is_occupied:
        if may(screen, Verb.MESSAGE):
            named.append(("room.answer", "answer"))
            if dossier.room.messages_waiting:
                named.append(("room.answered", "answered"))
        for name, label, verb in (
            ("room.late", "late", Verb.LATE),
            ("room.move", "move", Verb.MOVE),
        ):
            if may(screen, verb):
                named.append((name, label))
        if not dossier.messages and not dossier.orders and may(screen, Verb.UNDO_CHECK_IN):
            named.append(("room.undo-check-in", "undo check-in"))
    named.append(("room.pin", "PIN"))
    return named_keys(*((owner, name, label) for name, label in named))


def always_now(screen: VerbScreen) -> list[tuple[str, str]]:
    """What applies whatever the room is; a line that has the focus has its own way out."""
    owner, app = type(screen), type(screen.app)
    if isinstance(screen.focused, Input):
        return named_keys((owner, "room.next-pane", "pane"))
    return named_keys(
        (owner, "room.next-pane", "pane"), (owner, "room.leave", "back"), (app, "help", "help")
    )


def may(screen: VerbScreen, verb: Verb) -> bool:
    """Whether who is signed in may do this; before anyone has, any role is assumed."""
    staff = screen.workstation.staff
    return staff is None or rights.may(staff.role, verb)
