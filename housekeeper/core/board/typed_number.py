"""A room number as it is typed, digit by digit, and the room that it means so far."""

from collections.abc import Callable
from dataclasses import dataclass

from housekeeper.core.rooms.numbers import folded

_LONGEST_SHOWN = 12

Find = Callable[[str], str | None]
"""Gives the room that these digits mean, whole or as a beginning; None where none does."""


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """The digits of one number, and the room that they mean.

    Once no room begins with them, the number is missing, and what is typed on belongs to it
    until it is as long as the number of a room: all of it is told. `before` is the number right
    behind which this one began, `span` how long the number was going to be.
    """

    digits: str = ""
    room: str | None = None
    before: str = ""
    span: int = 0

    @property
    def is_missing(self) -> bool:
        """Whether no room begins with these digits."""
        return bool(self.digits) and self.room is None

    @property
    def is_whole(self) -> bool:
        """Whether a room has just this number."""
        return self.room is not None and folded(self.room) == folded(self.digits)

    @property
    def is_doubtful(self) -> bool:
        """Whether it may be the end of a longer number that no room has."""
        return bool(self.digits and self.before) and not self.is_whole

    @property
    def whole(self) -> str:
        """All that was typed in a row, as far as it may be one number; else the digits."""
        is_end = self.is_missing and len(self.digits) < len(self.before)
        return self.before + self.digits if is_end else self.digits

    @property
    def shown(self) -> str:
        """All that was typed in a row, as far as it can be shown."""
        return shown_digits(self.whole)

    def type(self, digit: str, find: Find) -> "TypedNumber":
        """The number with one digit more; a new one behind one that is full.

        That is a whole one that no longer one begins with, or one that is missing and as long
        as a room's.

        So `107` and `704` typed in a row are two numbers, and `10` goes on to `101` where there
        are both.
        """
        longer = self.digits + digit
        if self.is_missing:
            is_full = 0 < self.span <= len(self.digits)
            room = find(digit) if is_full else None
            if room is not None:
                return TypedNumber(digit, room, self.digits, len(room))
            return TypedNumber(longer, None, self.before, self.span)
        room = find(longer)
        if room is None and self.is_whole:
            room = find(digit)
            return TypedNumber(digit, room, self.digits, len(room or self.digits))
        return TypedNumber(longer, room, self.before, len(room) if room else self.span)

    def untype(self, find: Find) -> "TypedNumber":
        """The number without its last digit."""
        shorter = self.digits[:-1]
        if not shorter:
            return TypedNumber()
        room = find(shorter)
        return TypedNumber(shorter, room, self.before, len(room) if room else self.span)


def shown_digits(digits: str) -> str:
    """Digits that were typed, cut where nobody would read them."""
    return digits if len(digits) <= _LONGEST_SHOWN else digits[:_LONGEST_SHOWN] + "…"
