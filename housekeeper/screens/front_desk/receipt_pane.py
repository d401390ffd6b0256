"""Beside the list of a check-out: what would be erased, and afterwards what was."""

from collections.abc import Callable
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from housekeeper.core.errors import HousekeeperError
from housekeeper.core.stays import checkout
from housekeeper.core.stays.checkout import Receipt, left_file_at
from housekeeper.screens.front_desk.checkout_text import (
    erasure_text,
    preview_text,
    receipt_text,
)
from housekeeper.screens.workstation import Workstation

PREVIEW_DELAY = 0.05
"""Seconds that the cursor must rest before a room's preview is read."""

SLOW_SECONDS = 0.3
"""After so long without an answer it is said that a preview is being read."""

_LOOK_SECONDS = 1.0


class ReceiptPane(VerticalScroll):
    """Shows a preview, then the receipt until what it tells of has left the database file.

    `meant` gives the rooms that would be checked out, `say` gets what the store could not tell.
    """

    DEFAULT_CSS = """
    ReceiptPane:focus { background-tint: $primary 4%; }
    ReceiptPane #words { width: 100%; height: auto; }
    """

    def __init__(
        self,
        workstation: Workstation,
        meant: Callable[[], list[str]],
        say: Callable[[str], None],
        id: str,
    ) -> None:
        super().__init__(id=id)
        self._workstation = workstation
        self._meant = meant
        self._say_fault = say
        self.preview: Receipt | None = None
        """What would be erased, as it was read last; None while that is another choice's."""
        self._following: Timer | None = None
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """The words, which scroll where they are many."""
        yield Static(Content("Reading who is in the house…"), id="words")

    def read_when_at_rest(self) -> None:
        """Other rooms are chosen: read their preview once the cursor rests."""
        self.preview = None
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(PREVIEW_DELAY, self._start_preview)

    def _start_preview(self) -> None:
        self.run_worker(
            self.read_preview(), group="checkout-preview", exclusive=True, exit_on_error=False
        )

    async def read_preview(self) -> None:
        """Read what checking out the rooms meant would erase, and tell it if they still are."""
        numbers = self._meant()
        slow = self.set_timer(SLOW_SECONDS, lambda: self._say("Reading what would be erased…"))
        try:
            preview = await self._workstation.store.read(
                lambda work: checkout.preview(work, numbers)
            )
        except HousekeeperError as error:
            self.preview = None
            self.show_unread()
            self._say_fault(str(error))
            return
        finally:
            slow.stop()
        if numbers == self._meant():
            self.preview = preview
            words = preview_text(preview, self._workstation.house_time())
            self.query_one("#words", Static).update(words)

    def show_unread(self) -> None:
        """Say that nothing is known of what would be erased."""
        self._say("What would be erased could not be read.")

    def _say(self, words: str) -> None:
        self.query_one("#words", Static).update(Content(words))

    async def show_receipt(self, receipt: Receipt) -> None:
        """Tell what was erased, and go on telling how far it has left the file."""
        await self._tell(receipt)
        self._following = self.set_interval(_LOOK_SECONDS, lambda: self._tell(receipt))

    async def _tell(self, receipt: Receipt) -> None:
        state, hotel = self._workstation.erasure, self._workstation.store.hotel
        number, at = receipt.erasure, ""
        if number is not None and state is not None and state.covers(number):
            with suppress(HousekeeperError):
                left_at = await self._workstation.store.read(
                    lambda work: left_file_at(work, receipt)
                )
                at = f"{hotel.local(left_at):%H:%M:%S}" if left_at else ""
        words = receipt_text(receipt, hotel, erasure_text(state, receipt, at))
        self.query_one("#words", Static).update(words)
        if at and self._following is not None:
            self._following.stop()
