"""The step of a check-in in which a room is chosen for the booking."""

from collections.abc import Callable
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from housekeeper.core.rooms.numbers import KnownNames, begins_so
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.front_desk import CheckInOffer, is_other_type
from housekeeper.screens.front_desk.check_in_text import booking_text, room_row
from housekeeper.screens.widgets.dialog import field
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.text_input import NumberLine, TextLine


class RoomChoice(Vertical):
    """The rooms that a booking can have, narrowed by what is typed; the proposed one first.

    A room of another type than was booked asks for a reason.
    """

    def __init__(self, today: date, id: str, classes: str) -> None:
        super().__init__(id=id, classes=classes)
        self._today = today
        self._picked = False
        self.offer: CheckInOffer | None = None
        """What can be chosen from; None while no booking is chosen."""

    def compose(self) -> ComposeResult:
        """The booking, the line for the room, what is free, and the line for the reason."""
        yield Static(id="chosen", classes="quiet")
        yield field("Room", NumberLine(id="room", max_length=32))
        rooms = RowList(id="rooms")
        rooms.can_focus = False
        yield rooms
        reason = field("Reason", TextLine(placeholder="why another room type", id="reason"))
        reason.id = "reason-field"
        yield reason

    @property
    def _line(self) -> TextLine:
        return self.query_one("#room", TextLine)

    @property
    def _rooms(self) -> RowList:
        return self.query_one("#rooms", RowList)

    def show_offer(self, offer: CheckInOffer) -> None:
        """Offer these rooms, the proposed one in the line."""
        self.offer = offer
        self.query_one("#chosen", Static).update(booking_text(offer, self._today))
        self._picked = False
        self._line.value = offer.proposed.number if offer.proposed else ""
        self._narrow("")

    def propose_nothing(self) -> None:
        """Leave the line empty: which other room it is to be is for people to choose."""
        self._line.value = ""

    def begin(self) -> None:
        """Let the line have the keys; the first letter replaces the proposal."""
        self._line.focus()
        self._line.action_select_all()

    def go_in_list(self, way: Callable[[RowList, int], None], step: int) -> None:
        """Move in the list, while the line keeps the focus; from an empty line, on to the list."""
        if self.number:
            way(self._rooms, step)
        self._picked = True
        self._show_reason()

    @property
    def number(self) -> str:
        """The number meant: that of the row which arrows chose, else what is typed."""
        listed = self._rooms.key
        return listed if listed is not None and self._picked else self._line.value.strip()

    @property
    def room(self) -> Room | None:
        """The free room meant, if there is one of that number."""
        free = {room.number: room for room in (self.offer.free if self.offer else ())}
        return free.get(KnownNames(free).find(self.number) or "")

    @property
    def needs_reason(self) -> bool:
        """Whether the room meant is of another type than was booked."""
        room, offer = self.room, self.offer
        return room is not None and offer is not None and is_other_type(room, offer.booking)

    @property
    def reason_line(self) -> TextLine:
        """Where the reason for another type is typed."""
        return self.query_one("#reason", TextLine)

    def _show_reason(self) -> None:
        self.query_one("#reason-field").set_class(self.needs_reason, "-needed")

    def _narrow(self, typed: str) -> None:
        offer = self.offer
        if offer is None:
            return
        shown = [room for room in offer.free if begins_so(room.number, typed)]
        self._rooms.set_rows(
            room_row(room, offer.booking, self._today, offer.holds.get(room.number))
            for room in shown
        )
        if offer.proposed is not None:
            self._rooms.go_to(offer.proposed.number)
        self._show_reason()

    @on(Input.Changed, "#room")
    def narrow_rooms(self, event: Input.Changed) -> None:
        """Show the rooms that begin with what is typed; all of them beside the proposal."""
        if self.offer is None:
            return
        self._picked = False
        proposed = self.offer.proposed
        is_proposal = proposed is not None and event.value == proposed.number
        self._narrow("" if is_proposal else event.value)

    @on(RowList.Chosen, "#rooms")
    def choose_room(self, event: RowList.Chosen) -> None:
        """Put the room clicked into the line."""
        self._line.value = event.key
        self._picked = True
        self._show_reason()
