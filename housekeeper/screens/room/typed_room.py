"""Room numbers typed on a room's screen: a whole one turns it into that room's screen."""

from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.timer import Timer

from housekeeper.core.board.board import find_room
from housekeeper.core.board.typed_number import TypedNumber
from housekeeper.core.entered_text import plain
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.keyboard.act_guard import NUMBER_SECONDS
from housekeeper.screens.widgets.key_hints import key_hint, make_binding
from housekeeper.screens.workstation import Workstation


def _missing_text(number: TypedNumber) -> str:
    digits = plain(number.digits)
    if number.room is not None:
        return f"{digits} is not a whole room number."
    if number.whole != number.digits:
        return f"There is no room {plain(number.whole)} and no room {digits}."
    return f"There is no room {digits}."


class TypedRoomScreen(VerbScreen):
    """The screen of one room, on which the number of another can be typed.

    From the first digit to the last, and after a number that no room has, no verb acts: the
    hand means another room than the one that is shown.
    """

    acts_by_cursor = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            make_binding(
                str(digit),
                f"digit('{digit}')",
                "Go to room",
                "Go to a room.",
                f"digit.room.{digit}",
            )
            for digit in range(10)
        ),
        make_binding(
            "backspace", "backspace", "Take back a digit", "Take back a digit.", "digit.room.back"
        ),
    ]

    def __init__(self, workstation: Workstation, room_number: str) -> None:
        super().__init__(workstation)
        self.room_number = room_number
        self.number = TypedNumber()
        self.missing = ""
        self._typing_ends: Timer | None = None

    def turn_to(self, number: str) -> None:
        """Be the screen of this room."""
        raise NotImplementedError

    def action_digit(self, digit: str) -> None:
        """Go to the room whose whole number is typed."""
        board = self.workstation.board
        if board is not None:
            self._take(self.number.type(digit, partial(find_room, board, is_anywhere=True)))
            if self._typing_ends is not None:
                self._typing_ends.stop()
            self._typing_ends = self.set_timer(NUMBER_SECONDS, self.end_typing)

    def action_backspace(self) -> None:
        """Take back the last digit."""
        board = self.workstation.board
        if board is None or not self.number.digits:
            return
        shorter = self.number.untype(partial(find_room, board, is_anywhere=True))
        if shorter.digits:
            self._take(shorter)
        else:
            self.forget_number()

    def _take(self, number: TypedNumber) -> None:
        guard = self.workstation.act_guard
        self.number, self.missing = number, ""
        self.message.clear()
        if number.is_whole and number.room is not None:
            guard.room_chosen()
            if number.room != self.room_number:
                self.turn_to(number.room)
        else:
            self.missing = _missing_text(number)
            stay = key_hint(type(self), "room.leave")
            here = plain(self.room_number)
            way = f"type a whole number, or press {stay} to stay in room {here}"
            guard.number_missing(self.missing, way)
        self.show_hint()

    def end_typing(self) -> None:
        """The next digit begins a number; what was typed and means no room is told on."""
        self.number = TypedNumber()
        self.show_hint()

    def forget_number(self) -> bool:
        """Stay in this room, whatever was typed; whether anything was."""
        was_typed = bool(self.number.digits or self.missing)
        if was_typed:
            self.number, self.missing = TypedNumber(), ""
            self.workstation.act_guard.room_chosen()
            self.message.clear()
            self.show_hint()
        return was_typed

    def lets_act(self, binding: str, asks: bool = False) -> bool:
        """Whether this key may act; the number that was typed before it is done with then."""
        is_let = super().lets_act(binding, asks)
        if is_let:
            self.number = TypedNumber()
        return is_let

    def tells_number(self) -> bool:
        """Whether no number that means no room stands in the way of a key; if one does, say so."""
        refusal = self.workstation.act_guard.refuse_number("That key")
        if refusal:
            self.tell(refusal)
        else:
            self.number = TypedNumber()
        return not refusal
