"""What the board says at its foot: news of others, what was done, and the keys that apply."""

from collections.abc import Iterator, Sequence
from datetime import date

from textual.dom import DOMNode

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.board.typed_number import TypedNumber, shown_digits
from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.screens.acting.verb_keys import VERB_KEYS, requests_text, valid_verbs
from housekeeper.screens.widgets.key_hints import named_keys
from housekeeper.screens.widgets.time_text import day_text
from housekeeper.screens.workstation import Workstation

_ROOMS_NAMED = 4

_KEYS_AT_ANY_TIME = (
    ("open", "open"),
    ("filter", "filter"),
    ("line", "line"),
    ("quit", "quit"),
    ("further", "columns"),
    ("help", "help"),
)
"""The id of each binding that the foot names whatever the room, the least needed first."""

_KEYS_OF_THE_APP = frozenset({"quit", "help"})
_CALLS = {
    EventKind.GUEST_WROTE: "The guest of {number} wrote.",
    EventKind.GUEST_ORDERED: "An order for {number} came.",
}
"""The news of what a guest did, whom nobody names."""


def news_text(events: Sequence[RoomEvent]) -> str:
    """What others did: who and what, or for several rooms how many and which."""
    numbers = list(dict.fromkeys(event.room_number for event in events))
    if len(numbers) == 1:
        last = events[-1]
        if last.kind in _CALLS:
            return _CALLS[last.kind].format(number=last.room_number)
        return f"{plain(last.staff_name)}: {last.room_number} {last.kind.label}"
    named = ", ".join(numbers[:_ROOMS_NAMED]) + (" …" if len(numbers) > _ROOMS_NAMED else "")
    return f"{len(numbers)} rooms changed: {named}"


def done_text(events: Sequence[RoomEvent], today: date) -> str:
    """What was done here: what the room is now, or for several rooms how many."""
    last = events[-1]
    if len(events) > 1:
        return f"{len(events)} rooms {last.kind.label}"
    if last.to_status is not last.from_status:
        return f"{last.room_number} is now {last.to_status.label}{_end_text(last, today)}"
    return f"{last.room_number} {last.kind.label}{_end_text(last, today)}"


def out_of_order_text(until: date | None, today: date) -> str:
    """Until when a room goes out of order, as the end of a sentence."""
    return " without an end" if until is None else f" until {day_text(until, today)}"


def _end_text(event: RoomEvent, today: date) -> str:
    """The end and the reason of a room that is out of order now, so that a misread day is seen."""
    if event.kind not in {EventKind.TAKEN_OUT_OF_ORDER, EventKind.OUT_OF_ORDER_PLANNED}:
        return ""
    room = event.room
    return f"{out_of_order_text(room.out_of_order_until, today)}: {plain(room.out_of_order_reason)}"


def missing_text(number: TypedNumber, board: Board) -> str:
    """Why a number that was typed leads to no room, or to none for certain."""
    digits = plain(shown_digits(number.digits))
    if number.room is not None:
        return f"{digits} is no whole number."
    if number.digits in board:
        return f"Room {digits} is hidden by the filter."
    if number.whole != number.digits:
        return f"There is no room {plain(number.shown)} and no room {digits}."
    return f"There is no room {digits}{' among those shown' if board.filter_text else ''}."


def now_on_text(number: str) -> str:
    """On which room the cursor is, where no move took it there."""
    return f"Now on {plain(number)}."


def keys_now(workstation: Workstation, rooms: list[Room]) -> Iterator[tuple[str, str]]:
    """The id of each binding that does something to these rooms now, with its label."""
    board = workstation.board
    if requests := workstation.to_retry:
        yield "retry", f"try again: {requests_text(requests)}"
    if workstation.may_undo:
        yield "undo", "undo"
    if board is None:
        return
    for verb in valid_verbs(rooms, workstation.staff):
        yield f"verb.{verb.value}", VERB_KEYS[verb].label
    may_inspect = workstation.staff is None or rights.may(workstation.staff.role, Verb.ROUND)
    if may_inspect and board.total(Column.TO_INSPECT):
        yield "round", "round"


def foot_keys(
    screen: type[DOMNode], app: type[DOMNode], workstation: Workstation, rooms: list[Room]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What the foot names: the keys that act on these rooms, and those of any time.

    A locked terminal names none.
    """
    if workstation.is_locked:
        return [], []
    return (
        named_keys(*((screen, name, label) for name, label in keys_now(workstation, rooms))),
        named_keys(
            *(
                (app if name in _KEYS_OF_THE_APP else screen, name, label)
                for name, label in _keys_at_any_time(workstation)
            )
        ),
    )


def _keys_at_any_time(workstation: Workstation) -> Iterator[tuple[str, str]]:
    """The id of each binding that the foot always names; in a hotel without rooms, theirs."""
    board = workstation.board
    is_empty = board is not None and not board.rooms
    for name, label in _KEYS_AT_ANY_TIME:
        if name == "filter" and board is not None and board.statistics.guests_waiting:
            yield "counts", "counts"
        yield name, "add rooms" if is_empty and name == "open" else label
