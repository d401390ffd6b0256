"""One room: its status and people, its guest, orders and conversation, and its history."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from housekeeper.core.board.board import BoardChange
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.room_record import Dossier, read_dossier
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.room.room_acts import RoomActs
from housekeeper.screens.room.room_hint import keys_now
from housekeeper.screens.room.room_panes import PaneTabs, RoomPanes
from housekeeper.screens.room.room_text import telling_of, title_text
from housekeeper.screens.widgets.header import DeskHeader
from housekeeper.screens.widgets.hint_line import Hint, HintLine, frame_of
from housekeeper.screens.widgets.key_hints import key_hint, make_binding, named_keys
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.shown_pin import PIN_LOOK_SECONDS, ShownPin
from housekeeper.screens.workstation import Workstation

LOOK_SECONDS = 2.0
"""How often the conversation is looked at: not every message is an event of the room."""

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


_STYLES = """
RoomScreen { background: $background; }
RoomScreen #title { height: 1; padding: 0 1; background: $surface; }
RoomScreen #tabs { height: 1; background: $panel; display: none; }
RoomScreen #panes { height: 1fr; layout: grid; grid-gutter: 0 1; }
RoomScreen.-narrow #panes { grid-size: 1 1; }
RoomScreen.-narrow #tabs { display: block; }
RoomScreen.-narrow #panes > * { display: none; }
RoomScreen.-narrow #panes > .-shown { display: block; }
RoomScreen.-middle #panes { grid-size: 2 2; grid-columns: 11fr 10fr; grid-rows: 20 1fr; }
RoomScreen.-middle #guest { row-span: 2; }
RoomScreen.-wide #panes { grid-size: 3 1; grid-columns: 54 1fr 1fr; }
RoomScreen.-narrow .head { display: none; }
RoomScreen Static { height: auto; }
RoomScreen.-occupied #reply-line { display: block; }
RoomScreen.-no-orders #orders, RoomScreen.-no-orders #orders-head { display: none; }
"""


class RoomScreen(VerbScreen):
    """Everything about one room, with every verb on its key.

    Three panes side by side, two where there is less room, and one with tabs below 100 cells.
    Tab goes from pane to pane in each case.
    """

    DEFAULT_CSS = _STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        make_binding("escape", "leave", "Back", "Back to the board.", "room.leave"),
        make_binding("a", "answer", "Answer", "Write to the guest.", "room.answer"),
        make_binding(
            "A", "answered", "Answered", "The guest's messages need no answer.", "room.answered"
        ),
        make_binding(
            "b", "brought", "Order done", "The order was brought: complete it.", "room.order-done"
        ),
        *_STAY_BINDINGS,
        make_binding("P", "pin", "PIN", "Show or hide the PIN.", "room.pin"),
        make_binding(
            "tab", "pane(1)", "Next pane", "The next part of the screen.", "room.next-pane"
        ),
        make_binding(
            "shift+tab", "pane(-1)", "Pane before", "The part before.", "room.pane-before"
        ),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (150, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#facts"

    def __init__(self, workstation: Workstation, room_number: str) -> None:
        super().__init__(workstation)
        self.room_number = room_number
        self._dossier: Dossier | None = None
        self._pin = ShownPin(workstation.clock, self._paint)
        self._unread_why = ""
        self._tabs = PaneTabs(id="tabs")
        answer, pin = (key_hint(RoomScreen, name) for name in ("room.answer", "room.pin"))
        self._panes = RoomPanes(answer, pin, id="panes")
        self._acts = RoomActs(self, room_number, self.refresh_room, self.go_with_guest)
        self.add_class("-no-orders")

    def compose(self) -> ComposeResult:
        """Header and title, tabs for a narrow terminal, the panes, and the keys."""
        yield DeskHeader(self.workstation)
        yield Static(Content(f"Room {plain(self.room_number)}"), id="title")
        yield self._tabs
        yield self._panes
        yield HintLine()

    def on_mount(self) -> None:
        """Read the room, and look for messages and orders from time to time."""
        self.show_hint()
        if any(room.is_guest_waiting for room in self.acting_rooms()):
            self._panes.focus_on("messages")
        self.reload()
        self.set_interval(LOOK_SECONDS, lambda: self.reload() if self.is_current else None)
        self.set_interval(PIN_LOOK_SECONDS, self._pin.hide_when_over)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._paint())

    def reload(self) -> None:
        """Read the room anew."""
        self.run_worker(self.refresh_room(), group="room-read", exclusive=True, exit_on_error=False)

    def go_with_guest(self, number: str) -> None:
        """Be the screen of the room to which the guest has moved; the way back stays."""
        self._pin.hide()
        self.room_number, self._dossier = number, None
        self._acts.go_to(number)
        self.query_one("#title", Static).update(Content(f"Room {plain(number)}"))
        self.reload()

    async def refresh_room(self) -> None:
        """Read the room anew, and show it; what was read stays where the store fails."""
        number = self.room_number
        try:
            dossier = await self.workstation.store.read(lambda work: read_dossier(work, number))
        except HousekeeperError as error:
            if str(error) != self._unread_why:
                self._unread_why = str(error)
                self.tell(str(error), is_error=True)
            return
        if number != self.room_number:
            # The guest moved meanwhile, and the screen with them.
            return
        if self._unread_why:
            self._unread_why = ""
            self.message.clear_error()
        before = self._dossier
        if before is not None and before.room.is_occupied != dossier.room.is_occupied:
            self._pin.hide()
        self._dossier = dossier
        self._paint()
        is_new = before is None or len(before.messages) != len(dossier.messages)
        if is_new and not self._panes.follow_newest(before):
            self.message.tell_news("A new message has come, below.")

    def _paint(self) -> None:
        dossier = self._dossier
        if dossier is None or not self.is_mounted:
            return
        telling = telling_of(self.workstation, self.app.theme)
        room = dossier.room
        self.query_one("#title", Static).update(title_text(room, telling))
        self._panes.show(dossier, telling, self._pin.pin)
        self._tabs.count(dossier)
        self.set_class(room.is_occupied, "-occupied")
        self.set_class(not dossier.orders, "-no-orders")
        if self.focused is not None and not self.focused.display:
            self.query_one("#facts").focus()
        self.show_hint()

    def acting_rooms(self) -> list[Room]:
        """This room, as the board has it; one out of use as it was read."""
        board = self.workstation.board
        room = board.room(self.room_number) if board is not None else None
        if room is None and self._dossier is not None:
            room = self._dossier.room
        return [room] if room is not None else []

    def show_hint(self) -> None:
        """Tell the room's facts, the message and the keys that apply now."""
        if not self.query(HintLine):
            # It opens or goes: there is nothing yet, or no more, in which to tell it.
            return
        rooms = self.acting_rooms()
        hint = Hint(
            room=rooms[0] if rooms else None,
            keys=keys_now(self, rooms, self._dossier),
            always=named_keys(
                (RoomScreen, "room.next-pane", "pane"),
                (RoomScreen, "room.leave", "back"),
                (type(self.app), "help", "help"),
            ),
            news=self.message.text,
            is_alert=self.message.is_alert,
        )
        self.query_one(HintLine).show(hint, frame_of(self.workstation))

    # What comes from the board

    def board_changed(self, changes: Sequence[BoardChange], events: Sequence[RoomEvent]) -> None:  # noqa: ARG002
        """Read the room anew where something happened to it."""
        if any(event.room_number == self.room_number for event in events):
            self.message.clear_error()
            self.reload()

    def board_read_anew(self) -> None:
        """Read the room anew: the board did so too."""
        self.reload()

    def live_changed(self) -> None:
        """Tell who is signed in, and what they may do."""
        self.query_one(DeskHeader).tell()
        self.show_hint()

    def on_screen_resume(self) -> None:
        """Show what came while another screen was in front."""
        self.reload()

    def on_screen_suspend(self) -> None:
        """Hide the PIN when this screen is left."""
        self._pin.hide()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In a narrow terminal, show the pane that has the focus."""
        pane = self._panes.pane_of(event.widget)
        if pane is not None:
            self._panes.show_pane(pane)
            self._tabs.mark(pane)
        self.show_hint()

    def action_show(self, pane: str) -> None:
        """Go to a pane."""
        self._panes.focus_on(pane if pane != "guest" else "messages")

    def action_pane(self, step: int) -> None:
        """Go to the next part, or the one before."""
        has_orders = not self.has_class("-no-orders")
        self._panes.focus_next(step, self.has_class("-occupied"), has_orders)

    # The guest

    def action_answer(self) -> None:
        """Write to the guest."""
        if self.has_class("-occupied"):
            self._panes.focus_on("reply")
        else:
            reason = f"Room {self.room_number} has no guest to write to."
            self.refuse("room.answer", reason, asks=True)

    def action_answered(self) -> None:
        """Let the guest's messages wait no longer, without an answer."""
        self.when_signed_in(self._acts.mark_answered)

    @on(Input.Submitted, "#reply")
    def send_reply(self) -> None:
        """Send what is typed, once someone is signed in."""
        if self._panes.reply.value.strip() and not self._acts.is_replying:
            self.when_signed_in(lambda: self._acts.reply(self._panes.reply.value, self._sent))

    async def _sent(self) -> None:
        self._panes.reply.value = ""
        self.message.clear()
        await self.refresh_room()
        self._panes.go_to_newest()

    @on(RowList.Chosen, "#orders")
    def action_brought(self) -> None:
        """Complete the order under the cursor of the list, by default the oldest."""
        order = self._panes.order
        if not self.lets_act("room.order-done"):
            return
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
        if self.lets_act(f"room.{name.replace('_', '-')}", asks=name != "undo_check_in"):
            self.when_signed_in(lambda: acts[name](self._dossier))

    def action_pin(self) -> None:
        """Show the room's PIN, or hide it again."""

        def show(pin: str) -> None:
            self._panes.focus_on("facts")
            self._pin.show(pin)

        if self._pin.pin is not None:
            self._pin.hide()
        else:
            self.when_signed_in(lambda: self._acts.read_pin(show))

    def action_leave(self) -> None:
        """Leave the reply line, what is typed staying; else go back."""
        if isinstance(self.focused, Input):
            self._panes.focus_on("messages")
        else:
            self.dismiss(None)
