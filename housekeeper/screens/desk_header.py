"""The board's header on another screen: it reads the desk by itself, every second."""

from housekeeper.screens.desk import Desk
from housekeeper.screens.widgets.header import Header, HeaderFacts

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
        self.show(
            HeaderFacts(
                hotel=desk.store.hotel,
                now=desk.clock.now(),
                real_now=desk.clock.real_now(),
                is_training=bool(getattr(desk.clock, "is_training", False)),
                live=desk.live if desk.board is not None or desk.live.trouble else None,
                staff=desk.staff,
            )
        )
