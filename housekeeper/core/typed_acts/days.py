"""Days as people write them: `tomorrow`, `fri`, `+3`, `3 days`, `5 dec`, `2026-12-05`.

The typed line, the dialogs and the command line read them here. Pure: today is given.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from housekeeper.core.entered_text import EARLIEST, LATEST, is_no_such_day, parse_day, quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.numbers import narrowed
from housekeeper.core.typed_acts.nearest_word import nearest_word

FURTHEST_DAYS = 3650
"""Days that `+3650` may count at most."""

DAY_EXAMPLES = "tomorrow, fri, +3, 5 dec or 2026-12-05"
"""Ways to write a day, for sentences that say what would have been right."""

_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORTEST_NAME = 3
"""Letters of a weekday or a month that tell which one it is."""

_COUNTED = re.compile(r"(?:\+ ?([0-9]{1,5})(?: days?)?|(?:in )?([0-9]{1,5}) days?)")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? ?([a-z]{3,9})\.?(?: ([0-9]{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_IN_FIGURES = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})(?:[./-](?:[0-9]{2}){0,2})?")

_LONGEST_DAY = 3
"""Words of the longest way to write a day."""


def read_day(text: str, today: date, counted_from: date | None = None) -> date:
    """The day that is meant. `+3` counts from today, or from `counted_from` where that is given.

    A weekday is the next one after today; a day and a month are the next ones from today on.
    Raises `InvalidInput` with a sentence that says what would have been right.
    """
    wanted = " ".join(narrowed(text).casefold().split())
    if is_no_such_day(wanted):
        raise _no_such_day(text)
    written = parse_day(wanted)
    if written is not None:
        return written
    counted = _COUNTED.fullmatch(wanted)
    if counted is not None:
        days = int(counted[1] or counted[2])
        if days > FURTHEST_DAYS:
            raise InvalidInput(f"Count up to +{FURTHEST_DAYS} days, or write the date.")
        return _days_on(counted_from or today, days, text)
    if wanted in _NAMED:
        return _days_on(today, _NAMED[wanted], text)
    weekday = _named(wanted, _WEEKDAYS)
    if weekday is not None:
        return _days_on(today, (weekday - today.weekday() - 1) % 7 + 1, text)
    return _in_a_year(wanted, text, today)


def day_at(
    words: Sequence[str], today: date, counted_from: date | None = None
) -> tuple[date, int] | None:
    """The day that these words begin with, written as long as may be, and its words."""
    for length in range(min(_LONGEST_DAY, len(words)), 0, -1):
        try:
            return read_day(" ".join(words[:length]), today, counted_from), length
        except InvalidInput:
            continue
    return None


def is_nearly_a_day(word: str) -> bool:
    """Whether a word is the name of a day, or one that is misspelt: `tomorow`."""
    wanted = narrowed(word).casefold()
    names = [*_NAMED, *_WEEKDAYS]
    return wanted in names or (
        len(wanted) >= _SHORTEST_NAME and nearest_word(wanted, names) is not None
    )


def _named(word: str, names: Sequence[str]) -> int | None:
    """The place of the name that a word is, or begins with enough letters of it."""
    found = [
        place
        for place, name in enumerate(names)
        if name == word or (len(word) >= _SHORTEST_NAME and name.startswith(word))
    ]
    return found[0] if len(found) == 1 else None


def _in_a_year(wanted: str, text: str, today: date) -> date:
    """A day and a month, with its year or in the year in which it comes next."""
    first, second = _DAY_MONTH.fullmatch(wanted), _MONTH_DAY.fullmatch(wanted)
    day, named, year = (
        (first[1], first[2], first[3])
        if first is not None
        else (second[2], second[1], second[3])
        if second is not None
        else ("", "", None)
    )
    month = _named(named, _MONTHS) if named else None
    if month is None:
        raise _no_day(wanted, text)
    years = (int(year),) if year else (today.year, today.year + 1)
    for one in years:
        found = _date(one, month + 1, int(day))
        if found is not None and (year or found >= today):
            return found
    raise _no_such_day(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _days_on(first: date, days: int, text: str) -> date:
    if not EARLIEST <= first <= LATEST - timedelta(days=days):
        raise _no_such_day(text)
    return first + timedelta(days=days)


def _no_such_day(text: str) -> InvalidInput:
    return InvalidInput(f"There is no such day as {quoted(text.strip())}.")


def _no_day(wanted: str, text: str) -> InvalidInput:
    """Why this is no day; one in figures alone may be two days, so it is asked for in words."""
    figures = _IN_FIGURES.fullmatch(wanted)
    if figures is not None:
        meant = [
            f"{int(day)} {_MONTHS[int(month) - 1][:_SHORTEST_NAME]}"
            for day, month in ((figures[1], figures[2]), (figures[2], figures[1]))
            if 1 <= int(month) <= len(_MONTHS) and _date(2000, int(month), int(day)) is not None
        ]
        meant = list(dict.fromkeys(meant))
        if meant:
            why = "can be read two ways" if len(meant) > 1 else "has no name of a month"
            return InvalidInput(f"{quoted(text.strip())} {why}: write {' or '.join(meant)}.")
    return InvalidInput(f"{quoted(text.strip())} is no day: write {DAY_EXAMPLES}.")
