"""Which of several hotels of a database to open."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from housekeeper.core.hotel import Hotel
from housekeeper.core.plain import plain


class HotelChooser(ModalScreen[Hotel | None]):
    """Dismisses with the hotel chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Leave", show=False, id="chooser.leave"),
        Binding("j", "focused_down", "Down", show=False, id="chooser.down"),
        Binding("k", "focused_up", "Up", show=False, id="chooser.up"),
    ]

    DEFAULT_CSS = """
    HotelChooser {
        align: center middle;
        #chooser { width: 60; max-width: 90%; height: auto; max-height: 80%;
                   background: $panel; padding: 1 2; }
        OptionList { height: auto; max-height: 20; background: $panel; border: none; }
        Static { padding-bottom: 1; }
    }
    """

    def __init__(self, hotels: list[Hotel]) -> None:
        super().__init__()
        self._hotels = hotels

    def compose(self) -> ComposeResult:
        """A question and the hotels by name."""
        with Vertical(id="chooser"):
            yield Static("Which hotel?", markup=False)
            yield OptionList(
                *(
                    Option(Content(f"{plain(hotel.name)}  ·  {hotel.slug}"))
                    for hotel in self._hotels
                )
            )

    def action_focused_down(self) -> None:
        """Down one hotel."""
        self.query_one(OptionList).action_cursor_down()

    def action_focused_up(self) -> None:
        """Up one hotel."""
        self.query_one(OptionList).action_cursor_up()

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Dismiss with the hotel."""
        self.dismiss(self._hotels[message.option_index])
