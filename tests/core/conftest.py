"""A hotel for core's services: in memory, and the same tests once over each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from housekeeper.store.database import Database
from tests.engines import lay_schema, postgresql_house, server, sqlite_template, sweep
from tests.grand_hotel import GRAND, House, SetClock, furnish
from tests.memory.store import MemoryStore
from tests.stored_house import make_house

__all__ = ["postgresql_house", "sqlite_template"]


@pytest.fixture
def clock() -> SetClock:
    """A frozen clock."""
    return SetClock()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the test's hotel is kept: nowhere, in a file, and on a server, in turn."""
    if request.param == "memory":
        return ""
    if request.param == "sqlite":
        return str(tmp_path / "hotel.db")
    server()
    url: str = request.getfixturevalue("postgresql_house")
    sweep(url)
    return url


@pytest.fixture
async def house(place: str, clock: SetClock, sqlite_template: Path) -> AsyncIterator[House]:
    """The Grand Hotel, furnished."""
    if not place:
        store = MemoryStore(GRAND, clock)
        await store.write(furnish)
        yield House(store, clock)
        return
    lay_schema(place, sqlite_template)
    database = await Database.open(place)
    await database.create_hotel(GRAND)
    yield await make_house(database, clock, place)
    await database.close()
