"""Beside the list of a check-out: what would be erased, and afterwards what was."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.visual import Visual

from housekeeper.core.errors import HousekeeperError
from housekeeper.core.stays import checkout
from housekeeper.core.stays.checkout import Receipt, left_file_at
from housekeeper.screens.drawing.painter import Painter
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


_ABOVE, _BESIDE = 1, 2
"""Empty lines above and below the words, and empty cells on either side of them."""


class ReceiptPane(ScrollView, can_focus=True):
    """Shows a preview, then the receipt until what it tells of has left the database file.

    `meant` gives the rooms that would be checked out, `say` gets what the store could not tell.
    The words are drawn by line, so that a painter can put the receipt on the terminal before
    Textual lays the screen out for it.
    """

    DEFAULT_CSS = """
    ReceiptPane { overflow-x: hidden; }
    ReceiptPane:focus { background-tint: $primary 4%; }
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
        self._painter: Painter | None = None
        self._following: Timer | None = None
        self._resting: Timer | None = None
        self._words = Content("Reading who is in the house…")
        self._drawn_of: tuple[object, ...] = ()
        self._lines: list[Strip] = []

    def read_when_at_rest(self) -> None:
        """Other rooms are chosen: read their preview once the cursor rests."""
        self.preview = None
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(PREVIEW_DELAY, self._start_preview)

    def hold(self) -> None:
        """What is shown now is what is confirmed: read it no more by itself."""
        if self._resting is not None:
            self._resting.stop()
        self.workers.cancel_group(self, "checkout-preview")

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
            self._show(preview_text(preview, self._workstation.house_time()))

    def show_unread(self) -> None:
        """Say that nothing is known of what would be erased."""
        self._say("What would be erased could not be read.")

    def _say(self, words: str) -> None:
        self._show(Content(words))

    async def show_receipt(self, receipt: Receipt) -> None:
        """Tell what was erased, and go on telling how far it has left the file."""
        # What went before may have been scrolled: the receipt is painted from its top.
        self.scroll_home(animate=False)
        self._show(self._receipt_words(receipt, ""))
        self._following = self.set_interval(_LOOK_SECONDS, lambda: self._tell(receipt))
        await self._tell(receipt)

    def _receipt_words(self, receipt: Receipt, at: str) -> Content:
        erasure = erasure_text(self._workstation.erasure, receipt, at)
        return receipt_text(receipt, self._workstation.store.hotel, erasure)

    async def _tell(self, receipt: Receipt) -> None:
        state, hotel = self._workstation.erasure, self._workstation.store.hotel
        number, at = receipt.erasure, ""
        if number is not None and state is not None and state.covers(number):
            with suppress(HousekeeperError):
                left_at = await self._workstation.store.read(
                    lambda work: left_file_at(work, receipt)
                )
                at = f"{hotel.local(left_at):%H:%M:%S}" if left_at else ""
        self._show(self._receipt_words(receipt, at))
        if at and self._following is not None:
            self._following.stop()

    # Drawing

    def _show(self, words: Content) -> None:
        """Show these words, the same ones without any work."""
        if words.is_same(self._words):
            return
        before = len(self._lines)
        self._words = words
        if self._painter is not None and self.size:
            # Textual paints the same a layout later.
            after = len(self._drawn())
            self._painter.mark(self, range(min(self.height, max(before, after) + _ABOVE)))
            self._painter.paint()
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(0, len(self._drawn()) + 2 * _ABOVE)
        self.refresh()

    def on_mount(self) -> None:
        """Paint on the screen that this is on."""
        self._painter = Painter(self.screen, lambda: None)

    def on_resize(self, _event: events.Resize) -> None:
        """Break the words anew for another width."""
        self._measure()

    def _drawn(self) -> list[Strip]:
        """The words in lines of this width, in the colours that this pane has now."""
        width, style = max(self.size.width - 2 * _BESIDE, 1), self.visual_style
        of = (self._words, width, style)
        if of != self._drawn_of:
            self._drawn_of = of
            self._lines = Visual.to_strips(self, self._words, width, None, style, pad=True)
        return self._lines

    def render_line(self, y: int) -> Strip:
        """One line of the words, or of the ground around them."""
        width, ground = self.size.width, self.visual_style.rich_style
        index, lines = y + self.scroll_offset.y - _ABOVE, self._drawn()
        if not 0 <= index < len(lines):
            return Strip.blank(width, ground)
        beside = Strip.blank(_BESIDE, ground)
        return Strip.join([beside, lines[index], beside]).adjust_cell_length(width, ground)

    # What the painter asks of what it paints

    @property
    def width(self) -> int:
        """Cells of its lines; a bar beside them is Textual's."""
        return self.size.width

    @property
    def height(self) -> int:
        """How many lines are in sight."""
        return self.size.height

    def lines_at(self, ys: Iterable[int]) -> Iterator[tuple[int, Strip]]:
        """These lines as the terminal shows them."""
        ground = self.background_colors[1]
        for y in ys:
            strip = self.render_line(y)
            for line_filter in self.app.get_line_filters():
                strip = strip.apply_filter(line_filter, ground)
            yield y, strip

    def leave_to_textual(self, ys: Iterable[int]) -> None:  # noqa: ARG002 - all of it is drawn anew
        """Have Textual paint these lines."""
        self.refresh()
