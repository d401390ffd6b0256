"""Undo at a terminal: the last act of who is signed in, and the sentence that tells of it."""

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import HousekeeperError, Refused
from housekeeper.core.rooms import undo
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.undo import Undone
from housekeeper.screens.screen_host import ScreenHost
from housekeeper.screens.widgets.dialog import named_rooms


async def take_back(screen: ScreenHost, act: Act) -> None:
    """Take back the last act of who acts, once all acts on their way have come back."""
    workstation = screen.workstation
    await workstation.acts.settled()
    try:
        undone = await workstation.store.write(lambda work: undo.undo(work, act))
    except HousekeeperError as error:
        if isinstance(error, Refused):
            workstation.forget_undone(act.staff.code)
        screen.tell(str(error), is_error=True)
        return
    workstation.forget_undone(act.staff.code)
    await workstation.look()
    screen.undone(undone)


def _again(kind: EventKind, event: RoomEvent) -> str:
    """What the room is again; of a late check-out, the hour that is agreed again."""
    number, late = event.room_number, event.room.late_checkout
    if kind is EventKind.CHECKED_IN:
        return f"{number} has a new PIN and is {event.to_status.label}, booking confirmed"
    if kind is EventKind.NOTED:
        left = "its other notes" if event.room.housekeeping_notes else "no notes"
        return f"{number} has {left} again"
    if kind is not EventKind.LATE_CHECKOUT_SET:
        return f"{number} is {event.to_status.label} again"
    agreed = "no late check-out" if late is None else f"a late check-out at {late:%H:%M}"
    return f"{number} has {agreed} again"


def undone_text(undone: Undone) -> str:
    """What was undone and what was not, and why where it is one room; and what was passed over."""
    label = undone.kind.label
    sentences = []
    is_check_in = undone.kind is EventKind.CHECKED_IN
    if len(undone.events) == 1 or (is_check_in and undone.events):
        # Of a check-in the room that had been held has an event too.
        event = undone.events[0]
        sentences.append(f"Undone: '{label}'; {_again(undone.kind, event)}.")
        if undone.without_room:
            sentences.append(undone.without_room)
    elif undone.events:
        rooms = named_rooms([event.room_number for event in undone.events])
        sentences.append(f"Undone: '{label}' in {rooms}.")
    if len(undone.refused) == 1:
        sentences.append(f"Not undone: {undone.refused[0][1]}")
    elif undone.refused:
        sentences.append(f"{len(undone.refused)} rooms were not undone.")
    if undone.passed_over:
        left = undone.passed_over[0]
        sentences.append(f"'{left.kind.label}' in {left.room_number} is never undone.")
    return " ".join(sentences)
