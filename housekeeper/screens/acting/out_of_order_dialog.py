"""Take rooms out of order: why, and until when, as far as that is known."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.room import Room
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.text_input import TextLine

LONGEST_ABSENCE = 3650
"""Days that a room may be announced out of order."""

_DAYS = re.compile(r"\+\s*([0-9]{1,4})")


def read_end(text: str, today: date) -> date | None:
    """The first day on which the rooms are back: a date, `+3` days from today, or open.

    Raises `InvalidInput` with a sentence for anything else, and for a day not after today.
    """
    wanted = text.strip()
    if not wanted:
        return None
    days = _DAYS.fullmatch(wanted)
    if days:
        count = int(days[1])
        if not 1 <= count <= LONGEST_ABSENCE:
            raise InvalidInput(f"Give from +1 to +{LONGEST_ABSENCE} days, or a date.")
        return today + timedelta(days=count)
    try:
        end = date.fromisoformat(wanted)
    except ValueError:
        example = today + timedelta(days=3)
        raise InvalidInput(
            f"{wanted[:24]!r} is no date: write {example}, or +3 for three days, or nothing."
        ) from None
    if end <= today:
        raise InvalidInput(f"{end} is not after today ({today}); give a later day.")
    return end


class OutOfOrderDialog(Dialog[tuple[str, date | None] | None]):
    """Gives the reason and the first day back (None while unknown), or None to leave."""

    AUTO_FOCUS = "#reason"

    def __init__(self, rooms: Sequence[Room], today: date) -> None:
        super().__init__(f"Out of order: {named_rooms(rooms)}", on_leaving=None)
        self._today = today
        only = rooms[0] if len(rooms) == 1 else None
        self._reason = only.out_of_order_reason if only else ""
        self._until = only.out_of_order_until if only else None

    def compose_body(self) -> ComposeResult:
        """The reason's and the end's lines."""
        yield field("Reason", TextLine(self._reason, placeholder="why", id="reason"))
        until = self._until.isoformat() if self._until else ""
        yield field("Until", TextLine(until, placeholder="not known yet", id="until"))
        words = (
            f"Until is the first day back: {self._today + timedelta(days=3)}, or +3 for three "
            "days. The room cannot be sold for the nights before it."
        )
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Take the rooms out."""
        yield button("Take out of order", "enter", "screen.take_out", "take-out")

    @on(Input.Submitted, "#reason")
    def to_until(self) -> None:
        """Go on to the end, once there is a reason."""
        if self.query_one("#reason", TextLine).value.strip():
            self.say("")
            self.query_one("#until", TextLine).focus()
        else:
            self.say("Out of order needs a reason.")

    @on(Input.Submitted, "#until")
    def action_take_out(self) -> None:
        """Answer, or say what cannot be read; what is typed stays."""
        line = self.query_one("#reason", TextLine)
        reason = line.value.strip()
        if not reason:
            self.say("Out of order needs a reason.")
            line.focus()
            return
        try:
            until = read_end(self.query_one("#until", TextLine).value, self._today)
        except InvalidInput as error:
            self.say(str(error))
            self.query_one("#until", TextLine).focus()
            return
        self.dismiss((reason, until))
