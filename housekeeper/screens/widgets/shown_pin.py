"""A room's PIN while it is on the screen: it hides by itself, and a key shows it again."""

from collections.abc import Callable
from datetime import timedelta

from housekeeper.core.clock import Clock, RealMoment

PIN_SECONDS = 20
"""For how long a PIN is shown, in real time."""

PIN_LOOK_SECONDS = 0.5
"""How often it is looked whether a PIN has been shown for long enough."""


class ShownPin:
    """A PIN that may be on the screen. `changed` is called when it comes or goes."""

    def __init__(self, clock: Clock, changed: Callable[[], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._since: RealMoment | None = None
        self.pin: str | None = None
        """What is shown now; None where nothing is."""

    def show(self, pin: str) -> None:
        """Show this PIN from now on."""
        self.pin, self._since = pin, self._clock.real_moment()
        self._changed()

    def hide(self) -> None:
        """Take the PIN away, where one is shown."""
        if self.pin is not None:
            self.pin = self._since = None
            self._changed()

    def hide_when_over(self) -> None:
        """Take it away once it has been shown for long enough."""
        wait = timedelta(seconds=PIN_SECONDS)
        if self._since is not None and not self._since.left_of(wait, self._clock.real_moment()):
            self.hide()
