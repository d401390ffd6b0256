"""Agree a late check-out with a guest, or take it back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput, Refused
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.due import HouseTime
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.text_input import NumberLine

_HOUR = re.compile(r"([0-9]{1,2})(?::?([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class LateUntil:
    """Until when the guest may stay on the day of departure (local time); None takes it back."""

    at: time | None


def read_hour(text: str) -> time | None:
    """A time written 14:00, 1400 or 14; nothing takes a late check-out back.

    Raises `InvalidInput`.
    """
    wanted = text.strip()
    if not wanted:
        return None
    found = _HOUR.fullmatch(wanted)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise InvalidInput(f"'{plain(wanted[:24])}' is no time: write 14:00, or nothing for none.")


class LateDialog(Dialog[LateUntil | None]):
    """Gives until when, or None where nothing changes."""

    AUTO_FOCUS = "#until"

    def __init__(self, booking: Booking, room_number: str, when: HouseTime) -> None:
        super().__init__(f"Late check-out for room {room_number}", on_leaving=None)
        self._booking, self._when = booking, when

    def compose_body(self) -> ComposeResult:
        """The line for the time."""
        agreed = self._booking.late_checkout
        words = f"{agreed:%H:%M}" if agreed is not None else ""
        yield field("Until", NumberLine(words, placeholder="14:00", id="until", max_length=8))
        leaves_at = self._when.hotel.rules.checkout_time
        said = (
            f"After {leaves_at:%H:%M} on {self._booking.departure}, the day of departure; an empty "
            "line takes it back."
        )
        yield Static(Content(said), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Agree on it."""
        yield button("Agree", "enter", "screen.agree", "agree")

    @on(Input.Submitted)
    def action_agree(self) -> None:
        """Answer with the time, or say what cannot be read or agreed."""
        try:
            at = read_hour(self.query_one("#until", NumberLine).value)
            if at is not None:
                self._when.refuse_late_checkout(self._booking.departure, at)
        except Refused as refusal:
            self.say(str(refusal))
        else:
            self.dismiss(LateUntil(at))
