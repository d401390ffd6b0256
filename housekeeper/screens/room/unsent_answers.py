"""Answers to guests that were begun at this terminal and not sent yet."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(slots=True)
class UnsentAnswers:
    """What was typed for each guest, by their booking; it never leaves the terminal's memory."""

    _words: dict[str, tuple[str, str]] = field(default_factory=dict)

    def of(self, booking: str) -> str:
        """What was typed for the guest of this booking, "" where nothing was."""
        return self._words.get(booking, ("", ""))[1]

    def keep(self, booking: str, room_number: str, words: str) -> None:
        """Keep what is typed for the guest in this room; without words nothing is kept."""
        if words:
            self._words[booking] = (room_number, words)
        else:
            self._words.pop(booking, None)

    def forget_room(self, room_number: str) -> None:
        """The guest has left this room."""
        self.keep_only({number for number, _ in self._words.values()} - {room_number})

    def keep_only(self, room_numbers: Collection[str]) -> None:
        """Forget what was typed for guests in any other room."""
        self._words = {
            booking: kept for booking, kept in self._words.items() if kept[0] in room_numbers
        }

    def forget_all(self) -> None:
        """Whoever typed it is no longer signed in."""
        self._words.clear()
