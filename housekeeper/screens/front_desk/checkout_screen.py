"""Check guests out: choose rooms, see what goes, confirm by typing, read the receipt."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, ProgressBar, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.erasure import finished_at
from housekeeper.core.errors import HousekeeperError, Refused
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import checkout
from housekeeper.core.stays.checkout import Guestroom, Receipt, guestrooms
from housekeeper.screens.front_desk.checkout_text import (
    erasure_words,
    list_rows,
    preview_words,
    receipt_words,
)
from housekeeper.screens.sign_in.ask_who import ask_who
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.text_input import TextLine
from housekeeper.screens.widgets.ticking_header import DeskHeader
from housekeeper.screens.workstation import Desk

PREVIEW_DELAY = 0.05
"""Seconds that the cursor must rest before a room's preview is read."""


class Stage(Enum):
    """How far a checkout has come."""

    CHOOSING = "choosing"
    CONFIRMING = "confirming"
    RUNNING = "running"
    DONE = "done"


class CheckoutScreen(Screen[Receipt | None]):
    """Gives the receipt of what was checked out, or None where nothing was.

    Rooms named at the start are chosen and go straight to the confirmation. Until that is
    typed, nothing is written, and Escape goes back the way one came.
    """

    DEFAULT_CSS = """
    CheckoutScreen { background: $surface; }
    CheckoutScreen #title { height: 1; padding: 0 1; text-style: bold; color: $primary; }
    CheckoutScreen #panes { height: 1fr; }
    CheckoutScreen #choosing { width: 48; padding: 0 1; }
    CheckoutScreen.-wide #choosing { width: 64; }
    CheckoutScreen #typed { height: 1; color: $text-muted; }
    CheckoutScreen #rooms { height: 1fr; }
    CheckoutScreen #preview { width: 1fr; padding: 1 2; background: $panel; }
    CheckoutScreen #preview:focus { background-tint: $primary 4%; }
    CheckoutScreen #words { width: 100%; height: auto; }
    CheckoutScreen #confirming { height: 1; padding: 0 1; display: none; }
    CheckoutScreen.-confirming #confirming { display: block; }
    CheckoutScreen #ask { width: auto; text-style: bold; }
    CheckoutScreen #confirm { width: 1fr; margin-left: 1; }
    CheckoutScreen #progress { display: none; width: 100%; padding: 0 1; }
    CheckoutScreen.-running #progress { display: block; }
    CheckoutScreen #fault { color: $text-error; height: auto; padding: 0 1; display: none; }
    CheckoutScreen #fault.-said { display: block; }
    CheckoutScreen.-done #choosing { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "go_on",
            "Go on",
            priority=True,
            id="checkout.go-on",
            tooltip="Go on to the next step",
        ),
        Binding(
            "space",
            "mark",
            "Choose",
            priority=True,
            id="checkout.mark",
            tooltip="Choose this room too, or no longer",
        ),
        Binding(
            "asterisk",
            "mark_all",
            "All shown",
            key_display="*",
            id="checkout.mark-all",
            tooltip="Choose every room shown, or none of them",
        ),
        Binding("escape", "back", "Back", id="checkout.back", tooltip="Back, changing nothing"),
        Binding("backspace", "untype", show=False, id="checkout.untype"),
    ]
    AUTO_FOCUS = "#rooms"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(self, desk: Desk, room_numbers: Iterable[str] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._preselected = list(dict.fromkeys(room_numbers))
        self._came_with_rooms = bool(self._preselected)
        self._stage = Stage.CHOOSING
        self._guestrooms: Sequence[Guestroom] = ()
        self._typed = ""
        self._preview: Receipt | None = None
        self._kept: tuple[dict[str, int], Act] | None = None
        self._receipt: Receipt | None = None
        self._resting: Timer | None = None
        self._following_erasure: Timer | None = None

    @property
    def stage(self) -> Stage:
        """How far this checkout has come."""
        return self._stage

    @property
    def _today(self) -> date:
        return self._desk.store.hotel.day(self._desk.clock.now())

    @property
    def _rooms(self) -> RowList:
        return self.query_one("#rooms", RowList)

    def compose(self) -> ComposeResult:
        """The list, the preview beside it, and the line that confirms."""
        yield DeskHeader(self._desk)
        yield Static(Content("Check out"), id="title")
        with Horizontal(id="panes"):
            with Vertical(id="choosing"):
                yield Static(id="typed")
                yield RowList(markable=True, id="rooms")
            with VerticalScroll(id="preview"):
                yield Static(Content("Reading who is in the house…"), id="words")
        yield Static(id="fault")
        with Horizontal(id="confirming"):
            yield Static(id="ask")
            yield TextLine(id="confirm", max_length=40)
        yield ProgressBar(id="progress", show_percentage=False, show_eta=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Read who is in the house."""
        self._show_typed()
        self.run_worker(self._read(), group="checkout", exit_on_error=False)

    def _go_to(self, stage: Stage) -> None:
        self._stage = stage
        for one in Stage:
            self.set_class(one is stage, f"-{one.value}")
        self.refresh_bindings()

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual names it
    ) -> bool | None:
        """Offer only what the stage allows."""
        if action in {"mark", "mark_all", "untype"}:
            return self._stage is Stage.CHOOSING
        return True

    def say(self, sentence: str) -> None:
        """Show one sentence; an empty one takes it away."""
        fault = self.query_one("#fault", Static)
        fault.update(Content(f"! {plain(sentence)}" if sentence else ""))
        fault.set_class(bool(sentence), "-said")

    async def _read(self) -> None:
        """Read the list anew, and keep of the chosen rooms those that still have a guest."""
        try:
            self._guestrooms = await self._desk.store.read(guestrooms)
        except HousekeeperError as error:
            self.say(str(error))
            return
        occupied = {one.room.number for one in self._guestrooms}
        if self._preselected:
            vacant = [number for number in self._preselected if number not in occupied]
            self._rooms.marked = set(self._preselected) & occupied
            if vacant:
                self.say(_vacant_words(vacant))
        self._rooms.marked &= occupied
        self._show_rooms()
        if self._preselected and self._rooms.marked:
            first = next(one for one in self._preselected if one in self._rooms.marked)
            self._rooms.go_to(first)
            await self._read_preview()
            self._confirm()
        else:
            await self._read_preview()
        self._preselected = []

    def _show_rooms(self) -> None:
        self._rooms.set_rows(list_rows(self._guestrooms, self._typed, self._today))
        self._show_typed()

    def _show_typed(self) -> None:
        chosen = len(self._rooms.marked)
        words = f"{chosen} chosen" if chosen else "nothing chosen: Enter takes the room here"
        if self._typed:
            words = f"room {plain(self._typed)}▏  {words}"
        elif not self._guestrooms:
            words = "No room has a guest."
        self.query_one("#typed", Static).update(Content(words))

    def _meant(self) -> list[str]:
        """The rooms chosen, in the order of the list; else the one under the cursor."""
        chosen = [
            one.room.number for one in self._guestrooms if one.room.number in self._rooms.marked
        ]
        return chosen or ([self._rooms.key] if self._rooms.key is not None else [])

    async def _read_preview(self) -> None:
        numbers = self._meant()
        try:
            found = await self._desk.store.read(lambda work: checkout.preview(work, numbers))
        except HousekeeperError as error:
            self._preview = None
            self.say(str(error))
            return
        if numbers == self._meant():
            self._preview = found
            words = preview_words(found, self._today) if numbers else Content("")
            self.query_one("#words", Static).update(words)

    @on(RowList.Moved)
    @on(RowList.Marked)
    def look_at_choice(self) -> None:
        """Read the preview of what is chosen now, once the cursor rests."""
        if self._stage is not Stage.CHOOSING:
            return
        self._show_typed()
        self._preview = None
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(PREVIEW_DELAY, self._start_preview)

    def _start_preview(self) -> None:
        self.run_worker(
            self._read_preview(), group="checkout-preview", exclusive=True, exit_on_error=False
        )

    def on_key(self, event: events.Key) -> None:
        """Characters of a room number narrow the list."""
        character = event.character
        if self._stage is not Stage.CHOOSING or character is None or not event.is_printable:
            return
        if character.isalnum() or character in "_.@=":
            event.stop()
            event.prevent_default()
            self._type(self._typed + character)

    def _type(self, typed: str) -> None:
        self._typed = typed[:32]
        self.say("")
        self._show_rooms()

    def action_untype(self) -> None:
        """Take back the last character typed."""
        self._type(self._typed[:-1])

    def action_mark(self) -> None:
        """Choose the room under the cursor too, or no longer."""
        self._rooms.action_mark()

    def action_mark_all(self) -> None:
        """Choose every room shown; where all are chosen already, none of them."""
        shown = {row.key for row in self._rooms.rows if row.key is not None}
        if shown <= self._rooms.marked:
            self._rooms.marked -= shown
        else:
            self._rooms.marked |= shown
        self._rooms.refresh()
        self.look_at_choice()

    def action_go_on(self) -> None:
        """Go on: to the confirmation, to the checkout, and from the receipt out."""
        match self._stage:
            case Stage.CHOOSING:
                self.run_worker(self._go_to_confirmation(), group="checkout", exit_on_error=False)
            case Stage.CONFIRMING:
                self._take_confirmation()
            case Stage.DONE:
                self.dismiss(self._receipt)
            case Stage.RUNNING:
                pass

    async def _go_to_confirmation(self) -> None:
        self.say("")
        if not self._meant():
            self.say("There is nothing to check out: no room is chosen.")
            return
        await self._read_preview()
        if self._preview is not None and not self._preview.rooms:
            self.say(_vacant_words(self._preview.already_vacant))
            await self._read()
            return
        self._came_with_rooms = False
        self._confirm()

    def _confirm(self) -> None:
        if self._preview is None or not self._preview.rooms:
            return
        count = len(self._preview.rooms)
        if count == 1:
            words = f"Type {plain(self._wanted())} to check it out and erase:"
        else:
            words = f"Type {count}, the number of rooms, to check them out and erase:"
        self.query_one("#ask", Static).update(Content(words))
        line = self.query_one("#confirm", TextLine)
        line.value = ""
        self._go_to(Stage.CONFIRMING)
        line.focus()

    def _wanted(self) -> str:
        """What must be typed: the room's number, or for several rooms their count."""
        rooms = self._preview.rooms if self._preview else ()
        return rooms[0].room_number if len(rooms) == 1 else str(len(rooms))

    def _take_confirmation(self) -> None:
        typed = self.query_one("#confirm", TextLine).value.strip()
        if typed.casefold() != self._wanted().casefold():
            self.say(f"Nothing was done: type {self._wanted()} to confirm, or press Escape.")
            return
        if self._desk.staff is None:
            ask_who(self.app, self._desk, self._run)
        else:
            self._run()

    def _run(self) -> None:
        if self._preview is None:
            return
        versions = {one.room_number: one.version for one in self._preview.rooms}
        # An act whose answer was lost is asked again as the same act, so it is not done twice.
        if (
            self._kept is None
            or self._kept[0] != versions
            or self._kept[1].staff != self._desk.staff
        ):
            self._kept = (versions, self._desk.act())
        elif self._desk.is_per_act:
            self._desk.sign_out()
        self.say("")
        self._go_to(Stage.RUNNING)
        count = "room" if len(versions) == 1 else f"{len(versions)} rooms"
        self.query_one("#title", Static).update(Content(f"Checking out {count}…"))
        self.run_worker(
            self._check_out(self._kept[1], versions), group="checkout-act", exit_on_error=False
        )

    async def _check_out(self, act: Act, versions: dict[str, int]) -> None:
        numbers = tuple(versions)
        try:
            receipt = await self._desk.store.write(
                lambda work: checkout.check_out(work, act, numbers, versions)
            )
        except Refused as refusal:
            self._kept = None
            self._failed(Stage.CHOOSING)
            await self._desk.look()
            await self._read()
            self.say(str(refusal))
            return
        except HousekeeperError as error:
            self._failed(Stage.CONFIRMING)
            self.say(f"{error} Enter tries again.")
            return
        self._receipt = receipt
        self._go_to(Stage.DONE)
        self.query_one("#title", Static).update(Content("Checked out"))
        await self._show_receipt()
        self._following_erasure = self.set_interval(1.0, self._show_receipt)
        self.query_one("#preview").focus()
        await self._desk.look()

    async def _show_receipt(self) -> None:
        """The receipt, and how far what it tells of has left the database file."""
        receipt, state, hotel = self._receipt, self._desk.erasure, self._desk.store.hotel
        if receipt is None:
            return
        number, at = receipt.erasure, ""
        if number is not None and state is not None and state.covers(number):
            with suppress(HousekeeperError):
                runs = await self._desk.store.read(lambda work: work.erasures.runs(number))
                finished = finished_at(runs, number)
                at = f"{hotel.local(finished):%H:%M:%S}" if finished else ""
        words = receipt_words(receipt, hotel, erasure_words(state, receipt, at))
        self.query_one("#words", Static).update(words)
        if at and self._following_erasure is not None:
            self._following_erasure.stop()

    def _failed(self, stage: Stage) -> None:
        self.query_one("#title", Static).update(Content("Check out"))
        self._go_to(stage)
        (self._rooms if stage is Stage.CHOOSING else self.query_one("#confirm")).focus()

    def action_back(self) -> None:
        """Go back one step, out of the first; nothing is changed by it."""
        match self._stage:
            case Stage.RUNNING:
                self.say("The rooms are being checked out; this cannot be stopped any more.")
            case Stage.DONE:
                self.dismiss(self._receipt)
            case Stage.CONFIRMING if not self._came_with_rooms:
                self.say("")
                self._go_to(Stage.CHOOSING)
                self._rooms.focus()
            case Stage.CHOOSING if self._typed:
                self._type("")
            case _:
                self.dismiss(None)


def _vacant_words(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"Room {numbers[0]} is vacant: there is nothing to check out."
    return f"Rooms {', '.join(numbers)} are vacant: there is nothing to check out."
