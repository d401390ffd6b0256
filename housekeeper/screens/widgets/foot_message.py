"""The one place where a screen tells something: a sentence at its foot, once and in one place."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from textual.screen import ModalScreen, Screen

from housekeeper.core.clock import Clock
from housekeeper.core.entered_text import plain
from housekeeper.screens.widgets.hint_line import fits_foot

_TICK_SECONDS = 1.0
_GLANCE_SECONDS = 0.03
"""For how long an older sentence may stay behind the key of an act, until its answer."""

UNREAD = timedelta(seconds=4)
"""For how long news do not take the place of what went wrong."""


NEWS_LAST = timedelta(seconds=20)
ERRORS_LAST = timedelta(seconds=60)
"""For how long a sentence stays, where nothing takes it away before."""


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
        self._is_lasting = self._is_of_store = False
        self._clearing: asyncio.TimerHandle | None = None

    def tell(
        self,
        text: str,
        is_error: bool = False,
        is_lasting: bool = False,
        is_of_store: bool = False,
    ) -> None:
        """Tell this now, whatever was told before.

        What `is_lasting` stays until it is cleared; what went wrong with the store until it
        answers again.
        """
        self._end_clearing()
        app, sentence = self._screen.app, plain(text)
        app.clear_notifications()
        if not fits_foot(sentence, app.size.width - 2):
            app.notify(sentence, severity="error" if is_error else "information", markup=False)
            sentence = ""
        self.text, self.is_alert, self._held_back = sentence, is_error, ""
        self._is_lasting, self._is_of_store = is_lasting, is_of_store
        self._told_at = self._clock.real_now()
        self._show()

    def tell_news(self, text: str) -> None:
        """Tell what others did; while an error may still be unread, only after that moment."""
        if self._is_unread:
            self._held_back = text
        else:
            self.tell(text)

    def pass_time(self, proved_at: datetime | None = None) -> None:
        """A second has passed: tell the news that were held back, and end what is old.

        `proved_at` is the real time at which the store last answered.
        """
        if self._is_unread:
            return
        if self._held_back:
            self.tell(self._held_back)
        elif self.text and self._told_at is not None and not self._is_lasting:
            age = self._clock.real_now() - self._told_at
            is_mended = self._is_of_store and proved_at is not None and proved_at > self._told_at
            if is_mended or age >= (ERRORS_LAST if self.is_alert else NEWS_LAST):
                self.clear()

    def clear(self) -> None:
        """What was told is done with: mended, or left behind by a move."""
        self._held_back = ""
        if self.text:
            self.text = ""
            self._show()

    def clear_for_act(self) -> None:
        """What was told is of another act: the foot is told anew with the answer to this one.

        Where that takes longer than a glance, it is without words until then.
        """
        self._held_back = ""
        if self.text:
            self.text = ""
            self._end_clearing()
            self._clearing = asyncio.get_running_loop().call_later(_GLANCE_SECONDS, self._clear_now)

    def _clear_now(self) -> None:
        # The screen may have been left within the glance.
        if self._screen.is_attached:
            self._show()

    def _end_clearing(self) -> None:
        if self._clearing is not None:
            self._clearing.cancel()
            self._clearing = None

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

    def on_mount(self) -> None:
        """Look every second at what time alone changes."""
        self.set_interval(_TICK_SECONDS, self.tick)

    def tick(self) -> None:
        """A second has passed: what was told long ago ends by itself."""
        self.message.pass_time()

    def on_screen_suspend(self) -> None:
        """What was told here is left behind where another screen takes its place."""
        if not isinstance(self.app.screen, ModalScreen):
            self.message.clear()

    def show_hint(self) -> None:
        """Have the lines at the foot told anew."""

    def tell(self, text: str, is_error: bool = False) -> None:
        """Show one sentence at the foot; whatever characters it has are shown literally."""
        self.message.tell(text, is_error)
