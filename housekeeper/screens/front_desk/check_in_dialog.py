"""Check an arriving guest in: choose the booking, choose the room, hand out the PIN."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, NeedsAnyway, Refused
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.front_desk import (
    CheckedIn,
    arrivals_today,
    offer_rooms,
)
from housekeeper.screens import navigation
from housekeeper.screens.acting.act_to_repeat import ActToRepeat
from housekeeper.screens.front_desk.check_in_text import (
    arrival_row,
    arrivals_meeting,
    arrivals_text,
)
from housekeeper.screens.front_desk.pin_pane import PIN_BINDING, PinPane
from housekeeper.screens.front_desk.room_choice import RoomChoice
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.workstation import Workstation


class CheckInDialog(Dialog[CheckedIn | None]):
    """Checks one arrival in, and gives what the store answered, or None.

    With a room, that room is proposed, and the bookings that fit it come first. Escape goes
    back one step, and out of the first; once the guest is checked in, it closes the PIN.
    """

    DEFAULT_CSS = """
    CheckInDialog > #frame { width: 78; }
    CheckInDialog RowList { max-height: 9; }
    CheckInDialog .step { height: auto; display: none; }
    CheckInDialog.-booking #step-booking { display: block; }
    CheckInDialog.-room #step-room { display: block; }
    CheckInDialog.-pin #step-pin { display: block; }
    CheckInDialog.-pin #go-on { display: none; }
    CheckInDialog #reason-field { display: none; }
    CheckInDialog #reason-field.-needed { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False, id="check-in.go-on"),
        PIN_BINDING,
    ]
    AUTO_FOCUS = "#booking"

    def __init__(self, workstation: Workstation, room: Room | None) -> None:
        super().__init__(f"Check in to room {room.number}" if room else "Check in", None)
        self._workstation = workstation
        self._room = room
        self._today: date = workstation.store.hotel.day(workstation.clock.now())
        self._arrivals: list[Booking] = []
        self._choice = RoomChoice(self._today, id="step-room", classes="step")
        self._repeated = ActToRepeat()
        self._is_busy = False
        self._checked_in: CheckedIn | None = None
        self.add_class("-booking")

    def compose_body(self) -> ComposeResult:
        """The three steps, of which one is shown."""
        with Vertical(id="step-booking", classes="step"):
            yield field("Booking", TextLine(placeholder="reference or name", id="booking"))
            arrivals = RowList(id="arrivals")
            arrivals.can_focus = False
            yield arrivals
            yield Static(Content("Reading today's arrivals…"), id="count", classes="hint quiet")
        yield self._choice
        yield PinPane(self._workstation.clock, id="step-pin", classes="step")

    def compose_buttons(self) -> Iterable[Button]:
        """The next step."""
        yield button("Go on", "enter", "screen.go_on", "go-on")

    def on_mount(self) -> None:
        """Read today's arrivals."""
        self.run_worker(self._read_arrivals(), group="check-in", exit_on_error=False)

    def _show_step(self, step: str) -> None:
        for name in ("booking", "room", "pin"):
            self.set_class(name == step, f"-{name}")

    async def _read_arrivals(self) -> None:
        try:
            self._arrivals = await self._workstation.store.read(
                lambda work: arrivals_today(work, self._room)
            )
        except HousekeeperError as error:
            self.query_one("#count", Static).update("")
            self.say(str(error))
            return
        self._narrow_arrivals(self.query_one("#booking", TextLine).value)

    def _narrow_arrivals(self, typed: str) -> None:
        shown, today = arrivals_meeting(self._arrivals, typed), self._today
        self.query_one("#arrivals", RowList).set_rows(arrival_row(one, today) for one in shown)
        text = arrivals_text(self._arrivals, len(shown), bool(typed.strip()), today)
        self.query_one("#count", Static).update(Content(text))

    @on(Input.Changed, "#booking")
    def narrow_bookings(self, event: Input.Changed) -> None:
        """Show the arrivals that fit what is typed."""
        self.say("")
        self._narrow_arrivals(event.value)

    def go_in_list(self, way: Callable[[RowList, int], None], step: int) -> None:
        """Move in the list shown; a room that arrows choose is the one meant."""
        if self.has_class("-room"):
            self._choice.go_in_list(way, step)
            self._show_heading()
        else:
            super().go_in_list(way, step)

    @on(Input.Changed, "#room")
    @on(RowList.Chosen, "#rooms")
    def _show_heading(self) -> None:
        """Name the room that would be taken now, if it is one that can be."""
        room = self._choice.room if self.has_class("-room") else self._room
        words = f"Check in to room {room.number}" if room else "Check in"
        self.query_one("#heading", Static).update(Content(plain(words)))

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """Go on: from the booking to the room, from there to the check-in; the PIN stays."""
        if self._checked_in is not None or self._is_busy:
            return
        if self.has_class("-booking"):
            listed = self.query_one("#arrivals", RowList).key
            reference = listed or self.query_one("#booking", TextLine).value.strip()
            if reference:
                self._choose_booking(reference)
            else:
                self.say("Type a booking's reference.")
        else:
            self._check_in()

    @on(RowList.Chosen, "#arrivals")
    def choose_arrival(self, event: RowList.Chosen) -> None:
        """Take the booking clicked."""
        self._choose_booking(event.key)

    def _choose_booking(self, reference: str) -> None:
        self._is_busy = True
        self.run_worker(self._read_offer(reference), group="check-in", exit_on_error=False)

    async def _read_offer(self, reference: str) -> None:
        wanted = self._room.number if self._room else None
        try:
            offer = await self._workstation.store.read(
                lambda work: offer_rooms(work, reference, wanted)
            )
        except HousekeeperError as error:
            if isinstance(error, Refused):
                await self._back_to_arrivals()
            self.say(str(error))
            return
        finally:
            self._is_busy = False
        self._choice.show_offer(offer)
        self._show_step("room")
        self._show_heading()
        self._choice.begin()
        self.say(offer.why_none)

    async def _back_to_arrivals(self) -> None:
        """Go back to the list of who is to come, read anew: this booking is none of them."""
        if self.has_class("-room"):
            self._show_bookings()
        await self._read_arrivals()

    def _show_bookings(self) -> None:
        self._choice.offer = None
        self._show_step("booking")
        self._show_heading()
        self.query_one("#booking", TextLine).focus()

    def _check_in(self) -> None:
        choice = self._choice
        offer, number, room = choice.offer, choice.number, choice.room
        if offer is None:
            return
        if not number:
            self.say("Type a room number, or choose a room with the arrows.")
            return
        reason = choice.reason_line.value.strip()
        if room is not None and choice.needs_reason and not reason:
            self.say(
                f"Room {room.number} is of type {room.room_type}, the booking is for "
                f"{offer.booking.room_type}: give a reason."
            )
            choice.reason_line.focus()
            return
        if self._workstation.staff is None:
            self.say("Sign in first: leave this and press the key again.")
            return
        asked = (offer.booking.reference, room.number if room else number, reason)
        act = self._repeated.act_for(self._workstation, asked)
        self._is_busy = True
        self.say("")
        version = room.version if room else None
        self.run_worker(self._write(act, asked, version), group="check-in", exit_on_error=False)

    def _ask_anyway(
        self, act: Act, asked: tuple[str, str, str], version: int | None, sentence: str
    ) -> None:
        def answered(is_meant: bool | None) -> None:
            if is_meant:
                self._is_busy = True
                work = self._write(act, asked, version, anyway=True)
                self.run_worker(work, group="check-in", exit_on_error=False)

        navigation.ask_anyway(self.app, sentence, answered)

    async def _write(
        self, act: Act, asked: tuple[str, str, str], version: int | None, anyway: bool = False
    ) -> None:
        reference, number, reason = asked
        try:
            done = await self._workstation.store.write(
                lambda work: front_desk.check_in(
                    work, act, reference, number, reason, version, anyway
                )
            )
        except NeedsAnyway as doubt:
            self._is_busy = False
            self._ask_anyway(act, asked, version, str(doubt))
            return
        except HousekeeperError as error:
            self._is_busy = False
            if isinstance(error, Refused):
                self._repeated.forget()
                await self._read_offer(reference)
                if self._choice.offer is not None:
                    self._choice.propose_nothing()
                self.say(str(error))
            else:
                self.say(f"{error} Enter tries again.")
            return
        self._is_busy = False
        self._show_pin(done)

    def _show_pin(self, done: CheckedIn) -> None:
        self._checked_in = done
        self.query_one("#heading", Static).update(
            Content(plain(f"{done.booking.reference} is checked in to room {done.room_number}"))
        )
        self.query_one(PinPane).show(done)
        self.say("")
        self.set_focus(None)
        self._show_step("pin")

    def action_pin(self) -> None:
        """Hide the PIN, or show it again, once there is one."""
        self.query_one(PinPane).turn()

    def action_leave(self) -> None:
        """Go back one step; out of the first, and out of the PIN."""
        if self._checked_in is not None:
            self.dismiss(self._checked_in)
        elif self._is_busy:
            self.say("One moment: the store is answering.")
        elif self.has_class("-room"):
            self.say("")
            self._show_bookings()
        else:
            self.dismiss(None)
