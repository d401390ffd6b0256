"""Every statement of the store finds its rows by an index, however long a hotel's history grows.

Every method of every port, and every service of core, is called once in a hotel of many rows,
on each engine; each statement that reached the driver is explained, with and without what
ANALYZE tells of the tables. None may read the whole of a table that grows with the years, nor
all that a hotel has in one.
"""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
import pytest_asyncio

from housekeeper.core.errors import HousekeeperError
from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database, HotelStore
from tests.engines import connected, postgresql_database, server
from tests.grand_hotel import GRAND, SetClock
from tests.store.filled_hotel import fill
from tests.store.recorded_statements import Statements, recorded_on_postgresql, recorded_on_sqlite
from tests.store.two_hotels import Known, live_in
from tests.store.two_hotels_calls import PORTS, SERVICES

one_loop = pytest.mark.asyncio(loop_scope="module")

OF_THE_YEARS = {
    "booking",
    "event_hour",
    "handover_note",
    "hotel_event",
    "inspection_round",
    "inspection_round_room",
    "out_of_order_range",
    "refused_publication",
    "room_event",
}
"""The tables that grow with the years; others are as large as the house and its staff."""

OF_GUESTS = {
    "breakfast_order",
    "breakfast_order_item",
    "conversation",
    "conversation_participant",
    "guest",
    "guest_chat_session",
    "guest_room",
    "room_message",
    "room_order",
    "room_order_item",
    "wrong_pin",
}
"""What is erased as guests leave. How large they are a server knows, and may read all of one."""

MAY_READ_ALL = {
    "SELECT room_event.seq FROM room_event WHERE room_event.hotel_id = ? "
    "ORDER BY room_event.seq DESC LIMIT": "the newest of all, which the index gives first",
    "FROM refused_publication WHERE": "the newest of all, which the index gives first",
    "SELECT max(hotel_event.number)": "the newest of all, which the index gives first",
    "FROM hotel_event WHERE": "newest first to a limit; by kind or person, a few rows a day",
    "FROM inspection_round WHERE inspection_round.hotel_id = ? ORDER BY inspection_round.id DESC "
    "LIMIT": "the newest round, among a few a day",
    "SELECT booking.status, count": "the command that counts all bookings, and no other",
    "SELECT count(*) AS count_1 FROM booking WHERE booking.hotel_id = ? AND booking.status IN": (
        "the same command: how many of them are too old"
    ),
    "INDEX booking_one_stay_a_room": "the guests in the house: the index has no others",
    "FROM event_hour WHERE event_hour.hotel_id = ? AND event_hour.hour <= ?": "where the hours "
    "before a moment begin and end, in an index of 9,000 a year",
    "SELECT min(event_hour.hour)": "the first hour of all, which the index gives first",
    "DELETE FROM event_hour": "once for a thousand events that are let go, of 9,000 hours a year",
    "SELECT room_event.seq FROM room_event WHERE room_event.hotel_id = ? AND (room_event.at >= ?": (
        "from the front to the first that stays: all that is read on the way is let go"
    ),
    "UPDATE booking SET room_type": "a type is renamed in all its bookings",
    "out_of_order_range.is_open FROM out_of_order_range": "a room goes out of order a few times "
    "a year, and each range tells by itself whether it still counts",
    "out_of_order_range.ends FROM room JOIN out_of_order_range": "the same, or room by room",
}
"""What may read all that a hotel has, and why: parts of statements."""


_BIND = re.compile(r"%\(\w+\)s(::\w+(\[\])?)?")


class _Undo(Exception):
    """Leaves a unit so that it is rolled back."""


async def _call_everything(store: HotelStore, known: Known) -> None:
    calls = [*PORTS.values(), *SERVICES.values(), *_QUESTIONS]
    for call in calls:

        def unit(work: UnitOfWork, call: Callable[..., object] = call) -> None:
            with suppress(HousekeeperError):
                call(work, known)
            raise _Undo

        with pytest.raises(_Undo):
            await store.write(unit)


