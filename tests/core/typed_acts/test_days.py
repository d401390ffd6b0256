"""Days are read as people write them, and one that could be two is asked for again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housekeeper.core.entered_text import LATEST
from housekeeper.core.errors import InvalidInput
from housekeeper.core.typed_acts.days import day_at, read_day
from tests.core.building import TODAY

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Written out a second time: the tests' own calendar."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        (" Tomorrow ", TODAY + timedelta(days=1)),
        ("yesterday", TODAY - timedelta(days=1)),
        ("+3", TODAY + timedelta(days=3)),
        ("+ 3", TODAY + timedelta(days=3)),
        ("3 days", TODAY + timedelta(days=3)),
        ("in 1 day", TODAY + timedelta(days=1)),
        ("2026-12-05", date(2026, 12, 5)),
        ("5 dec", date(2026, 12, 5)),
        ("5. Dec", date(2026, 12, 5)),
        ("5dec", date(2026, 12, 5)),
        ("5th december", date(2026, 12, 5)),
        ("dec 5", date(2026, 12, 5)),
        ("December 5, 2027", date(2027, 12, 5)),
        ("21 nov", TODAY),
        ("20 nov", date(2027, 11, 20)),
        ("1 sept", date(2027, 9, 1)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert date(2026, 11, 21) == TODAY
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("soon", "'soon' is no day: write tomorrow, fri, +3, 5 dec or 2026-12-05."),
        ("", "'' is no day"),
        ("5/12", "'5/12' can be read two ways: write 5 dec or 12 may."),
        ("25.12.2026", "write 25 dec."),
        ("31 feb", "There is no such day as '31 feb'."),
        ("2026-02-30", "There is no such day as '2026-02-30'."),
        ("+9999", "Count up to +3650 days"),
        ("3", "'3' is no day"),
        ("ma 5", "is no day"),
        ("ju", "is no day"),
        ("5 ju", "is no day"),
        ("0 dec", "There is no such day"),
    ],
)
def test_what_is_no_day_is_told_what_would_have_been_right(text: str, right: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_day(text, TODAY)
    assert right in str(refused.value)
    assert len(str(refused.value)) <= 78


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(NAMES), st.integers(3, 9))
def test_a_weekday_is_the_next_one_after_today(today: date, name: str, letters: int) -> None:
    day = today + timedelta(days=1)
    while day.weekday() != NAMES.index(name):
        day += timedelta(days=1)
    assert read_day(name[:letters], today) == day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_a_day_and_a_month_are_the_next_ones_from_today_on(today: date, meant: date) -> None:
    day = today
    while (day.month, day.day) != (meant.month, meant.day):
        day += timedelta(days=1)
    month = MONTHS[meant.month - 1]
    assert read_day(f"{meant.day} {month}", today) == day
    assert read_day(f"{month} {meant.day}", today) == day


@given(st.one_of(st.text(), st.from_regex(r"[0-9a-z+ ./-]{0,14}", fullmatch=True)), st.dates())
def test_any_text_is_a_day_that_can_be_written_down_or_is_refused(text: str, today: date) -> None:
    try:
        day = read_day(text, today)
    except InvalidInput:
        return
    assert read_day(day.isoformat(), today) == day <= LATEST


def test_counted_days_begin_where_the_time_begins() -> None:
    assert read_day("+3", TODAY, date(2026, 12, 1)) == date(2026, 12, 4)
    assert read_day("tomorrow", TODAY, date(2026, 12, 1)) == date(2026, 11, 22)


def test_as_many_words_as_belong_to_a_day_are_read() -> None:
    assert day_at(["5", "dec", "2027", "flood"], TODAY) == (date(2027, 12, 5), 3)
    assert day_at(["5", "dec", "flood"], TODAY) == (date(2026, 12, 5), 2)
    assert day_at(["fri", "5", "pipes"], TODAY) == (date(2026, 11, 27), 1)
    assert day_at(["the", "roof"], TODAY) is None
