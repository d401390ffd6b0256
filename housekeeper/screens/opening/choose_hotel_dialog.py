"""Ask which hotel, where a database holds several."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input

from housekeeper.core.entered_text import plain
from housekeeper.core.hotel import Hotel
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList
from housekeeper.screens.widgets.text_input import TextLine


class HotelChooser(Dialog[Hotel | None]):
    """Gives the hotel chosen, or None. Typing narrows the list by name and slug."""

    AUTO_FOCUS = "#typed"

    def __init__(self, hotels: Sequence[Hotel]) -> None:
        super().__init__("Which hotel?", on_leaving=None)
        self._by_slug = {hotel.slug: hotel for hotel in hotels}

    def compose_body(self) -> ComposeResult:
        """The hotels, and a line to narrow them by."""
        yield field("Hotel", TextLine(placeholder="name or slug", id="typed"))
        hotels = RowList(self._matching(""), id="hotels")
        hotels.can_focus = False
        yield hotels

    def compose_buttons(self) -> Iterable[Button]:
        """Open the hotel."""
        yield button("Open", "enter", "screen.open", "open")

    def _matching(self, typed: str) -> list[Row]:
        wanted = typed.strip().casefold()
        return [
            Row(
                hotel.slug,
                Content.assemble(
                    (plain(hotel.name), "bold"), (f"  {plain(hotel.slug)}  {hotel.timezone}", MUTED)
                ),
            )
            for hotel in self._by_slug.values()
            if wanted in hotel.name.casefold() or wanted in hotel.slug.casefold()
        ]

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show the hotels that fit what is typed."""
        self.say("")
        self.query_one("#hotels", RowList).set_rows(self._matching(event.value))

    @on(RowList.Chosen)
    def choose(self, event: RowList.Chosen) -> None:
        """Open the hotel clicked."""
        self.dismiss(self._by_slug[event.key])

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the hotel under the cursor."""
        slug = self.query_one("#hotels", RowList).key
        if slug is None:
            self.say("No hotel fits what is typed.")
        else:
            self.dismiss(self._by_slug[slug])