def _asked(**query: Any) -> Callable[[UnitOfWork, Known], object]:
    def ask(work: UnitOfWork, _: Known) -> object:
        times = {name: work.now for name in ("since", "until") if query.get(name)}
        return work.events.history(HistoryQuery(**{**query, **times}))

    return ask


_QUESTIONS = [
    _asked(room_number="101", limit=3),
    _asked(room_number="101", limit=3, since=True),
    _asked(room_number="101", limit=3, staff_code="ana", until=True),
    _asked(staff_code="ana", limit=3, until=True),
    _asked(limit=3, since=True),
    _asked(limit=3, until=True),
]
"""Questions about the history that the calls of the ports do not ask."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def recorded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, Statements]]:
    """A filled hotel, and every statement that the store has for it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("filled") / "hotel.db"
        yield str(path), await _recorded(str(path), recorded_on_sqlite)
        return
    server()
    with postgresql_database() as url:
        yield url, await _recorded(url, recorded_on_postgresql)


async def _recorded(target: str, recording: Callable[[], Any]) -> Statements:
    clock = SetClock()
    database = await Database.open(target)
    await database.create_hotel(GRAND)
    known = await database.hotel(GRAND, clock).write(lambda work: live_in(work, "first"))
    await database.run(fill, "IMMEDIATE")
    await database.close()
    with recording() as seen:
        database = await Database.open(target)
        seen.clear()
        await _call_everything(database.hotel(GRAND, clock), known)
        await database.close()
    return dict(seen)


def _walks_on_sqlite(target: str, statements: Statements) -> Iterator[str]:
    with closing(sqlite3.connect(target)) as raw:
        for statement in statements:
            marks = ["[]"] * statement.count("?")
            for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {statement}", marks):
                table = _table_of(step, statement)
                if table in OF_THE_YEARS | OF_GUESTS and (
                    step.startswith("SCAN") or step.endswith("(hotel_id=?)")
                ):
                    yield f"{step}\n    {_short(statement)}"


def _table_of(step: str, statement: str) -> str:
    """The table that a step reads: what it names may be an alias in the statement."""
    words = step.split()
    name = words[1] if len(words) > 1 else ""
    for table in OF_THE_YEARS | OF_GUESTS:
        if f" {table} AS {name}" in statement:
            return table
    return name


def _walks_on_postgresql(target: str, statements: Statements) -> Iterator[str]:
    with connected(target) as raw:
        for statement, values in statements.items():
            words: Any = f"EXPLAIN (FORMAT JSON) {statement}"
            found = raw.execute(words, values).fetchone()
            assert found is not None
            for node in _nodes(found[0][0]["Plan"]):
                table = node.get("Relation Name")
                condition = node.get("Index Cond") or node.get("Recheck Cond") or ""
                is_all = node["Node Type"] == "Seq Scan" or (
                    "Index" in node["Node Type"] and _names_the_hotel_alone(condition)
                )
                if table in OF_THE_YEARS and is_all:
                    yield f"{node['Node Type']} {table} {condition}\n    {_short(statement)}"
        raw.rollback()


def _names_the_hotel_alone(condition: str) -> bool:
    return "hotel_id" in condition and " AND " not in condition


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def _short(statement: str) -> str:
    """A statement on one line, whichever engine it is for."""
    return _BIND.sub("?", " ".join(statement.split()))


def _walks(target: str, statements: Statements) -> list[str]:
    explain = _walks_on_postgresql if "://" in target else _walks_on_sqlite
    return [
        walk
        for walk in explain(target, statements)
        if not any(part in walk for part in MAY_READ_ALL)
    ]


def _analyze(target: str) -> None:
    if "://" in target:
        with connected(target) as raw:
            raw.execute("ANALYZE")
        return
    with closing(sqlite3.connect(target)) as file, file:
        file.execute("ANALYZE")


@one_loop
async def test_no_statement_walks_a_table_that_grows(recorded: tuple[str, Statements]) -> None:
    target, statements = recorded
    assert len(statements) > 150
    assert "\n".join(_walks(target, statements)) == "", "without ANALYZE"
    _analyze(target)
    assert "\n".join(_walks(target, statements)) == "", "after ANALYZE"
