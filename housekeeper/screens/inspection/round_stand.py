"""Where one person stands in a round: the room in hand, and whether it is there still."""

import time
from math import inf

from housekeeper.core.inspection.round_views import RoomInRound, RoundView

SEEN_SECONDS = 0.7
"""A room that came up by itself is seen by nobody sooner."""


class RoundStand:
    """A view of the round, and the number of the room in hand in it.

    `shown_since` is when that room came up, by the clock that presses of keys are stamped with;
    where it came up by itself, because of what others did, the eye must find it first.
    """

    def __init__(self, view: RoundView) -> None:
        self.view = view
        self.number = view.current
        """The room in hand; None at the end of the round."""
        self.shown_since = self.now()
        self._came_by_itself_at = -inf
        self._was_open = self._is_open

    @staticmethod
    def now() -> float:
        """The time by the clock that presses of keys are stamped with."""
        return time.monotonic()

    @property
    def room_in_hand(self) -> RoomInRound | None:
        """The room that a step is meant for, or None at the end of the round."""
        return self.view.room(self.number)

    @property
    def _is_open(self) -> bool:
        room = self.room_in_hand
        return room is not None and room.visit.is_open

    @property
    def is_looking_back(self) -> bool:
        """Whether the room in hand was done before it came up: it is only looked at."""
        return self.room_in_hand is not None and not self._is_open

    @property
    def has_left(self) -> bool:
        """Whether the room in hand could be passed when it came up, and no longer can."""
        return self.number is not None and self._was_open and not self._is_open

    @property
    def checklist(self) -> tuple[str, ...]:
        """What to look at in a room of this type."""
        room = self.room_in_hand
        return self.view.checklists.get(room.room.room_type, ()) if room is not None else ()

    def see(self, view: RoundView) -> None:
        """The round is as this view shows it; the room in hand stays in hand."""
        self.view = view
        self._was_open = self._was_open or self._is_open

    def why_unseen(self, key: str, pressed_at: float) -> str:
        """Why a key that was pressed then was not meant for the room in hand; "" where it was."""
        if pressed_at - self._came_by_itself_at < SEEN_SECONDS:
            place = "the end of the round" if self.number is None else self.number
            return f"Now at {place}: {key} was too soon."
        if pressed_at < self.shown_since:
            return f"Room {self.number} came up only now: look at it first."
        return ""

    def came_by_itself(self) -> None:
        """The room in hand came up now, by no key of its walker."""
        self._came_by_itself_at = self.now()

    def stand_at(self, number: str | None, by_itself: bool = False) -> bool:
        """Take this room in hand; whether it is another one than before.

        `by_itself` says that no key of the walker led there.
        """
        is_other = number != self.number
        self.number = number
        self._was_open = self._is_open
        if is_other:
            self.shown_since = self.now()
            self._came_by_itself_at = self.shown_since if by_itself else -inf
        return is_other
