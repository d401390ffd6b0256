"""The one place where a screen tells something: a sentence at its foot, once and in one place."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from textual.screen import Screen

from housekeeper.core.clock import Clock
from housekeeper.core.entered_text import plain
from housekeeper.screens.widgets.hint_line import fits_foot

UNREAD = timedelta(seconds=4)
"""For how long news do not take the place of what went wrong."""


class FootMessage:
    """What the foot of a screen tells now.

    A newer sentence takes the place of the one before. Where one does not fit the foot even on
    all its rows, a notice shows it whole and the foot is silent. `show` has the foot told anew.
    """

    def __init__(self, screen: Screen[Any], clock: Clock, show: Callable[[], None]) -> None:
        self.text = ""
        self.is_alert = False
        self._screen, self._clock, self._show = screen, clock, show
        self._told_at: datetime | None = None
        self._held_back = ""

    def tell(self, text: str, is_error: bool = False) -> None:
        """Tell this now, whatever was told before; nothing takes it away."""
        app, sentence = self._screen.app, plain(text)
        app.clear_notifications()
        if not fits_foot(sentence, app.size.width - 2):
            app.notify(sentence, severity="error" if is_error else "information", markup=False)
            sentence = ""
        self.text, self.is_alert, self._held_back = sentence, is_error, ""
        self._told_at = self._clock.real_now()
        self._show()

    def tell_news(self, text: str) -> None:
        """Tell what others did; while an error may still be unread, only after that moment."""
        if self._is_unread:
            self._held_back = text
        else:
            self.tell(text)

    def let_news_in(self) -> None:
        """A second has passed: tell the news that were held back, if it is time for them."""
        if self._held_back and not self._is_unread:
            self.tell(self._held_back)

    def clear(self) -> None:
        """What was told is done with: mended, or left behind by a move."""
        self._held_back = ""
        if self.text:
            self.text = ""
            self._show()

    def clear_error(self) -> None:
        """What went wrong is mended; news stay."""
        if self.is_alert:
            self.clear()

    @property
    def _is_unread(self) -> bool:
        if not self.text or not self.is_alert or self._told_at is None:
            return False
        return timedelta() <= self._clock.real_now() - self._told_at < UNREAD


class TellingScreen(Screen[None]):
    """A screen that tells at its foot what was done and what went wrong."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.message = FootMessage(self, clock, self.show_hint)

    def show_hint(self) -> None:
        """Have the lines at the foot told anew."""

    def tell(self, text: str, is_error: bool = False) -> None:
        """Show one sentence at the foot; whatever characters it has are shown literally."""
        self.message.tell(text, is_error)
