"""Check an arriving guest in: choose the booking, choose the room, hand out the PIN."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, Refused
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.front_desk import CheckedIn, CheckInOffer, offer_rooms
from housekeeper.screens.drawing.moments import day_words, nights_words
from housekeeper.screens.widgets.big_letters import big
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.workstation import Desk


def _assigned_words(offer: CheckInOffer) -> str:
    """That the room assigned cannot be had now, and why."""
    room = offer.assigned
    if room is None or room.is_bookable:
        return ""
    return f"\nRoom {plain(room.number)} is assigned to it, but is {room.status.label}."


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
    CheckInDialog #pin { width: 100%; text-align: center; color: $primary; margin: 1 0; }
    CheckInDialog #hand { width: 100%; text-align: center; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="check-in.up"),
        Binding("down", "move(1)", "Down", show=False, id="check-in.down"),
        Binding("enter", "go_on", "Go on", show=False, id="check-in.go-on"),
    ]
    AUTO_FOCUS = "#booking"

    def __init__(self, desk: Desk, room: Room | None) -> None:
        super().__init__(f"Check in to room {room.number}" if room else "Check in", None)
        self._desk = desk
        self._room = room
        self._today: date = desk.store.hotel.day(desk.clock.now())
        self._arrivals: list[Booking] = []
        self._offer: CheckInOffer | None = None
        self._picked = False
        self._kept: tuple[tuple[str, str, str], Act] | None = None
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
        with Vertical(id="step-room", classes="step"):
            yield Static(id="chosen", classes="quiet")
            yield field("Room", TextLine(id="room", max_length=32))
            rooms = RowList(id="rooms")
            rooms.can_focus = False
            yield rooms
            reason = field("Reason", TextLine(placeholder="why another room type", id="reason"))
            reason.id = "reason-field"
            yield reason
        with Vertical(id="step-pin", classes="step"):
            yield Static(id="pin")
            yield Static(id="hand")

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
            found = await self._desk.store.read(lambda work: work.bookings.arriving(work.today))
        except HousekeeperError as error:
            self.query_one("#count", Static).update("")
            self.say(str(error))
            return
        room = self._room
        if room is not None:
            found.sort(
                key=lambda one: (
                    one.room_number != room.number,
                    one.room_type != room.room_type,
                    natural_key(one.reference),
                )
            )
        self._arrivals = found
        self._narrow_arrivals(self.query_one("#booking", TextLine).value)

    def _narrow_arrivals(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        shown = [
            one
            for one in self._arrivals
            if wanted in one.reference.casefold() or wanted in (one.guest_name or "").casefold()
        ]
        self.query_one("#arrivals", RowList).set_rows(
            Row(one.reference, self._arrival_line(one)) for one in shown
        )
        count = len(self._arrivals)
        if not count:
            words = "No arrivals today that are still to come; type a reference to find another."
        elif wanted:
            words = f"{len(shown)} of {count} arrivals today; Enter also finds another reference."
        else:
            words = f"{count} arrival{'' if count == 1 else 's'} today, still to check in"
        self.query_one("#count", Static).update(Content(words))

    def _arrival_line(self, booking: Booking) -> Content:
        guests = f"{booking.adults}+{booking.children}" if booking.children else booking.adults
        people = f"{guests} guest{'' if guests == 1 else 's'}"
        room = f"room {plain(booking.room_number)}" if booking.room_number else ""
        return Content.assemble(
            (f"{plain(booking.reference):<12} ", "bold"),
            f"{plain(booking.room_type):<6} ",
            f"{nights_words(booking.arrival, booking.departure):<10} ",
            (f"{people:<10} ", MUTED),
            (f"{room:<10} ", MUTED),
            plain(booking.guest_name or ""),
        )

    @on(Input.Changed, "#booking")
    def narrow_bookings(self, event: Input.Changed) -> None:
        """Show the arrivals that fit what is typed."""
        self.say("")
        self._narrow_arrivals(event.value)

    def action_move(self, step: int) -> None:
        """Move in the list shown, while the line above it keeps the focus."""
        if self.has_class("-booking"):
            self.query_one("#arrivals", RowList).action_move(step)
        elif self.has_class("-room"):
            self.query_one("#rooms", RowList).action_move(step)
            self._picked = True
            self._show_reason()

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """Go on: from the booking to the room, from there to the check-in, from the PIN out."""
        if self._checked_in is not None:
            self.dismiss(self._checked_in)
        elif self._is_busy:
            return
        elif self.has_class("-booking"):
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
            offer = await self._desk.store.read(lambda work: offer_rooms(work, reference, wanted))
        except HousekeeperError as error:
            self.say(str(error))
            return
        finally:
            self._is_busy = False
        self._offer = offer
        booking = offer.booking
        self.query_one("#chosen", Static).update(
            Content.assemble(
                (plain(booking.reference), "bold"),
                f"  {plain(booking.room_type)}  ",
                f"{day_words(booking.arrival, self._today)} to ",
                f"{day_words(booking.departure, self._today)}, ",
                nights_words(booking.arrival, booking.departure),
                f"  {plain(booking.guest_name or '')}",
                (_assigned_words(offer), "$text-warning"),
            )
        )
        self._picked = False
        line = self.query_one("#room", TextLine)
        line.value = offer.proposed.number if offer.proposed else ""
        self._narrow_rooms("")
        self._show_step("room")
        line.focus()
        line.action_select_all()
        self.say(offer.why_none)

    def _narrow_rooms(self, typed: str) -> None:
        offer = self._offer
        if offer is None:
            return
        wanted = typed.strip().casefold()
        shown = [room for room in offer.free if room.number.casefold().startswith(wanted)]
        rooms = self.query_one("#rooms", RowList)
        rooms.set_rows(Row(room.number, self._room_line(room, offer.booking)) for room in shown)
        if offer.proposed is not None:
            rooms.go_to(offer.proposed.number)
        self._show_reason()

    def _room_line(self, room: Room, booking: Booking) -> Content:
        is_other = room.room_type != booking.room_type
        arrival = room.next_arrival
        is_held = room.number != booking.room_number and arrival is not None
        return Content.assemble(
            (f"{plain(room.number):<8} ", "bold"),
            (f"{plain(room.room_type):<6} ", "$text-warning" if is_other else ""),
            (f"floor {room.floor}  {room.status.label}", MUTED),
            ("  other type" if is_other else "", "$text-warning"),
            (
                f"  held for an arrival {day_words(arrival, self._today)}"
                if is_held and arrival is not None
                else "",
                "$text-warning",
            ),
        )

    @on(Input.Changed, "#room")
    def narrow_rooms(self, event: Input.Changed) -> None:
        """Show the rooms that begin with what is typed; all of them beside the proposal."""
        if self._offer is None:
            return
        self._picked = False
        proposed = self._offer.proposed
        is_proposal = proposed is not None and event.value == proposed.number
        self._narrow_rooms("" if is_proposal else event.value)

    def _wanted_number(self) -> str:
        """The room meant: the row that arrows chose, else what is typed."""
        listed = self.query_one("#rooms", RowList).key
        typed = self.query_one("#room", TextLine).value.strip()
        return listed if listed is not None and (self._picked or not typed) else typed

    def _wanted_room(self) -> Room | None:
        number = self._wanted_number().casefold()
        free = self._offer.free if self._offer else ()
        return next((room for room in free if room.number.casefold() == number), None)

    def _show_reason(self) -> None:
        """Ask for a reason where the room meant is of another type than the booking."""
        room, offer = self._wanted_room(), self._offer
        needed = room is not None and offer is not None
        if needed and room is not None and offer is not None:
            needed = room.room_type != offer.booking.room_type
        self.query_one("#reason-field").set_class(needed, "-needed")

    @on(RowList.Chosen, "#rooms")
    def choose_room(self, event: RowList.Chosen) -> None:
        """Put the room clicked into the line."""
        self.query_one("#room", TextLine).value = event.key
        self._picked = True
        self._show_reason()

    def _check_in(self) -> None:
        offer, number = self._offer, self._wanted_number()
        if offer is None:
            return
        if not number:
            self.say("Type a room number, or choose a room with the arrows.")
            return
        room = self._wanted_room()
        reason_line = self.query_one("#reason", TextLine)
        reason = reason_line.value.strip()
        if room is not None and room.room_type != offer.booking.room_type and not reason:
            self.say(
                f"Room {room.number} is of type {room.room_type}, the booking is for "
                f"{offer.booking.room_type}: give a reason."
            )
            reason_line.focus()
            return
        if self._desk.staff is None:
            self.say("Sign in first: leave this and press the key again.")
            return
        asked = (offer.booking.reference, room.number if room else number, reason)
        if self._kept is None or self._kept[0] != asked:
            self._kept = (asked, self._desk.act())
        act = self._kept[1]
        self._is_busy = True
        self.say("")
        version = room.version if room else None
        self.run_worker(self._write(act, asked, version), group="check-in", exit_on_error=False)

    async def _write(self, act: Act, asked: tuple[str, str, str], version: int | None) -> None:
        reference, number, reason = asked
        try:
            done = await self._desk.store.write(
                lambda work: front_desk.check_in(work, act, reference, number, reason, version)
            )
        except HousekeeperError as error:
            self._is_busy = False
            if isinstance(error, Refused):
                self._kept = None
                await self._read_offer(reference)
                self.say(str(error))
            else:
                self.say(f"{error} Enter tries again.")
            return
        self._is_busy = False
        self._checked_in = done
        self.query_one("#heading", Static).update(
            Content(plain(f"{done.booking.reference} is checked in to room {done.room_number}"))
        )
        self.query_one("#pin", Static).update(Content(big(done.pin)))
        self.query_one("#hand", Static).update(
            Content.assemble("PIN ", (plain(done.pin), "bold"), ": hand it to the guest")
        )
        self.say("")
        self.set_focus(None)
        self._show_step("pin")

    def action_leave(self) -> None:
        """Go back one step; out of the first, and out of the PIN."""
        if self._checked_in is not None:
            self.dismiss(self._checked_in)
        elif self._is_busy:
            self.say("One moment: the store is answering.")
        elif self.has_class("-room"):
            self._offer = None
            self.say("")
            self._show_step("booking")
            self.query_one("#booking", TextLine).focus()
        else:
            self.dismiss(None)
