"""The hotel itself: its name, and the zone in which its days begin."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.house_rules import HouseRules

NAME_LIMIT = 200
"""Characters in a hotel's name."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Hotel:
    """One hotel: the slug names it in channels and on the command line; the zone is IANA's.

    `rules` are what the settings of this run say of the house; the database does not keep them.
    """

    slug: str
    name: str
    timezone: str
    rules: HouseRules = field(default_factory=HouseRules)

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


def slug_from(name: str) -> str:
    """A slug out of a hotel's name: its letters without accents, digits and hyphens."""
    ascii_letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_letters.lower())[:64].strip("-") or "hotel"


def check_timezone(name: str) -> str:
    """The name of a zone that this machine knows. Raises `InvalidInput`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(
            f"'{plain(name[:40])}' is no time zone; write it as Europe/Lisbon or UTC."
        ) from None
    return name


def new_hotel(name: str, slug: str, timezone: str) -> Hotel:
    """A hotel out of what was typed. Raises `InvalidInput` with what is wrong with it."""
    name, slug, timezone = name.strip(), slug.strip().lower(), timezone.strip()
    if not name or plain(name) != name:
        raise InvalidInput("A hotel needs a name, without control characters.")
    if len(name) > NAME_LIMIT:
        raise InvalidInput(f"A hotel's name holds up to {NAME_LIMIT} characters.")
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(
            f"'{plain(slug[:40])}' is no slug: use up to 64 letters and digits, "
            "with hyphens between them."
        )
    return Hotel(slug, name, check_timezone(timezone))


def moment(hotel: Hotel, at: datetime | None) -> str:
    """A moment as the hotel's clocks show it."""
    return "" if at is None else hotel.local(at).strftime("%Y-%m-%d %H:%M")
