"""What a hotel still needs before it can be worked with, each a step that the screen offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.widgets.dialog import Dialog, button
from housekeeper.screens.widgets.row_list import MUTED, Row, RowList


class Step(StrEnum):
    """One thing that can be brought into a hotel."""

    NUMBERED_ROOMS = "numbered-rooms"
    ROOMS = "rooms"
    PERSON = "person"
    STAFF = "staff"
    BOOKINGS = "bookings"


@dataclass(frozen=True, slots=True)
class HotelSoFar:
    """How many rooms in use, active people and bookings that are to come a hotel has."""

    rooms: int = 0
    people: int = 0
    bookings: int = 0


def count_hotel(work: UnitOfWork) -> HotelSoFar:
    """What the hotel has so far."""
    people = sum(one.is_active for one in work.staff.all())
    bookings = sum(work.bookings.wanted_types().values())
    return HotelSoFar(len(work.rooms.all()), people, bookings)


_TITLES = (
    (Step.NUMBERED_ROOMS, "Rooms by their numbers", "101-120, 201-220"),
    (Step.ROOMS, "Rooms from a file", "rooms.csv"),
    (Step.PERSON, "A person who works here", "with a code for the first sign-in"),
    (Step.STAFF, "People from a file", "staff.csv"),
    (Step.BOOKINGS, "Bookings from a file", "bookings.csv"),
)
_DIGITS = "12345"


class FirstStepsDialog(Dialog[Step | None]):
    """Gives the step chosen, or None for the board as it is. `last` is what was done last."""

    AUTO_FOCUS = "#steps"

    def __init__(self, so_far: HotelSoFar, last: Step | None = None) -> None:
        super().__init__("What comes next?", on_leaving=None)
        self._so_far = so_far
        self._last = last

    def compose_body(self) -> ComposeResult:
        """What there is so far, and the steps."""
        yield Static(Content(_told(self._so_far)), classes="quiet")
        yield RowList(
            [
                Row(
                    step.value,
                    Content.assemble((f"{digit} ", "bold $primary"), f"{title:<26}", (more, MUTED)),
                )
                for digit, (step, title, more) in zip(_DIGITS, _TITLES, strict=True)
            ],
            id="steps",
        )
        words = (
            "Files are CSV. 'housekeeper template rooms > rooms.csv' makes one to fill in; staff "
            "and bookings likewise."
        )
        yield Static(Content(words), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Take the step."""
        yield button("Go on", "enter", "screen.take", "take")

    def on_mount(self) -> None:
        """Stand on the first step that nothing was done of; people mostly come one by one."""
        so_far = self._so_far
        if not so_far.rooms:
            following = Step.NUMBERED_ROOMS
        elif so_far.people < 2 or self._last is Step.PERSON:
            following = Step.PERSON
        else:
            following = Step.BOOKINGS
        self.query_one("#steps", RowList).go_to(following.value)

    def on_key(self, event: events.Key) -> None:
        """A step's digit takes it."""
        if event.character and event.character in _DIGITS:
            event.stop()
            event.prevent_default()
            self.dismiss(_TITLES[_DIGITS.index(event.character)][0])

    @on(RowList.Chosen)
    def choose(self, event: RowList.Chosen) -> None:
        """Take the step chosen."""
        self.dismiss(Step(event.key))

    def action_take(self) -> None:
        """Take the step under the cursor."""
        key = self.query_one("#steps", RowList).key
        if key is not None:
            self.dismiss(Step(key))


def _told(so_far: HotelSoFar) -> str:
    if not so_far.rooms:
        return "This hotel has no rooms yet. With rooms the board can be used."
    rooms = "1 room" if so_far.rooms == 1 else f"{so_far.rooms:,} rooms"
    people = "1 person" if so_far.people == 1 else f"{so_far.people:,} people"
    bookings = "1 booking" if so_far.bookings == 1 else f"{so_far.bookings:,} bookings"
    return f"This hotel has {rooms}, {people} and {bookings} to come."
