"""So many months before a day, by the calendar."""

from datetime import date

import pytest

from housekeeper.core.retention.kept_months import months_before


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 11, 21), 24, date(2024, 11, 21)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 11, 21), 100_000, date.min),
    ],
)
def test_months_are_counted_by_the_calendar(today: date, months: int, first: date) -> None:
    assert months_before(today, months) == first
