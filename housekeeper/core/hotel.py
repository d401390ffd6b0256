"""The hotel itself: its name, and the zone in which its days begin."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hotel:
    """One hotel: the slug names it in channels and on the command line; the zone is IANA's."""

    slug: str
    name: str
    timezone: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this hotel's days begin and its times are shown."""
        return ZoneInfo(self.timezone)

    def local(self, at: datetime) -> datetime:
        """A moment (aware) as this hotel's clocks show it."""
        return at.astimezone(self.zone)

    def day(self, at: datetime) -> date:
        """The date on which a moment (aware) falls in this hotel."""
        return self.local(at).date()
