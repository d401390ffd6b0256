"""Which items of the checklists are ticked in a round, and on which the cursor stands."""

from housekeeper.core.inspection.round_views import RoomInRound


class ChecklistMarks:
    """Ticks for each visit to a room, so that they are still there on coming back."""

    def __init__(self) -> None:
        self._ticked: dict[tuple[str, int], set[int]] = {}
        self.item = 0
        """The item under the cursor, counted from 0."""

    def ticked(self, room: RoomInRound) -> set[int]:
        """The items ticked in this room."""
        return self._ticked.setdefault((room.room.number, room.visit.number), set())

    def move(self, step: int, count: int) -> None:
        """Go on, or back, among so many items."""
        self.item = max(0, min(self.item + step, count - 1))

    def tick(self, room: RoomInRound, count: int) -> None:
        """Tick the item and go on to the next; a ticked one is ticked no more."""
        ticked = self.ticked(room)
        if self.item in ticked:
            ticked.discard(self.item)
        else:
            ticked.add(self.item)
            self.move(1, count)
