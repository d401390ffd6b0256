"""A note to the next shift."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """A note for the next shift. Staff are named by code; times are UTC."""

    id: int
    text: str
    written_by: str
    written_at: datetime
    ticked_by: str | None = None
    ticked_at: datetime | None = None
