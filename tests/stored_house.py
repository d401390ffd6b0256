"""The Grand Hotel in a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from housekeeper.core.unit_of_work import Store
from housekeeper.store.database import Database, HotelStore
from tests.engines import everything
from tests.grand_hotel import GRAND, House, SetClock, furnish


@dataclass(slots=True)
class StoredHouse(House):
    """The hotel with its database; `target` is a path or a URL."""

    store: HotelStore
    target: str

    @property
    def path(self) -> Path:
        """The hotel's file, on SQLite."""
        assert "://" not in self.target
        return Path(self.target)

    def everything(self) -> object:
        """Every row of every table, read past the program."""
        return everything(self.target)

    @asynccontextmanager
    async def other_terminal(self) -> AsyncIterator[Store]:
        """The hotel through another open database, as another program has it."""
        database = await Database.open(self.target)
        yield database.hotel(self.store.hotel, self.clock)
        await database.close()


async def make_house(database: Database, clock: SetClock, target: str) -> StoredHouse:
    """Furnish the Grand Hotel in an open database that has it."""
    store = database.hotel(GRAND, clock)
    await store.write(furnish)
    return StoredHouse(store, clock, target)
