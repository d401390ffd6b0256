"""What the handover and the figures ask of the store."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from housekeeper.core.shift.day_figures import DayFigures
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


class KeptDays(Protocol):
    """The days of which figures are kept: all up to the last one that is."""

    def last_day(self) -> date | None:
        """The last day that is kept; None where none is."""
        ...

    def between(self, first: date, behind: date) -> list[DayFigures]:
        """The days from `first` to before `behind` of which there is anything, in order."""
        ...

    def keep(self, days: Sequence[DayFigures]) -> None:
        """Keep these days; one that is kept already stays as it is."""
        ...
