"""A line for text beside choices with digits: what is typed is text, a lone digit is a choice."""

import time
from dataclasses import dataclass
from functools import partial

from textual import events
from textual.message import Message

from housekeeper.screens.widgets.row_list import RowList
from housekeeper.screens.widgets.text_input import TextLine

CHOICE_PAUSE = 0.4
"""Seconds after which a digit that nothing follows takes its choice without Enter."""

_LOOK_AGAIN_SECONDS = 0.005


class ChoiceLine(TextLine):
    """Letters, digits and signs are text from the first key on.

    While the line holds nothing but the digit of a choice, the cursor of `choices` stands on
    that choice. Enter takes it. So does a pause, where the digit was typed as the first key:
    `CHOICE_PAUSE` from that press, however late the key arrives here. Any further key makes
    it text again, and the cursor goes back to where it stood. Once a choice was taken, digits
    are text alone.

    With `is_either` the answer is a choice or a text: the cursor leaves the list when a text
    is begun.
    """

    @dataclass
    class Taken(Message):
        """A choice was taken by its digit."""

        line: "ChoiceLine"
        key: str

        @property
        def control(self) -> "ChoiceLine":
            """The line, for `on` selectors."""
            return self.line

    def __init__(
        self,
        choices: RowList,
        value: str = "",
        *,
        placeholder: str,
        id: str,
        is_either: bool = False,
    ) -> None:
        # Before the line has its text, which tells `watch_value` at once.
        self.choices = choices
        self._is_either = is_either
        self._takes_digits = True
        # What stands in the line from the beginning is text, even where it is a digit.
        self._was_empty = not value
        self._named: str | None = None
        self._came_from: str | None = None
        self._paused_since: float | None = None
        super().__init__(value, placeholder=placeholder, id=id)

    @staticmethod
    def now() -> float:
        """The time by the clock that presses of keys are stamped with."""
        return time.monotonic()

    @property
    def named(self) -> str | None:
        """The key of the choice whose digit is all that stands in the line."""
        return self._named

    @property
    def is_pausing(self) -> bool:
        """Whether the choice named will be taken without Enter."""
        return self._paused_since is not None

    def end_choosing(self) -> None:
        """A choice is taken: digits are text from now on."""
        self._takes_digits = False

    def drop_digit(self) -> None:
        """Arrows go on from the choice named: its digit has done its work."""
        if self._named is not None:
            self._named = self._paused_since = None
            self.value = ""

    def take(self) -> None:
        """Take the choice named: the line is empty again, for text."""
        key = self._named
        if key is None:
            return
        self.drop_digit()
        self.end_choosing()
        self.choices.go_to(key)
        self.post_message(self.Taken(self, key))

    def watch_value(self, value: str) -> None:
        """See whether the line names a choice now."""
        self._was_empty = self._was_empty or not value
        takes = self._takes_digits and self._was_empty
        named = self.choices.key_of(value) if takes else None
        if named is None:
            self._paused_since = None
        if named != self._named:
            if self._named is None:
                self._came_from = self.choices.key
            self._named = named
            self.choices.stand_on(self._came_from if named is None else named)
        if self._is_either and named is None and value:
            self.choices.stand_on(None)

    def on_key(self, event: events.Key) -> None:
        """Begin the pause of a digit, or end it: take the choice, or leave its digit as text."""
        since, self._paused_since = self._paused_since, None
        if since is not None and event.time - since >= CHOICE_PAUSE:
            # This key was pressed after the pause had ended; it only arrived before that.
            self.take()
            if not event.is_printable:
                event.stop()
                event.prevent_default()
        elif event.is_printable and self._is_choice_begun(event.character):
            self._paused_since = event.time
            self._wait(event.time)

    def _is_choice_begun(self, typed: str | None) -> bool:
        is_first = self._takes_digits and not self.value
        return is_first and typed is not None and self.choices.key_of(typed) is not None

    def _wait(self, since: float) -> None:
        left = since + CHOICE_PAUSE - self.now()
        self.set_timer(max(left, _LOOK_AGAIN_SECONDS), partial(self._look, since))

    def _look(self, since: float) -> None:
        if self._paused_since == since and self.is_attached:
            # Behind the keys that were read already: they were pressed before the pause ended.
            self.app.call_later(self.take_when_due)

    def take_when_due(self) -> None:
        """Take the choice named where its pause is over, and no key is still on its way."""
        since = self._paused_since
        if since is None or not self.is_attached:
            return
        if not self.screen.is_current:
            # Something came in front, such as the lock: nobody sees what would be taken.
            self._paused_since = None
        elif self.now() >= since + CHOICE_PAUSE and self._are_all_keys_taken():
            self.take()
        else:
            self._wait(since)

    def _are_all_keys_taken(self) -> bool:
        known = getattr(self.app, "are_all_keys_taken", None)
        return known is None or known()

    async def action_submit(self) -> None:
        """Take the choice named, or tell that the line is entered."""
        if self._named is not None:
            self.take()
        else:
            await super().action_submit()
