"""Days and moments in words: in the hotel's zone, with the day where it is not today."""

from datetime import date, datetime

from housekeeper.core.hotel import Hotel


def day_words(day: date, today: date) -> str:
    """A date in words: `today`, `tomorrow`, `yesterday`, else `Fri 20 Nov`, with a far year."""
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if words:
        return words
    named = f"{day:%a} {day.day} {day:%b}"
    return named if day.year == today.year else f"{named} {day.year}"


def moment_words(hotel: Hotel, at: datetime, now: datetime) -> str:
    """A moment as the hotel's clocks show it: the time, and the day where it is not today."""
    local, today = hotel.local(at), hotel.day(now)
    if local.date() == today:
        return f"{local:%H:%M}"
    named = f"{local:%a} {local.day} {local:%b}"
    return f"{named if local.year == today.year else f'{named} {local.year}'} {local:%H:%M}"


def nights_words(arrival: date, departure: date) -> str:
    """The length of a stay in words; a departure on the day of arrival is a day use."""
    nights = (departure - arrival).days
    if nights == 0:
        return "day use"
    return "1 night" if nights == 1 else f"{nights} nights"
