"""What the handover asks of the store."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from housekeeper.core.shift.handover_note import HandoverNote


class HandoverNotes(Protocol):
    """Notes for the next shift, which stay until they are ticked."""

    def add(self, act_id: UUID, body: str, staff_code: str, at: datetime) -> HandoverNote:
        """Keep a note; the same act keeps it once."""
        ...

    def get(self, note_id: int) -> HandoverNote:
        """One note; raises `UnknownName`."""
        ...

    def tick(self, note_id: int, staff_code: str, at: datetime) -> None:
        """Tick a note."""
        ...

    def blank(self, note_id: int, text: str) -> None:
        """Put another text in place of a note's."""
        ...

    def open(self) -> list[HandoverNote]:
        """Notes that are not ticked, oldest first."""
        ...

    def ticked_since(self, since: datetime) -> list[HandoverNote]:
        """Notes ticked since a moment, oldest tick first."""
        ...
