"""The hotel itself: its name, and the zone in which its days begin."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.house_rules import HouseRules

NAME_LIMIT = 200
"""Characters in a hotel's name."""

_NO_AREAS = ("Etc/", "SystemV/", "posix/", "right/")
_NO_PLACES = frozenset(
    {
        *("CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "GMT", "GMT+0", "GMT-0", "GMT0"),
        *("Greenwich", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "UCT", "Universal", "WET"),
        *("Zulu", "localtime", "posixrules"),
    }
)
"""Names in the database of zones by which no place lives: a machine's own, or a rule's."""

_OLD_AREAS = ("Brazil/", "Canada/", "Chile/", "Mexico/", "US/")
_LONGEST_ZONE = 64
_NO_CITIES = frozenset({"ACT", "East", "LHI", "NSW", "North", "South", "West"})
"""Last parts of old names that say nothing without their country."""

_CLOSE_ENOUGH = 0.8
_LEAST_TO_COMPARE = 5
"""Letters of a name that may hold a slip of the hand; shorter ones are all close to others."""

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

    def midnight(self, day: date) -> datetime:
        """The moment (UTC) at which a day of this hotel begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def slug_from(name: str) -> str:
    """A slug out of a hotel's name: its letters without accents, digits and hyphens."""
    ascii_letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_letters.lower())[:64].strip("-") or "hotel"


def is_timezone(name: str) -> bool:
    """Whether this is the zone of a place, or UTC, and this machine knows it."""
    if _is_of_no_place(name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def check_timezone(name: str) -> str:
    """The name of a zone that a hotel can lie in. Raises `InvalidInput`, with the name meant."""
    if is_timezone(name):
        return name
    meant = None if _is_of_no_place(name) else _timezone_meant(name[:_LONGEST_ZONE])
    instead = f"did you mean {meant}?" if meant else "write it as Europe/Lisbon or UTC."
    what = "the time zone of no place" if _is_of_no_place(name) else "no time zone"
    raise InvalidInput(f"'{plain(name[:40])}' is {what}; {instead}")


def _is_of_no_place(name: str) -> bool:
    is_named = name in _NO_PLACES or name.startswith(_NO_AREAS)
    return is_named and name != "Etc/UTC"


def _timezone_meant(typed: str) -> str | None:
    """The zone that a place's name, another case or a slip of the hand means, if any does."""
    # Which zones there are is a search through folders: only for who is told of a fault.
    names = sorted(name for name in available_timezones() if is_timezone(name))
    known: dict[str, str] = {}
    # Of two names of one place the area's is meant, and not an older one by country.
    for name in sorted(names, key=lambda name: name.startswith(_OLD_AREAS)):
        if (part := name.rpartition("/")[2]) not in _NO_CITIES:
            known.setdefault(_folded(part), name)
    known |= {_folded(name): name for name in names}
    wanted = _folded(typed)
    if wanted in known or len(wanted) < _LEAST_TO_COMPARE:
        return known.get(wanted)
    close = get_close_matches(wanted, known, n=1, cutoff=_CLOSE_ENOUGH)
    return known[close[0]] if close else None


def _folded(name: str) -> str:
    """A zone's name without accents, case and the sign between words."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[ _-]+", "_", letters.strip()).casefold()


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
