"""Rooms named by a pattern of their numbers, all of one type."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from housekeeper.core.errors import InvalidInput
from housekeeper.core.imports.number_patterns import is_begun, numbered_rooms
from housekeeper.core.imports.rooms import RoomRow
from housekeeper.screens.opening.form_dialog import FormDialog
from housekeeper.screens.widgets.dialog import button, field
from housekeeper.screens.widgets.text_input import TextLine

_LONGEST_TYPE = 32
_ONE_TYPE = "All of these rooms are of one type; add those of other types after."
_FLOOR = re.compile(r"-0*\d{1,2}|0*\d{1,3}")


@dataclass(frozen=True, slots=True)
class NumberedRooms:
    """What was typed: the pattern, and a row for each of its rooms."""

    pattern: str
    rows: tuple[RoomRow, ...]


class AddRoomsDialog(FormDialog[NumberedRooms]):
    """Gives the rooms to add, or None. What is typed is told in numbers as it is typed."""

    LINES = ("numbers", "type", "floor")
    AUTO_FOCUS = "#numbers"

    def __init__(self, fault: str = "", pattern: str = "", room_type: str = "") -> None:
        super().__init__("Rooms by their numbers", fault)
        self._pattern = pattern
        self._type = room_type

    def compose_body(self) -> ComposeResult:
        """Numbers, type and floor."""
        yield field(
            "Numbers", TextLine(self._pattern, placeholder="such as 101-120, 201-220", id="numbers")
        )
        yield field(
            "Type",
            TextLine(self._type, placeholder="such as STD", id="type", max_length=_LONGEST_TYPE),
        )
        yield field("Floor", TextLine(placeholder="as the numbers say: 412 is on 4", id="floor"))
        yield Static(Content(_ONE_TYPE), id="told", classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Go on to the next line, and add the rooms."""
        yield button("Add", "enter", "screen.add", "add")

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", TextLine).value.strip()

    def _floor(self) -> int | None:
        text = self._text("floor")
        if not text:
            return None
        if _FLOOR.fullmatch(text) is None:
            raise InvalidInput("A floor is a number from -99 to 999, or left empty.")
        return int(text)

    @on(Input.Changed)
    def count(self) -> None:
        """Tell how many rooms are meant so far, or what is wrong; of a beginning, neither."""
        pattern = self._text("numbers")
        if (pattern, self._text("type")) != (self._pattern, self._type):
            self.say("")
        try:
            rows = numbered_rooms(pattern, self._text("type"), self._floor() or 0)
        except InvalidInput as error:
            words = _ONE_TYPE if is_begun(pattern) else str(error)
        else:
            first, last = rows[0].number, rows[-1].number
            words = f"Room {first}" if len(rows) == 1 else f"{len(rows):,} rooms, {first} to {last}"
        self.query_one("#told", Static).update(Content(words))

    def action_add(self) -> None:
        """Answer, or say what cannot be read; what is typed stays."""
        try:
            if not self._text("type"):
                line = "numbers" if not self._text("numbers") else "type"
                numbered_rooms(self._text("numbers"), "", 0)
                raise InvalidInput("Which type are they? A short name, such as STD.")
            line = "floor"
            floor = self._floor()
            line = "numbers"
            rows = numbered_rooms(self._text("numbers"), self._text("type"), floor)
        except InvalidInput as error:
            self.say(str(error))
            self.query_one(f"#{line}", TextLine).focus()
        else:
            self.dismiss(NumberedRooms(self._text("numbers"), tuple(rows)))
