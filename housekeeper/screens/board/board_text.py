"""What the board says at its foot: news of others, what was done, and the keys that apply."""

from collections.abc import Iterator, Sequence

from textual.dom import DOMNode

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.board.typed_number import TypedNumber
from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.screens.acting.verb_keys import VERB_KEYS, valid_verbs
from housekeeper.screens.widgets.key_hints import named_keys
from housekeeper.screens.workstation import Workstation

_ROOMS_NAMED = 4


def news_text(events: Sequence[RoomEvent]) -> str:
    """What others did: who and what, or for several rooms how many and which."""
    numbers = list(dict.fromkeys(event.room_number for event in events))
    if len(numbers) == 1:
        last = events[-1]
        return f"{plain(last.staff_name)}: {last.room_number} {last.kind.label}"
    named = ", ".join(numbers[:_ROOMS_NAMED]) + (" …" if len(numbers) > _ROOMS_NAMED else "")
    return f"{len(numbers)} rooms changed: {named}"


def done_text(events: Sequence[RoomEvent]) -> str:
    """What was done here: what the room is now, or for several rooms how many."""
    last = events[-1]
    if len(events) > 1:
        return f"{len(events)} rooms {last.kind.label}"
    if last.to_status is not last.from_status:
        return f"{last.room_number} is now {last.to_status.label}"
    return f"{last.room_number} {last.kind.label}"


def missing_text(number: TypedNumber, board: Board) -> str:
    """Why a number that was typed leads to no room, or to none for certain."""
    digits = plain(number.digits)
    if number.room is not None:
        return f"{digits} is not a whole room number."
    if number.digits in board:
        return f"Room {digits} is hidden by the filter."
    if number.whole != number.digits:
        return f"There is no room {plain(number.whole)} and no room {digits}."
    return f"There is no room {digits}{' among those shown' if board.filter_text else ''}."


def keys_now(workstation: Workstation, rooms: list[Room]) -> Iterator[tuple[str, str]]:
    """The id of each binding that does something to these rooms now, with its label."""
    board = workstation.board
    if workstation.acts.to_retry:
        yield "retry", "try again"
    if workstation.may_undo:
        yield "undo", "undo"
    if board is None:
        return
    for verb in valid_verbs(rooms, workstation.staff):
        yield f"verb.{verb.value}", VERB_KEYS[verb].label
    may_inspect = workstation.staff is None or rights.may(workstation.staff.role, Verb.ROUND)
    if may_inspect and board.total(Column.TO_INSPECT):
        yield "round", "round"


NamedKeys = list[tuple[str, str]]


def keys_of_foot(
    screen: type[DOMNode], app: type[DOMNode], workstation: Workstation, rooms: list[Room]
) -> tuple[NamedKeys, NamedKeys]:
    """The keys that do something to these rooms now, and those that there are at any time.

    A locked terminal has none.
    """
    if workstation.is_locked:
        return [], []
    now = named_keys(*((screen, name, label) for name, label in keys_now(workstation, rooms)))
    always = named_keys(
        (screen, "open", "open"),
        (screen, "filter", "filter"),
        (screen, "line", "line"),
        (app, "help", "help"),
        (app, "quit", "quit"),
    )
    return now, always
