"""Check guests out: choose rooms, see what goes, confirm by typing, read the receipt."""

from collections.abc import Awaitable, Coroutine, Iterable, Sequence
from enum import Enum
from functools import partial
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import ProgressBar, Static

from housekeeper.core.errors import HousekeeperError, Refused
from housekeeper.core.stays.checkout import Receipt, guestrooms
from housekeeper.screens.front_desk.checkout_acts import CheckoutActs
from housekeeper.screens.front_desk.confirm_line import ConfirmLine
from housekeeper.screens.front_desk.fault_line import FaultLine
from housekeeper.screens.front_desk.guestroom_list import GuestroomList
from housekeeper.screens.front_desk.receipt_pane import SLOW_SECONDS, ReceiptPane
from housekeeper.screens.sign_in.ask_who import ask_who
from housekeeper.screens.widgets.header import DeskHeader
from housekeeper.screens.widgets.hint_line import Hint, HintLine
from housekeeper.screens.widgets.key_hints import key_hint, named_keys
from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.workstation import Workstation


class Stage(Enum):
    """How far a checkout has come."""

    CHOOSING = "choosing"
    CONFIRMING = "confirming"
    RUNNING = "running"
    DONE = "done"


_BINDINGS: list[BindingType] = [
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


_STYLES = """
CheckoutScreen { background: $surface; }
CheckoutScreen #title { height: 1; padding: 0 1; text-style: bold; color: $primary; }
CheckoutScreen #panes { height: 1fr; }
CheckoutScreen #choosing { width: 48; padding: 0 1; }
CheckoutScreen.-wide #choosing { width: 64; }
CheckoutScreen #preview { width: 1fr; background: $panel; }
CheckoutScreen #confirming { height: 1; padding: 0 1; }
CheckoutScreen #progress { width: 100%; padding: 0 1; }
"""


class CheckoutScreen(Screen[Receipt | None]):
    """Gives the receipt of what was checked out, or None where nothing was.

    Rooms named at the start are chosen and go straight to the confirmation. Until that is
    typed, nothing is written, and Escape goes back the way one came.
    """

    DEFAULT_CSS = _STYLES
    BINDINGS = _BINDINGS
    AUTO_FOCUS = "#rooms"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(self, workstation: Workstation, room_numbers: Iterable[str] = ()) -> None:
        super().__init__()
        self._workstation = workstation
        self._preselected = list(dict.fromkeys(room_numbers))
        self._came_with_rooms = bool(self._preselected)
        self.stage = Stage.CHOOSING
        """How far this check-out has come."""
        self._list = GuestroomList(workstation, id="choosing")
        self._fault = FaultLine("! ")
        self._pane = ReceiptPane(
            workstation, lambda: self._list.meant, self._fault.say, id="preview"
        )
        self._confirm_line = ConfirmLine(self._pane, self._fault.say, id="confirming")
        self._progress = ProgressBar(id="progress", show_percentage=False, show_eta=False)
        self._acts = CheckoutActs(workstation)
        self._receipt: Receipt | None = None
        self._is_looking_up = True

    @property
    def holds_keys(self) -> bool:
        """Whether keys must wait: who is in the house, or what would go, is being read."""
        return self._is_looking_up

    def compose(self) -> ComposeResult:
        """The list, the preview beside it, and the line that confirms."""
        yield DeskHeader(self._workstation)
        yield Static(Content("Check out"), id="title")
        with Horizontal(id="panes"):
            yield self._list
            yield self._pane
        yield self._fault
        yield self._confirm_line
        yield self._progress
        yield HintLine()

    def on_mount(self) -> None:
        """Read who is in the house."""
        self._list.show_chosen()
        self._go_to(self.stage)
        self._look_up(self._read())

    def _look_up(self, reading: Coroutine[Any, Any, None]) -> None:
        """Read before the next key is taken: it may be meant for the line that this opens."""
        self._is_looking_up = True

        async def look_up() -> None:
            try:
                await reading
            finally:
                # The focus is on its way through the app's queue, and comes first.
                self.app.call_later(self._let_keys_in)

        self.run_worker(look_up(), group="checkout", exit_on_error=False)

    def _let_keys_in(self) -> None:
        self._is_looking_up = False

    def _go_to(self, stage: Stage, title: str = "Check out") -> None:
        self.stage = stage
        self.refresh_bindings()
        self.query_one(HintLine).show(_keys_at(stage), None)
        if stage is not Stage.RUNNING:
            self._show_parts(stage, title)

    def _show_parts(self, stage: Stage, title: str) -> None:
        # Only if it still is that stage. By a class, all styles would be matched anew.
        if self.stage is not stage:
            return
        self.query_one("#title", Static).update(Content(title))
        # From the confirmation on only what goes is shown, where the receipt will be.
        self._list.display = stage is Stage.CHOOSING
        self._confirm_line.display = stage is Stage.CONFIRMING
        self._progress.display = stage is Stage.RUNNING

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Offer only what the stage allows."""
        if action in {"mark", "mark_all", "untype"}:
            return self.stage is Stage.CHOOSING
        return True

    async def _read(self) -> None:
        """Read the list anew, and keep of the chosen rooms those that still have a guest."""
        try:
            occupied_rooms = await self._workstation.store.read(guestrooms)
        except HousekeeperError as error:
            self._list.show_failed()
            self._pane.show_unread()
            self._fault.say(str(error))
            return
        self._list.show(occupied_rooms)
        if self._preselected:
            await self._confirm_preselected({each.room.number for each in occupied_rooms})
        else:
            await self._pane.read_preview()

    async def _confirm_preselected(self, occupied: set[str]) -> None:
        """Go straight to the confirmation of the rooms named at the start."""
        named, self._preselected = self._preselected, []
        vacant = [number for number in named if number not in occupied]
        if vacant:
            self._fault.say(_vacant_text(vacant))
        staying = [number for number in named if number in occupied]
        self._list.choose(staying)
        await self._pane.read_preview()
        if staying:
            self._confirm()

    @on(RowList.Moved)
    @on(RowList.Marked)
    def look_at_choice(self) -> None:
        """Read the preview of what is chosen now, once the cursor rests."""
        if self.stage is not Stage.CHOOSING:
            return
        self._list.show_chosen()
        self._pane.read_when_at_rest()

    def on_key(self, event: events.Key) -> None:
        """Characters of a room number narrow the list."""
        character = event.character
        if self.stage is not Stage.CHOOSING or character is None or not event.is_printable:
            return
        if character.isalnum() or character in "_.@=":
            event.stop()
            event.prevent_default()
            self._fault.say(self._list.type(character))

    def action_untype(self) -> None:
        """Take back the last character typed."""
        self._fault.say(self._list.narrow(self._list.typed[:-1]))

    def action_mark(self) -> None:
        """Choose the room under the cursor too, or no longer."""
        self._list.mark()

    def action_mark_all(self) -> None:
        """Choose every room shown; where all are chosen already, none of them."""
        self._list.choose_shown()
        self.look_at_choice()

    def action_go_on(self) -> None:
        """Go on: to the confirmation, to the checkout, and from the receipt out."""
        match self.stage:
            case Stage.CHOOSING:
                self._look_up(self._go_to_confirmation())
            case Stage.CONFIRMING:
                self._take_confirmation()
            case Stage.DONE:
                self.dismiss(self._receipt)

    async def _go_to_confirmation(self) -> None:
        if self._list.missing_text:
            self._fault.say(self._list.missing_text)
            return
        self._fault.say("")
        if not self._list.meant:
            self._fault.say("There is nothing to check out: no room is chosen.")
            return
        await self._pane.read_preview()
        preview = self._pane.preview
        if preview is not None and not preview.rooms:
            self._fault.say(_vacant_text(preview.already_vacant))
            await self._read()
            return
        self._came_with_rooms = False
        self._confirm()

    def _confirm(self) -> None:
        preview = self._pane.preview
        if preview is not None and preview.rooms:
            self._confirm_line.ask(preview)
            self._go_to(Stage.CONFIRMING)
            self._confirm_line.line.focus()

    def _take_confirmation(self) -> None:
        wanted = self._confirm_line.wanted
        if not self._confirm_line.is_confirmed:
            self._confirm_line.line.value = ""
            back = key_hint(CheckoutScreen, "checkout.back")
            self._fault.say(f"Nothing was done: type {wanted} to confirm, or press {back}.")
        elif self._workstation.staff is None:
            ask_who(self.app, self._workstation, self._run)
        else:
            self._run()

    def _run(self) -> None:
        preview = self._pane.preview
        if preview is None:
            return
        answer = self._acts.begin(preview)
        self._fault.say("")
        self._go_to(Stage.RUNNING)
        count = "room" if len(preview.rooms) == 1 else f"{len(preview.rooms)} rooms"
        # Mostly the receipt is there before anyone could read that it takes a while.
        show = partial(self._show_parts, Stage.RUNNING, f"Checking out {count}…")
        slow = self.set_timer(SLOW_SECONDS, show)
        self.run_worker(self._check_out(answer, slow), group="checkout-act", exit_on_error=False)

    async def _check_out(self, answer: Awaitable[Receipt], slow: Timer) -> None:
        try:
            receipt = await answer
        except Refused as refusal:
            self._failed(Stage.CHOOSING)
            await self._workstation.look()
            await self._read()
            self._fault.say(str(refusal))
            return
        except HousekeeperError as error:
            self._failed(Stage.CONFIRMING)
            self._fault.say(f"{error} Enter tries again.")
            return
        finally:
            slow.stop()
        self._receipt = receipt
        self.stage = Stage.DONE
        await self._pane.show_receipt(receipt)
        self._go_to(Stage.DONE, "Checked out")
        self._pane.focus()
        await self._workstation.look()

    def _failed(self, stage: Stage) -> None:
        self._go_to(stage)
        (self._list.list if stage is Stage.CHOOSING else self._confirm_line.line).focus()

    def action_back(self) -> None:
        """Go back one step, out of the first; nothing is changed by it."""
        match self.stage:
            case Stage.RUNNING:
                self._fault.say("The rooms are being checked out; this cannot be stopped any more.")
            case Stage.DONE:
                self.dismiss(self._receipt)
            case Stage.CONFIRMING if not self._came_with_rooms:
                self._fault.say("")
                self._go_to(Stage.CHOOSING)
                self._list.list.focus()
            case Stage.CHOOSING if self._list.typed:
                self._fault.say(self._list.narrow(""))
            case _:
                self.dismiss(None)


def _keys_at(stage: Stage) -> Hint:
    """The keys of a stage."""
    screen = CheckoutScreen
    keys = [(screen, "checkout.go-on", "go on")]
    if stage is Stage.CHOOSING:
        keys += [(screen, "checkout.mark", "choose"), (screen, "checkout.mark-all", "all shown")]
    always = named_keys((screen, "checkout.back", "back"))
    return Hint(keys=named_keys(*keys), always=always)


def _vacant_text(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"Room {numbers[0]} is vacant: there is nothing to check out."
    return f"Rooms {', '.join(numbers)} are vacant: there is nothing to check out."
