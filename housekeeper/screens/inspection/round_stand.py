"""Where one person stands in a round: the room in hand, and whether it is there still."""

import time

from housekeeper.core.inspection.round_views import RoomInRound, RoundView


class RoundStand:
    """A view of the round, and the number of the room in hand in it.

    `shown_since` is when that room came up, by the clock that presses of keys are stamped with.
    """

    def __init__(self, view: RoundView) -> None:
        self.view = view
        self.number = view.current
        """The room in hand; None at the end of the round."""
        self.shown_since = self.now()
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

    def stand_at(self, number: str | None) -> bool:
        """Take this room in hand; whether it is another one than before."""
        is_other = number != self.number
        self.number = number
        self._was_open = self._is_open
        if is_other:
            self.shown_since = self.now()
        return is_other
