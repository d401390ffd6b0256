"""The statements of an act find their rows by an index, however long a hotel's history grows."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.statements import statements_of_new_connections
from housekeeper.core.acts import Verb
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.rooms.undo import undo
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from tests.grand_hotel import ANA, DESK, a_booking, act_of
from tests.stored_house import StoredHouse

_WHOLE_HOTEL = (
    "room_event USING PRIMARY KEY (hotel_id=?)",
    "INDEX booking_by_arrival (hotel_id=? AND status=?)",
)
"""Steps that name an index and yet walk all events, or all guests in house."""

_ONE_ROW = ("SCAN database_mark",)


@pytest.fixture
def target(tmp_path: Path) -> str:
    """These plans are SQLite's."""
    return str(tmp_path / "hotel.db")


def _turn(work: UnitOfWork) -> None:
    perform(work, act_of(ANA), TurnRequest(Verb.CLEAN, "102"))


def _leave(work: UnitOfWork) -> None:
    check_out(work, act_of(DESK), ["101"])


def _take_back(work: UnitOfWork) -> None:
    undo(work, act_of(ANA))


@pytest.mark.parametrize(
    "act", [_turn, _leave, _take_back], ids=["a turn", "a checkout", "an undo"]
)
async def test_an_act_walks_no_whole_table(
    house: StoredHouse, act: Callable[[UnitOfWork], None]
) -> None:
    await house.book(a_booking("C1", room_number="101"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    await house.do(ANA, Verb.DIRTY, "102")
    with statements_of_new_connections() as statements:
        database = await Database.open(str(house.path))
    store = database.hotel(house.store.hotel, house.clock)
    await store.write(lambda work: work.rooms.get("101"))
    statements.clear()
    await store.write(act)
    await database.close()
    assert len(statements) > 4
    with closing(sqlite3.connect(house.path)) as raw:
        walks = [
            f"{step}: {statement}"
            for statement in statements
            for *_, step in raw.execute(
                f"EXPLAIN QUERY PLAN {statement}", ["[]"] * statement.count("?")
            )
            if (step.startswith("SCAN") and step not in _ONE_ROW and "json_each" not in step)
            or step.endswith(_WHOLE_HOTEL)
        ]
    assert not walks
