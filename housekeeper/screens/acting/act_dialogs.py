"""What an act asks for before it is done: the dialog of each kind of question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from housekeeper.core.acts import ACTS, ActRow, Asks, Verb
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.stays.checkout import Receipt
from housekeeper.core.stays.front_desk import CheckedIn
from housekeeper.screens import navigation
from housekeeper.screens.screen_host import ScreenHost
from housekeeper.screens.widgets.dialog import named_rooms

if TYPE_CHECKING:
    from housekeeper.screens.acting.note_dialog import Note
    from housekeeper.screens.acting.out_of_order_dialog import TimeOut

FINDS_ROOMS = frozenset({Asks.ARRIVAL, Asks.DEPARTURES})
"""Questions whose dialog finds the rooms where none is meant."""


def first_step(
    screen: ScreenHost, row: ActRow, rooms: Sequence[Room], are_elsewhere: bool
) -> Callable[[], None]:
    """What an act on these rooms begins with: asking for what it needs, or else doing it.

    Where they are others than the reader is on, it is asked in any case, and told how many.
    """
    ask = _QUESTIONS.get(row.asks)
    if ask is not None:
        return partial(ask, screen, row, rooms)
    if are_elsewhere:
        return partial(_ask_whether_all, screen, row, rooms)
    return partial(screen.workstation.acts.submit, screen, requests_for(row, rooms))


def requests_for(row: ActRow, rooms: Sequence[Room], **asked: Any) -> list[TurnRequest]:
    """An act for each of these rooms, guarded by the version that was seen of it."""
    return [TurnRequest(row.verb, room.number, room.version, **asked) for room in rooms]


def ask_anyway(screen: ScreenHost, doubtful: Sequence[tuple[TurnRequest, str]]) -> None:
    """Ask whether what speaks against these requests is known, and then do them."""
    sentence = doubtful[0][1]
    if len(doubtful) > 1:
        rooms = named_rooms([request.room_number for request, _ in doubtful])
        sentence = f"{rooms}. {sentence}"

    def answered(is_meant: bool | None) -> None:
        if is_meant:
            meant = [replace(request, anyway=True) for request, _ in doubtful]
            screen.when_signed_in(partial(screen.workstation.acts.submit, screen, meant))
        else:
            screen.tell(f"Not done: {sentence}", is_error=True)

    navigation.ask_anyway(screen.app, sentence, answered)


def _ask_whether_all(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:
    def answered(is_meant: bool | None) -> None:
        if is_meant:
            screen.workstation.acts.submit(screen, requests_for(row, rooms))

    label = row.label.capitalize()
    question = f"{label} for {named_rooms(rooms)}?"
    navigation.ask_to_go_ahead(screen.app, question, label, answered, is_likely=True)


def _ask_reason(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:
    def answered(reason: str | None) -> None:
        if reason is not None:
            screen.workstation.acts.submit(screen, requests_for(row, rooms, note=reason))

    navigation.ask_fail(screen.app, rooms, answered, store=screen.workstation.store)


def _ask_fault(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:
    def answered(fault: tuple[MaintenancePriority, str] | None) -> None:
        if fault is not None:
            screen.workstation.acts.submit(
                screen, requests_for(row, rooms, priority=fault[0], note=fault[1])
            )

    navigation.ask_maintenance(screen.app, rooms, answered)


def _ask_reason_and_end(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:
    def answered(out: "TimeOut | None") -> None:
        if out is not None:
            asked = requests_for(row, rooms, note=out.reason, starts=out.starts, until=out.until)
            screen.workstation.acts.submit(screen, asked)

    today = screen.workstation.store.hotel.day(screen.workstation.clock.now())
    navigation.ask_out_of_order(screen.app, rooms, today, answered)


def _ask_status_and_reason(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:
    def answered(answer: tuple[RoomStatus, str] | None) -> None:
        if answer is not None:
            screen.workstation.acts.submit(
                screen, requests_for(row, rooms, status=answer[0], note=answer[1])
            )

    navigation.ask_override(screen.app, rooms, answered)


def _ask_note(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:
    def answered(note: "Note | None") -> None:
        if note is not None:
            screen.workstation.acts.submit(screen, _note_requests(row, rooms, note))

    navigation.ask_note(screen.app, rooms, screen.workstation.house_time().today, answered)


def _note_requests(row: ActRow, rooms: Sequence[Room], note: "Note") -> list[TurnRequest]:
    """A note for each room; what it replaces are the notes that were seen, and no others."""
    asked = requests_for(row, rooms, note=note.words, replaces=note.replaces)
    if not note.replaces:
        return asked
    return [
        replace(request, seen_notes=room.housekeeping_notes)
        for request, room in zip(asked, rooms, strict=True)
    ]


def ask_note_again(screen: ScreenHost, request: TurnRequest, fault: str) -> None:
    """Show a room's notes as they are now, with the note that was to replace others."""
    board = screen.workstation.board
    room = None if board is None else board.room(request.room_number)
    if room is None:
        return

    def answered(note: "Note | None") -> None:
        if note is not None:
            asked = _note_requests(ACTS[Verb.NOTE], [room], note)
            screen.when_signed_in(partial(screen.workstation.acts.submit, screen, asked))

    today = screen.workstation.house_time().today
    navigation.ask_note(screen.app, [room], today, answered, request.note, fault)


def _ask_arrival(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:  # noqa: ARG001
    def checked_in(answer: CheckedIn | None) -> None:
        if answer is not None:
            screen.forget_marks()
            screen.workstation.remember_done(answer.events)
            assigned = f" (assigned: {answer.assigned})" if answer.assigned else ""
            reference, number = answer.booking.reference, answer.room_number
            screen.tell(f"{reference} is checked in to {number}{assigned}.")
        screen.look_now()

    room = rooms[0] if len(rooms) == 1 and rooms[0].is_bookable else None
    navigation.open_check_in(screen.app, screen.workstation, room, checked_in)


def _ask_departures(screen: ScreenHost, row: ActRow, rooms: Sequence[Room]) -> None:  # noqa: ARG001
    def left(receipt: Receipt | None) -> None:
        if receipt is not None and receipt.events:
            screen.forget_marks()
            numbers = [one.room_number for one in receipt.rooms]
            screen.tell(f"Checked out {named_rooms(numbers)}.")
        screen.look_now()

    # Where none of them has a guest, the list of who is due is meant.
    meant = [room.number for room in rooms] if any(room.is_occupied for room in rooms) else []
    navigation.open_checkout(screen.app, screen.workstation, meant, left)


_QUESTIONS: Mapping[Asks, Callable[[ScreenHost, ActRow, Sequence[Room]], None]] = MappingProxyType(
    {
        Asks.REASON: _ask_reason,
        Asks.FAULT: _ask_fault,
        Asks.REASON_AND_END: _ask_reason_and_end,
        Asks.STATUS_AND_REASON: _ask_status_and_reason,
        Asks.NOTE: _ask_note,
        Asks.ARRIVAL: _ask_arrival,
        Asks.DEPARTURES: _ask_departures,
    }
)
