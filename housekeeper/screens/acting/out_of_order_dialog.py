"""Take rooms out of order: why, and until when, as far as that is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.room import Room
from housekeeper.core.typed_acts.days import DAY_EXAMPLES, read_day
from housekeeper.screens.widgets.dialog import Dialog, button, field, named_rooms
from housekeeper.screens.widgets.text_input import NumberLine, TextLine


@dataclass(frozen=True, slots=True)
class TimeOut:
    """Why rooms are taken out of order, from which day (None: today), until which if known."""

    reason: str
    starts: date | None
    until: date | None


def _read_day(text: str, today: date, first: date) -> date | None:
    """The day that is written (see `days`), or nothing; not before the first one.

    Raises `InvalidInput` with a sentence for anything else.
    """
    if not text.strip():
        return None
    day = read_day(text, today, first)
    if day < first:
        raise InvalidInput(f"{day} is before {first}; give that day or a later one.")
    return day


def read_start(text: str, today: date) -> date | None:
    """The day on which the rooms go out: a day, `+3` from today, or nothing for today.

    Raises `InvalidInput`, also for a day before today.
    """
    start = _read_day(text, today, today)
    return None if start == today else start


def read_end(text: str, today: date, starts: date | None = None) -> date | None:
    """The first day on which the rooms are back: a day, `+3` from the start, or open.

    Today is for this day alone. Raises `InvalidInput`, also for a day that comes too early.
    """
    end = _read_day(text, today, starts or today)
    if end is not None and end == starts:
        raise InvalidInput(f"It begins on {starts}; give a later day for its end.")
    return end


class OutOfOrderDialog(Dialog[TimeOut | None]):
    """Gives the reason, the day it begins and the first day back, or None to leave.

    Enter goes from the reason to the end: most rooms go out at once.
    """

    AUTO_FOCUS = "#reason"

    def __init__(self, rooms: Sequence[Room], today: date) -> None:
        super().__init__(f"Out of order: {named_rooms(rooms)}", on_leaving=None)
        self._today = today
        self._must_wait = all(room.is_occupied for room in rooms)
        only = rooms[0] if len(rooms) == 1 and rooms[0].is_out_of_order else None
        self._reason = only.out_of_order_reason if only else ""
        self._until = only.out_of_order_until if only else None

    def compose_body(self) -> ComposeResult:
        """The lines of the reason, the beginning and the end."""
        yield field("Reason", TextLine(self._reason, placeholder="why", id="reason"))
        begins = "a later day: occupied today" if self._must_wait else "today"
        yield field("From", NumberLine(placeholder=begins, id="from"))
        until = self._until.isoformat() if self._until else ""
        yield field("Until", NumberLine(until, placeholder="not known yet", id="until"))
        words = (
            f"Until is the first day back: {DAY_EXAMPLES}. The room cannot be sold for the nights "
            "before it. With today it is out for the day only, and can be sold for tonight."
        )
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Take the rooms out."""
        yield button("Take out of order", "enter", "screen.take_out", "take-out")

    @on(Input.Submitted, "#reason")
    @on(Input.Submitted, "#from")
    def go_on(self, event: Input.Submitted) -> None:
        """Go on to the next line that is wanted, once there is a reason."""
        if not self._line("reason").value.strip():
            self.say("Out of order needs a reason.")
            return
        self.say("")
        is_next = event.input.id == "reason" and self._must_wait
        self._line("from" if is_next else "until").focus()

    def _line(self, name: str) -> TextLine:
        return self.query_one(f"#{name}", TextLine)

    @on(Input.Submitted, "#until")
    def action_take_out(self) -> None:
        """Answer, or say what cannot be read; what is typed stays."""
        reason = self._line("reason").value.strip()
        if not reason:
            self.say("Out of order needs a reason.")
            self._line("reason").focus()
            return
        name = "from"
        try:
            starts = read_start(self._line("from").value, self._today)
            if starts is None and self._must_wait:
                raise InvalidInput("The room is occupied today: give a later day.")
            name = "until"
            until = read_end(self._line("until").value, self._today, starts)
        except InvalidInput as error:
            self.say(str(error))
            self._line(name).focus()
            return
        self.dismiss(TimeOut(reason, starts, until))
