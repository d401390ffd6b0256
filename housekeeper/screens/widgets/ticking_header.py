"""The board's header on another screen: it reads the desk by itself, every second."""

from housekeeper.screens.widgets.header import Header, facts_of
from housekeeper.screens.workstation import Desk

_TICK_SECONDS = 1.0


class DeskHeader(Header):
    """Hotel, clock, freshness and person, kept up to date while its screen is in use."""

    DEFAULT_CSS = "DeskHeader { height: 1; }"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def on_mount(self) -> None:
        """Tell what is so now, and every second."""
        self.tell()
        self.set_interval(_TICK_SECONDS, self.tell)

    def tell(self) -> None:
        """Read the desk and show it."""
        desk = self._desk
        if not self.screen.is_current and self.facts.hotel is not None:
            return
        self.show(facts_of(desk))
