"""A hotel in a real database, on each engine in turn, with a clock that only the test moves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from housekeeper.store.database import Database
from tests.engines import lay_schema, postgresql_house, postgresql_template, sqlite_template, target
from tests.grand_hotel import GRAND, SetClock
from tests.stored_house import StoredHouse, make_house

__all__ = ["postgresql_house", "postgresql_template", "sqlite_template", "target"]


@pytest.fixture
def clock() -> SetClock:
    """A frozen clock."""
    return SetClock()


@pytest.fixture
async def database(target: str, sqlite_template: Path) -> AsyncIterator[Database]:
    """A new database, with the Grand Hotel in it."""
    lay_schema(target, sqlite_template)
    opened = await Database.open(target)
    await opened.create_hotel(GRAND)
    yield opened
    await opened.close()


@pytest.fixture
async def house(database: Database, clock: SetClock, target: str) -> StoredHouse:
    """The Grand Hotel, furnished."""
    return await make_house(database, clock, target)
