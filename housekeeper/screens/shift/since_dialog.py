"""From when on the handover shall tell: a time, a day, or so many hours."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.screens.widgets.dialog import Dialog, button, field
from housekeeper.screens.widgets.text_input import NumberLine

_HOURS = re.compile(r"([0-9]{1,4}) ?h")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")


def read_since(text: str, hotel: Hotel, now: datetime) -> datetime:
    """A moment (UTC) before now, written `06:00`, `8h`, `2026-11-20` or `2026-11-20 22:00`.

    A time that lies ahead today is yesterday's. Raises `InvalidInput`.
    """
    wanted = text.strip().casefold()
    hours = _HOURS.fullmatch(wanted)
    if hours:
        return now - timedelta(hours=int(hours[1]))
    try:
        if _TIME.fullmatch(wanted):
            at = time.fromisoformat(wanted.rjust(5, "0"))
            local = datetime.combine(hotel.day(now), at, hotel.zone)
            if local > now:
                local = datetime.combine(hotel.day(now) - timedelta(days=1), at, hotel.zone)
        else:
            local = datetime.fromisoformat(wanted).replace(tzinfo=hotel.zone)
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"'{plain(text[:24])}' is no time: write 06:00, 8h, or {hotel.day(now)} 06:00."
        ) from None
    if moment > now:
        raise InvalidInput("That lies ahead; a handover tells what happened.")
    return moment


class SinceDialog(Dialog[datetime | None]):
    """Gives the moment (UTC) from which on to tell, or None."""

    AUTO_FOCUS = "#since"

    def __init__(self, hotel: Hotel, now: datetime) -> None:
        super().__init__("Handover since when?", on_leaving=None)
        self._hotel = hotel
        self._now = now

    def compose_body(self) -> ComposeResult:
        """The line for the time."""
        yield field("Since", NumberLine(placeholder="06:00", id="since", max_length=40))
        words = f"A time, a day and a time ({self._hotel.day(self._now)} 06:00), or hours: 8h."
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Tell from then on."""
        yield button("Show", "enter", "screen.take", "take")

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Answer with the moment, or say what cannot be read."""
        text = self.query_one("#since", NumberLine).value
        try:
            self.dismiss(read_since(text, self._hotel, self._now))
        except InvalidInput as error:
            self.say(str(error))
