"""Move a guest to another room: the room, a reason for another type, and the new PIN."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.rooms.numbers import KnownNames, begins_so
from housekeeper.core.stays.front_desk import CheckedIn, CheckInOffer, is_other_type
from housekeeper.screens.front_desk.check_in_text import given_text, room_row, shown_once
from housekeeper.screens.widgets.big_letters import big
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.row_list import Row, RowList
from housekeeper.screens.widgets.text_input import TextLine


class MoveDialog(Dialog[tuple[str, str] | None]):
    """Gives the room to move to and the reason, or None. Rooms of the booked type come first."""

    DEFAULT_CSS = """
    MoveDialog > #frame { width: 78; }
    """
    AUTO_FOCUS = "#room"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="move-guest.up"),
        Binding("down", "move(1)", "Down", show=False, id="move-guest.down"),
    ]

    def __init__(
        self,
        offer: CheckInOffer,
        from_number: str,
        today: date,
        to_number: str = "",
        reason: str = "",
    ) -> None:
        super().__init__(f"Move the guest of room {from_number}", on_leaving=None)
        self._offer = offer
        self._booking, self._free = offer.booking, offer.free
        self._today = today
        self._to_number, self._reason = to_number, reason

    def compose_body(self) -> ComposeResult:
        """The room's line with what is free, and the reason's."""
        line = TextLine(self._to_number, placeholder="number", id="room", max_length=32)
        yield field("To room", line)
        rooms = RowList(self._rows(self._to_number), id="rooms")
        rooms.can_focus = False
        yield rooms
        yield field("Reason", TextLine(self._reason, placeholder="for the history", id="reason"))
        words = "Chats, orders and the guest's session move along; both rooms get new PINs."
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Move the guest."""
        yield button("Move", "enter", "screen.move_guest", "move-guest")

    def _rows(self, typed: str) -> list[Row]:
        return [
            room_row(room, self._booking, self._today, self._offer.holds.get(room.number))
            for room in self._free
            if begins_so(room.number, typed)
        ]

    @on(Input.Changed, "#room")
    def narrow(self, event: Input.Changed) -> None:
        """Show the free rooms that begin with what is typed."""
        self.say("")
        self.query_one("#rooms", RowList).set_rows(self._rows(event.value))

    def action_move(self, step: int) -> None:
        """Choose from the list while the line keeps the focus."""
        rooms = self.query_one("#rooms", RowList)
        if self.query_one("#room", TextLine).value == rooms.key:
            rooms.action_move(step)
        self._take(rooms.key)

    @on(RowList.Chosen)
    def pick(self, event: RowList.Chosen) -> None:
        """Take the room clicked."""
        self._take(event.key)

    def _take(self, number: str | None) -> None:
        if number is not None:
            with self.prevent(Input.Changed):
                self.query_one("#room", TextLine).value = number

    @on(Input.Submitted)
    def action_move_guest(self) -> None:
        """Answer, once the room can be had and a reason stands where one is needed."""
        typed = self.query_one("#room", TextLine).value.strip()
        line = self.query_one("#reason", TextLine)
        free = {room.number: room for room in self._free}
        room = free.get(KnownNames(free).find(typed) or "")
        if room is None:
            self.say("Type the number of a room that is ready now, or choose it with the arrows.")
            self.query_one("#room", TextLine).focus()
        elif is_other_type(room, self._booking) and not line.value.strip():
            self.say(f"Room {room.number} is of type {room.room_type}: give a reason.")
            line.focus()
        else:
            self.dismiss((room.number, line.value.strip()))


class NewPinDialog(Dialog[None]):
    """Shows the PIN of the room that a guest moved to, to be handed over, and the old room's.

    It is shown once, so nothing has the focus: an Enter too many does not close it.
    """

    DEFAULT_CSS = """
    NewPinDialog #pin { width: 100%; text-align: center; color: $primary; margin: 1 0; }
    """
    AUTO_FOCUS = ""

    def __init__(self, moved: CheckedIn) -> None:
        super().__init__(
            f"{moved.booking.reference} has moved to room {moved.room_number}", on_leaving=None
        )
        self._pin = moved.pin
        self._left = moved.left
        self._given = given_text(moved)

    def compose_body(self) -> ComposeResult:
        """The PIN, to be read across a desk."""
        yield Static(Content(big(self._pin)), id="pin")
        yield Static(Content(f"PIN {plain(self._pin)}: hand it to the guest"), classes="quiet")
        if self._left is not None:
            words = f"Room {plain(self._left.number)} has a new PIN too, for its next guest: "
            yield Static(Content(words + plain(self._left.pin)), id="left", classes="quiet")
        if self._given:
            yield Static(Content.assemble((self._given, "$text-warning")), id="given")
        yield Static(Content(shown_once()), classes="hint quiet")
