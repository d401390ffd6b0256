"""A hotel with many bookings is looked at as fast as one with few."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from housekeeper.core.unit_of_work import UnitOfWork
from tests.engines import only_on_sqlite
from tests.grand_hotel import TODAY, a_booking
from tests.stored_house import StoredHouse

LOOKS: dict[str, Callable[[UnitOfWork], object]] = {
    "the board's rooms": lambda work: work.rooms.all(),
    "all rooms": lambda work: work.rooms.all(inactive=True),
    "today's arrivals": lambda work: work.bookings.arrivals(work.today),
    "arrivals since before": lambda work: work.bookings.arrivals_since_before(work.today),
    "who is in the house": lambda work: work.bookings.in_house(),
}


def steps(house: StoredHouse, statements: list[tuple[str, Any]]) -> int:
    """Hundreds of steps that SQLite's machine takes for these statements."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    with closing(sqlite3.connect(house.path)) as raw:
        raw.set_progress_handler(count, 100)
        for statement, given in statements:
            raw.execute(statement, given).fetchall()
    return counted


async def statements_of(house: StoredHouse, look: str) -> list[tuple[str, Any]]:
    """What a look asks the database, with the values."""
    statements: list[tuple[str, Any]] = []

    def unit(work: UnitOfWork) -> None:
        connection = work.rooms._connection  # type: ignore[attr-defined]

        def note(*told: Any) -> None:
            statements.append((told[2], told[3]))

        event.listen(connection, "before_cursor_execute", note)
        LOOKS[look](work)
        event.remove(connection, "before_cursor_execute", note)

    await house.store.read(unit)
    return statements


@only_on_sqlite
@pytest.mark.parametrize("look", ["the board's rooms", "today's arrivals", "arrivals since before"])
async def test_bookings_that_were_never_ended_are_passed_over_in_an_index(
    house: StoredHouse, look: str
) -> None:
    """Each look for expected guests walks them, and reads none of their rows."""
    statements = await statements_of(house, look)
    with closing(sqlite3.connect(house.path)) as raw:
        steps_taken = [
            step
            for statement, given in statements
            for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    assert any("SEARCH booking USING COVERING INDEX" in step for step in steps_taken)


@only_on_sqlite
@pytest.mark.parametrize("look", LOOKS)
async def test_what_a_look_costs_does_not_grow_with_the_bookings_to_come(
    house: StoredHouse, look: str
) -> None:
    arrivals = [TODAY + timedelta(days=1 + place % 300) for place in range(4000)]
    rooms = ("101", "102", "103", "104")
    coming = [
        a_booking(
            f"C{place}",
            arrival=day,
            departure=day + timedelta(days=1),
            room_number=rooms[place % 4],
        )
        for place, day in enumerate(arrivals)
    ]
    await house.book(*coming[:100], anyway=True)
    statements = await statements_of(house, look)
    of_few = steps(house, statements)
    await house.book(*coming[100:], anyway=True)
    assert statements
    assert steps(house, statements) <= of_few + 5
