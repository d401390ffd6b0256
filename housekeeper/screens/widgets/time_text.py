"""Days, moments and ages in words: in the hotel's zone, with the day where it is not today."""

from datetime import date, datetime

from housekeeper.core.hotel import Hotel
from housekeeper.core.room_notes import read_lines


def day_text(day: date, today: date) -> str:
    """A date in words: `today`, `tomorrow`, `yesterday`, else `Fri 20 Nov`, with a far year."""
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if words:
        return words
    named = f"{day:%a} {day.day} {day:%b}"
    return named if day.year == today.year else f"{named} {day.year}"


def since_text(day: date, today: date) -> str:
    """Since when a guest is expected who should have come before today."""
    return f"since {day_text(day, today)}"


def arrival_text(day: date, today: date) -> str:
    """When a guest arrives; since when one is expected who should have come before today."""
    return day_text(day, today) if day >= today else f"expected {since_text(day, today)}"


def moment_text(hotel: Hotel, at: datetime, now: datetime) -> str:
    """A moment as the hotel's clocks show it: the time, and the day where it is not today."""
    return _local_text(hotel.local(at), hotel.day(now))


def _local_text(local: datetime, today: date) -> str:
    if local.date() == today:
        return f"{local:%H:%M}"
    named = f"{local:%a} {local.day} {local:%b}"
    return f"{named if local.year == today.year else f'{named} {local.year}'} {local:%H:%M}"


def note_lines(notes: str, today: date) -> list[str]:
    """A room's notes, the newest last, each with who wrote it and when, as far as is known."""
    return [
        line.words
        if line.at is None
        else f"{line.words} ({line.name} {_local_text(line.at, today)})"
        for line in read_lines(notes)
    ]


def nights_text(arrival: date, departure: date) -> str:
    """The length of a stay in words; a departure on the day of arrival is a day use."""
    nights = (departure - arrival).days
    if nights == 0:
        return "day use"
    return "1 night" if nights == 1 else f"{nights} nights"


def age_text(since: datetime, now: datetime) -> str:
    """How long ago, in at most five cells: 4m, 1h20, 31h, 5d."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}m"
    hours, rest = divmod(minutes, 60)
    if hours < 10:
        return f"{hours}h{rest:02d}"
    return f"{hours}h" if hours < 48 else f"{hours // 24}d"


def short_day_text(day: date) -> str:
    """A day as cards show it: 24 Nov."""
    return f"{day.day} {day:%b}"
