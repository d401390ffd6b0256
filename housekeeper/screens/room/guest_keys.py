"""The keys of a room's screen that are about its guest: answers, orders, the stay, the PIN."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.room_record import Dossier
from housekeeper.screens.room.reply_line import ReplyLine
from housekeeper.screens.room.room_acts import RoomActs
from housekeeper.screens.room.room_hint import may
from housekeeper.screens.room.room_panes import RoomPanes
from housekeeper.screens.room.typed_room import TypedRoomScreen
from housekeeper.screens.widgets.key_hints import key_hint, make_binding
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.shown_pin import ShownPin
from housekeeper.screens.workstation import Workstation

_STAY_BINDINGS = (
    make_binding(
        "l",
        "stay('late')",
        "Late check-out",
        "Agree a late check-out, or take it back (front desk).",
        "room.late",
    ),
    make_binding(
        "M",
        "stay('move')",
        "Move the guest",
        "Move the guest to another room (front desk).",
        "room.move",
    ),
    make_binding(
        "U",
        "stay('undo_check_in')",
        "Undo the check-in",
        "Take a wrong check-in back, while nothing of the guest is stored (front desk).",
        "room.undo-check-in",
    ),
)
"""What the front desk does to the guest's stay."""


class GuestKeys(TypedRoomScreen):
    """A room's screen whose keys serve its guest. A subclass reads the room, and paints it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        make_binding("a", "answer", "Answer", "Write to the guest.", "room.answer"),
        make_binding(
            "A", "answered", "Answered", "The guest's messages need no answer.", "room.answered"
        ),
        make_binding(
            "b", "brought", "Order done", "The order was brought: complete it.", "room.order-done"
        ),
        *_STAY_BINDINGS,
        make_binding("P", "pin", "PIN", "Show or hide the PIN.", "room.pin"),
    ]

    def __init__(self, workstation: Workstation, room_number: str) -> None:
        super().__init__(workstation, room_number)
        self._dossier: Dossier | None = None
        self._pin = ShownPin(workstation.clock, self.paint)
        answer, pin = (key_hint(type(self), name) for name in ("room.answer", "room.pin"))
        reply_line = ReplyLine(workstation.unsent, answer, id="reply-line")
        self._panes = RoomPanes(reply_line, pin, id="panes")
        self._acts = RoomActs(self, room_number, self.refresh_room, self.turn_to)

    async def refresh_room(self) -> None:
        """Read the room anew, and show it."""
        raise NotImplementedError

    def paint(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def action_answer(self) -> None:
        """Write to the guest."""
        if not self.tells_number():
            return
        if not any(room.is_occupied for room in self.acting_rooms()):
            reason = f"Room {self.room_number} has no guest to write to."
            self.refuse("room.answer", reason, asks=True)
        elif may(self, Verb.MESSAGE):
            self._panes.focus_on("reply")
        else:
            self.tell("The front desk answers guests: tell them, or a manager.", is_error=True)

    def action_answered(self) -> None:
        """Let the guest's messages wait no longer, without an answer."""
        if self.lets_act("room.answered"):
            self.message.clear()
            self.when_signed_in(lambda: self._acts.mark_answered(self._dossier))

    @on(Input.Submitted, "#reply")
    def send_reply(self) -> None:
        """Send what is typed, once someone is signed in."""
        reply_line = self._panes.reply_line
        words, booking = reply_line.line.value, reply_line.booking

        async def sent() -> None:
            reply_line.sent(booking, words)
            self.message.clear()
            await self.refresh_room()
            self._panes.go_to_newest()

        def send() -> None:
            if self.is_allowed(Verb.MESSAGE):
                self._acts.reply(words, sent)

        if words.strip() and not self._acts.is_replying:
            # What is pressed from here on is no letter any more; at first it does nothing.
            self._panes.focus_on("messages")
            self.workstation.act_guard.dialog_closed()
            self.when_signed_in(send)

    @on(RowList.Chosen, "#orders")
    def action_brought(self) -> None:
        """Complete the order under the cursor of the list, by default the oldest."""
        order = self._panes.order
        if not self.lets_act("room.order-done"):
            return
        self.message.clear()
        if order is None:
            self.tell(f"Room {self.room_number} has no open order.", is_error=True)
        else:
            self.when_signed_in(lambda: self._acts.complete_order(order))

    def action_stay(self, name: str) -> None:
        """Agree a late check-out, move the guest, or take their check-in back."""
        acts = {
            "late": self._acts.agree_late,
            "move": self._acts.move_guest,
            "undo_check_in": self._acts.undo_check_in,
        }
        asks = name != "undo_check_in"
        if self.lets_act(f"room.{name.replace('_', '-')}", asks):
            self.message.clear()
            self.when_signed_in(lambda: acts[name](self._dossier))

    def action_pin(self) -> None:
        """Show the room's PIN, or hide it again."""

        number = self.room_number

        def show(pin: str) -> None:
            if number != self.room_number:
                # The screen has turned to another room while the PIN was read.
                return
            self._panes.focus_on("facts")
            self._pin.show(pin)

        if self._pin.pin is not None:
            self._pin.hide()
        elif self.tells_number():
            self.when_signed_in(lambda: self._acts.read_pin(show))
