"""A hotel for core's services: in memory, and the same tests once over each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from housekeeper.store.database import Database
from tests.engines import postgresql_house, server, sweep
from tests.grand_hotel import GRAND, House, SetClock, furnish
from tests.memory.store import MemoryStore
from tests.stored_house import make_house

__all__ = ["postgresql_house"]


@pytest.fixture
def clock() -> SetClock:
    """A frozen clock."""
    return SetClock()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def house(
    request: pytest.FixtureRequest, clock: SetClock, tmp_path: Path
) -> AsyncIterator[House]:
    """The Grand Hotel, furnished: in memory, in a file, and on a server, in turn."""
    if request.param == "memory":
        store = MemoryStore(GRAND, clock)
        await store.write(furnish)
        yield House(store, clock)
        return
    target = str(tmp_path / "hotel.db")
    if request.param == "postgresql":
        server()
        target = request.getfixturevalue("postgresql_house")
        sweep(target)
    database = await Database.open(target)
    await database.create_hotel(GRAND)
    yield await make_house(database, clock, target)
    await database.close()
