"""One room: its status and people, its guest, orders and conversation, and its history."""

from collections.abc import Sequence
from datetime import time
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from housekeeper.core import rights
from housekeeper.core.board.board import BoardChange
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, StoreError
from housekeeper.core.rights import Verb
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.room_record import Dossier, read_dossier
from housekeeper.core.stays import chat, front_desk, orders
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.guest_records import OrderId
from housekeeper.screens.acting.verb_keys import VERB_KEYS, valid_verbs
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.drawing.theme import palette_of
from housekeeper.screens.room.room_text import (
    Telling,
    conversation_table,
    facts_table,
    flag_words,
    history_table,
    order_line,
    status_words,
)
from housekeeper.screens.widgets.hint_line import Hint, HintFrame, HintLine
from housekeeper.screens.widgets.row_list import Row, RowList
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.widgets.ticking_header import DeskHeader
from housekeeper.screens.workstation import Desk

LOOK_SECONDS = 2.0
"""How often messages and orders are looked for: they are no events of the room."""

_TABS = (("facts", "Room"), ("guest", "Guest"), ("history", "History"))


class Pane(VerticalScroll):
    """A part of the screen that scrolls by keys when it has the focus."""


class RoomScreen(VerbScreen):
    """Everything about one room, with every verb on its key.

    Three panes side by side, two where there is less room, and one with tabs below 100 cells.
    Tab goes from pane to pane in each case.
    """

    DEFAULT_CSS = """
    RoomScreen { background: $background; }
    RoomScreen #title { height: 1; padding: 0 1; background: $surface; }
    RoomScreen #tabs { height: 1; background: $panel; display: none; }
    RoomScreen #tabs Button { min-width: 0; padding: 0 2; background: $panel; color: $text-muted; }
    RoomScreen #tabs Button.-shown { color: $primary; text-style: bold underline; }
    RoomScreen #panes { height: 1fr; layout: grid; grid-gutter: 0 1; }
    RoomScreen.-narrow #panes { grid-size: 1 1; }
    RoomScreen.-narrow #tabs { display: block; }
    RoomScreen.-narrow #panes > * { display: none; }
    RoomScreen.-narrow #panes > .-shown { display: block; }
    RoomScreen.-middle #panes {
        grid-size: 2 2; grid-columns: 11fr 10fr; grid-rows: 20 1fr; grid-gutter: 0 1;
    }
    RoomScreen.-middle #guest { row-span: 2; }
    RoomScreen.-wide #panes { grid-size: 3 1; grid-columns: 54 1fr 1fr; }
    RoomScreen Pane, RoomScreen #guest { background: $surface; padding: 0 1; height: 100%; }
    RoomScreen Pane { scrollbar-size-vertical: 1; }
    RoomScreen Pane { scrollbar-color: $foreground 25%; scrollbar-background: $surface; }
    RoomScreen Pane:focus { background-tint: $primary 5%; }
    RoomScreen .head { height: 1; color: $text-muted; text-style: bold; }
    RoomScreen.-narrow .head { display: none; }
    RoomScreen Static { height: auto; }
    RoomScreen #messages { height: 1fr; padding: 0; }
    RoomScreen #orders { max-height: 6; margin-bottom: 1; }
    RoomScreen #orders-head { display: block; height: 1; }
    RoomScreen #reply-line { display: none; height: 1; margin-top: 1; }
    RoomScreen.-occupied #reply-line { display: block; }
    RoomScreen #reply-sign { width: 2; color: $primary; }
    RoomScreen.-no-orders #orders { display: none; }
    RoomScreen.-no-orders #orders-head { display: none; }
    RoomScreen HintLine { height: 2; dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "leave", "Back", show=False, id="room.leave", tooltip="Back to the board."
        ),
        Binding(
            "a", "answer", "Answer", show=False, id="room.answer", tooltip="Write to the guest."
        ),
        Binding(
            "b",
            "brought",
            "Order done",
            show=False,
            id="room.order-done",
            tooltip="The order was brought: complete it.",
        ),
        Binding(
            "l",
            "late",
            "Late check-out",
            show=False,
            id="room.late",
            tooltip="Agree a late check-out, or take it back (front desk).",
        ),
        Binding(
            "M",
            "move_guest",
            "Move the guest",
            show=False,
            id="room.move",
            tooltip="Move the guest to another room (front desk).",
        ),
        Binding("P", "pin", "PIN", show=False, id="room.pin", tooltip="Show or hide the PIN."),
        Binding(
            "tab",
            "pane(1)",
            "Next pane",
            show=False,
            id="room.next-pane",
            tooltip="The next part of the screen.",
        ),
        Binding(
            "shift+tab",
            "pane(-1)",
            "Pane before",
            show=False,
            id="room.pane-before",
            tooltip="The part before.",
        ),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (150, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#facts"

    def __init__(self, desk: Desk, room_number: str) -> None:
        super().__init__(desk)
        self.room_number = room_number
        self._dossier: Dossier | None = None
        self._pin: str | None = None
        self._news = ""
        self._is_alert = False
        self._is_writing = False
        self._unanswered: tuple[str, Act] | None = None
        self.add_class("-no-orders")

    # What is shown

    def compose(self) -> ComposeResult:
        """Header and title, tabs for a narrow terminal, the panes, and the keys."""
        yield DeskHeader(self.desk)
        yield Static(Content(f"Room {plain(self.room_number)}"), id="title")
        with Horizontal(id="tabs"):
            for pane, words in _TABS:
                tab = Button(
                    Content(words), id=f"tab-{pane}", compact=True, action=f"screen.show('{pane}')"
                )
                tab.can_focus = False
                yield tab
        with Horizontal(id="panes"):
            with Pane(id="facts", classes="-shown"):
                yield Static(Content("ROOM"), classes="head")
                yield Static(Content("Reading the room…"), id="facts-words")
            with Vertical(id="guest"):
                yield Static(Content("OPEN ORDERS"), id="orders-head", classes="head")
                yield RowList(id="orders")
                yield Static(Content("CONVERSATION"), classes="head")
                with Pane(id="messages"):
                    yield Static(id="messages-words")
                with Horizontal(id="reply-line"):
                    yield Static(Content("› "), id="reply-sign")
                    yield TextLine(
                        placeholder="a to answer the guest",
                        id="reply",
                        max_length=chat.MESSAGE_LIMIT,
                    )
            with Pane(id="history"):
                yield Static(Content("HISTORY"), classes="head")
                yield Static(id="history-words")
        yield HintLine()

    def on_mount(self) -> None:
        """Read the room, and look for messages and orders from time to time."""
        self._show_hint()
        self.reload()
        self.set_interval(LOOK_SECONDS, self._look_for_guest)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._paint())

    def reload(self) -> None:
        """Read the room anew."""
        self.run_worker(self.refresh_room(), group="room-read", exclusive=True, exit_on_error=False)

    def _look_for_guest(self) -> None:
        if self.is_current:
            self.reload()

    async def refresh_room(self) -> None:
        """Read the room anew, and show it; what was read stays where the store fails."""
        number = self.room_number
        try:
            found = await self.desk.store.read(lambda work: read_dossier(work, number))
        except HousekeeperError as error:
            if str(error) != self._news:
                self.tell(str(error), is_error=True)
            return
        before = self._dossier
        if before is not None and before.room.is_occupied != found.room.is_occupied:
            self._pin = None
        self._dossier = found
        self._paint()
        if before is None or len(before.messages) != len(found.messages):
            self._show_newest_message(before)

    def _show_newest_message(self, before: Dossier | None) -> None:
        """Scroll to the newest message, unless the reader has scrolled back to older ones."""
        pane = self.query_one("#messages", Pane)
        if before is None or not before.messages or pane.scroll_offset.y >= pane.max_scroll_y - 1:
            self.call_after_refresh(pane.scroll_end, animate=False)
        else:
            self.tell("A new message has come, below.")

    def _telling(self) -> Telling:
        palette = palette_of(self.app.theme)
        has_file = self.desk.erasure is not None
        return Telling(self.desk.store.hotel, self.desk.clock.now(), palette, has_file)

    def _paint(self) -> None:
        dossier = self._dossier
        if dossier is None or not self.is_mounted:
            return
        telling = self._telling()
        room = dossier.room
        title = status_words(room, telling)
        flags = flag_words(room, telling)
        number = Content(f"{plain(room.number)}  {plain(room.room_type)}  ").stylize("bold")
        self.query_one("#title", Static).update(
            number + Content.from_rich_text(title) + "  " + Content.from_rich_text(flags)
        )
        self.query_one("#facts-words", Static).update(facts_table(dossier, telling, self._pin))
        words = conversation_table(dossier, telling)
        self.query_one("#messages-words", Static).update(words)
        self.query_one("#history-words", Static).update(history_table(dossier, telling))
        self.query_one("#orders", RowList).set_rows(
            Row(str(order.id), Content(order_line(order, telling))) for order in dossier.orders
        )
        counts = {"guest": len(dossier.messages) + len(dossier.orders)}
        for pane, label in _TABS:
            count = counts.get(pane)
            tab = self.query_one(f"#tab-{pane}", Button)
            tab.label = Content(f"{label} {count}" if count else label)
            tab.refresh(layout=True)
        self.set_class(room.is_occupied, "-occupied")
        self.set_class(not dossier.orders, "-no-orders")
        if self.focused is not None and not self.focused.display:
            self.query_one("#facts").focus()
        self._show_hint()

    def acting_rooms(self) -> list[Room]:
        """This room, as the board has it; one out of use as it was read."""
        board = self.desk.board
        room = board.room(self.room_number) if board is not None else None
        if room is None and self._dossier is not None:
            room = self._dossier.room
        return [room] if room is not None else []

    def _show_hint(self) -> None:
        desk, board = self.desk, self.desk.board
        rooms = self.acting_rooms()
        dossier = self._dossier
        if isinstance(self.focused, Input):
            keys = [("enter", "send"), ("esc", "leave the line")]
        else:
            keys = [
                (VERB_KEYS[verb].key, VERB_KEYS[verb].label)
                for verb in valid_verbs(rooms, desk.staff)
            ]
            if desk.may_undo:
                keys.insert(0, ("u", "undo"))
            if desk.acts.to_retry:
                keys.insert(0, ("R", "try again"))
            if dossier is not None and dossier.orders:
                keys.append(("b", "order done"))
            if dossier is not None and dossier.room.is_occupied:
                keys.append(("a", "answer"))
                for key, label, verb in (("l", "late", Verb.LATE), ("M", "move", Verb.MOVE)):
                    if desk.staff is None or rights.may(desk.staff.role, verb):
                        keys.append((key, label))
            keys.append(("P", "PIN"))
        always = [("tab", "pane"), ("esc", "back"), ("?", "help")]
        frame = None
        if board is not None:
            frame = HintFrame(desk.store.hotel, board.today, desk.clock.now(), board.staff_names)
        hint = Hint(
            room=rooms[0] if rooms else None,
            keys=keys,
            always=always,
            news=self._news,
            is_alert=self._is_alert,
        )
        self.query_one(HintLine).show(hint, frame)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does whose label was clicked in the last line."""
        if isinstance(event.widget, HintLine):
            await event.widget.press_at(event)

    # What comes from the board

    def board_changed(self, changes: Sequence[BoardChange], events: Sequence[RoomEvent]) -> None:  # noqa: ARG002
        """Read the room anew where something happened to it."""
        if any(event.room_number == self.room_number for event in events):
            self.reload()

    def board_read_anew(self) -> None:
        """Read the room anew: the board did so too."""
        self.reload()

    def live_changed(self) -> None:
        """Tell who is signed in, and what they may do."""
        self.query_one(DeskHeader).tell()
        self._show_hint()

    def tell(self, text: str, is_error: bool = False) -> None:
        """Show one sentence at the foot of the screen."""
        self._news, self._is_alert = plain(text), is_error
        self._show_hint()

    def on_screen_resume(self) -> None:
        """Show what came while another screen was in front."""
        self.reload()

    def on_screen_suspend(self) -> None:
        """Hide the PIN when this screen is left."""
        if self._pin is not None:
            self._pin = None
            self._paint()

    # Panes

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In a narrow terminal, show the pane that has the focus."""
        pane = self._pane_of(event.widget)
        if pane is not None:
            for name, _ in _TABS:
                self.query_one(f"#{name}").set_class(name == pane, "-shown")
                self.query_one(f"#tab-{name}").set_class(name == pane, "-shown")
        self._show_hint()

    @staticmethod
    def _pane_of(widget: Widget) -> str | None:
        names = {name for name, _ in _TABS}
        return next((one.id for one in widget.ancestors_with_self if one.id in names), None)

    def action_show(self, pane: str) -> None:
        """Go to a pane."""
        self._focus_in(pane if pane != "guest" else "messages")

    def _focus_in(self, target: str) -> None:
        widget = self.query_one(f"#{target}")
        pane = self._pane_of(widget)
        if pane is not None:
            # A hidden widget takes no focus, so its pane is shown first.
            self.query_one(f"#{pane}").add_class("-shown")
        self.set_focus(widget)

    def action_pane(self, step: int) -> None:
        """Go to the next part, or the one before."""
        stops = ["facts", "messages", "history"]
        if self.has_class("-occupied"):
            stops.insert(2, "reply")
        if not self.has_class("-no-orders"):
            stops.insert(1, "orders")
        here = self.focused.id if self.focused is not None else None
        index = stops.index(here) if here in stops else -1
        self._focus_in(stops[(index + step) % len(stops)])

    # The guest

    def action_answer(self) -> None:
        """Write to the guest."""
        if self.has_class("-occupied"):
            self._focus_in("reply")
        else:
            self.tell(f"Room {self.room_number} has no guest to write to.", is_error=True)

    @on(Input.Submitted, "#reply")
    def send_reply(self) -> None:
        """Send what is typed, once someone is signed in."""
        if self.query_one("#reply", TextLine).value.strip() and not self._is_writing:
            self.when_signed_in(self._send)

    def _send(self) -> None:
        self._is_writing = True
        text = self.query_one("#reply", TextLine).value
        work = self._write_reply(self._act_for_reply(text), text)
        self.run_worker(work, group="room-write", exit_on_error=False)

    def _act_for_reply(self, text: str) -> Act:
        """A new act, or that of the same words whose answer the store did not give."""
        act, kept = self.desk.act(), self._unanswered
        if kept is None or kept[0] != text or kept[1].staff != act.staff:
            kept = self._unanswered = (text, act)
        return kept[1]

    async def _write_reply(self, act: Act, text: str) -> None:
        number = self.room_number
        try:
            await self.desk.store.write(lambda work: chat.send_as_staff(work, act, number, text))
            self._unanswered = None
        except HousekeeperError as error:
            if not isinstance(error, StoreError):
                self._unanswered = None
            self.tell(str(error), is_error=True)
            return
        finally:
            self._is_writing = False
        self.query_one("#reply", TextLine).value = ""
        self.tell("")
        await self.refresh_room()
        self.query_one("#messages", Pane).scroll_end(animate=False)

    def action_brought(self) -> None:
        """Complete the order under the cursor of the list, by default the oldest."""
        key = self.query_one("#orders", RowList).key
        if key is None:
            self.tell(f"Room {self.room_number} has no open order.", is_error=True)
        else:
            self.when_signed_in(lambda: self._complete(key))

    @on(RowList.Chosen, "#orders")
    def complete_chosen(self, event: RowList.Chosen) -> None:
        """Complete the order chosen by Enter or a click."""
        key = event.key
        self.when_signed_in(lambda: self._complete(key))

    def _complete(self, key: str) -> None:
        work = self._write_done(self.desk.act(), key)
        self.run_worker(work, group="room-write", exit_on_error=False)

    async def _write_done(self, act: Act, key: str) -> None:
        order_id = OrderId.parse(key)
        try:
            await self.desk.store.write(lambda work: orders.complete_order(work, act, order_id))
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
        else:
            self.tell(f"Order {key} is done.")
        await self.refresh_room()

    def _booking_for(self, verb: Verb) -> Booking | None:
        """The stay in this room, for someone who may do this to it; else it is said why not."""
        booking = self._dossier.booking if self._dossier is not None else None
        if booking is None:
            self.tell(f"Room {self.room_number} has no guest.", is_error=True)
            return None
        return booking if self.is_allowed(verb) else None

    def action_late(self) -> None:
        """Agree a late check-out, or take it back."""
        self.when_signed_in(self._ask_late)

    def _ask_late(self) -> None:
        from housekeeper.screens.front_desk.late_dialog import LateDialog, LateUntil

        booking = self._booking_for(Verb.LATE)
        if booking is None:
            return

        def answered(until: LateUntil | None) -> None:
            if until is not None:
                act = self.desk.act()
                work = self._write_late(act, booking.reference, until.at)
                self.run_worker(work, group="room-write", exit_on_error=False)

        self.app.push_screen(LateDialog(booking, self.room_number), answered)

    async def _write_late(self, act: Act, reference: str, at: time | None) -> None:
        try:
            await self.desk.store.write(
                lambda work: front_desk.set_late_checkout(work, act, reference, at)
            )
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
            return
        self.tell(
            "No late check-out." if at is None else f"Late check-out until {at:%H:%M} is agreed."
        )
        await self.desk.look()
        await self.refresh_room()

    def action_move_guest(self) -> None:
        """Move the guest to another room."""
        self.when_signed_in(self._ask_move)

    def _ask_move(self) -> None:
        from housekeeper.screens.front_desk.move_dialog import MoveDialog

        booking, board = self._booking_for(Verb.MOVE), self.desk.board
        if booking is None or board is None:
            return

        def answered(to: tuple[str, str] | None) -> None:
            if to is not None:
                work = self._write_move(self.desk.act(), booking.reference, *to)
                self.run_worker(work, group="room-write", exit_on_error=False)

        self.app.push_screen(MoveDialog(booking, self.room_number, board.rooms.values()), answered)

    async def _write_move(self, act: Act, reference: str, number: str, reason: str) -> None:
        from housekeeper.screens.front_desk.move_dialog import NewPinDialog

        try:
            moved = await self.desk.store.write(
                lambda work: front_desk.move(work, act, reference, number, reason)
            )
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
            return
        self.tell(f"{reference} has moved to room {number}.")
        self.app.push_screen(NewPinDialog(moved))
        await self.desk.look()
        await self.refresh_room()

    def action_pin(self) -> None:
        """Show the room's PIN, or hide it again."""
        if self._pin is not None:
            self._pin = None
            self._paint()
        else:
            self.when_signed_in(self._ask_pin)

    def _ask_pin(self) -> None:
        self.run_worker(self._read_pin(), group="room-pin", exclusive=True, exit_on_error=False)

    async def _read_pin(self) -> None:
        number = self.room_number
        try:
            self._pin = await self.desk.store.read(lambda work: work.rooms.pin(number))
        except HousekeeperError as error:
            self.tell(str(error), is_error=True)
        else:
            self._focus_in("facts")
            self._paint()

    def action_leave(self) -> None:
        """Leave the reply line, what is typed staying; else go back."""
        if isinstance(self.focused, Input):
            self._focus_in("messages")
        else:
            self.dismiss(None)
