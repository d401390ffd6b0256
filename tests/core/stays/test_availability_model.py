"""What can be sold is what a slow count of people and rooms finds, in many random hotels."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from housekeeper.core.hotel import Hotel
from housekeeper.core.house_rules import HouseRules, Sell
from housekeeper.core.stays.availability import Availability, availability
from housekeeper.core.unit_of_work import Store
from housekeeper.store.database import Database
from tests.core.stays.random_hotel import RandomHotel
from tests.engines import lay_schema
from tests.grand_hotel import GRAND, SetClock
from tests.memory.store import MemoryStore

MEMORY_HOTELS = 1_000
STORED_HOTELS = 36
_A_LOOK_AHEAD = 6

MakeStore = Callable[[Hotel, SetClock], Store]


def a_hotel(random: Random, slug: str) -> Hotel:
    """A hotel that sells its inventory, or only what is ready."""
    sell = Sell.READY if random.random() < 0.3 else Sell.INVENTORY
    return replace(GRAND, slug=slug, rules=HouseRules(sell=sell))


async def compare(hotel: RandomHotel, told: str) -> None:
    """Ask for every type and every night ahead, and let the model tell the same."""
    seen = await hotel.seen()
    nights = [seen.today + timedelta(days=ahead) for ahead in range(_A_LOOK_AHEAD)]
    for kind in sorted({room.room_type for room in seen.rooms}):

        def ask(kind: str, first: int, count: int) -> Callable[..., Availability]:
            return lambda work: availability(
                work, kind, nights[first], nights[first] + timedelta(days=count)
            )

        answer = await hotel.store.read(ask(kind, 0, _A_LOOK_AHEAD))
        wanted = [seen.left(kind, night) for night in nights]
        assert [night.available for night in answer.nights] == wanted, (told, kind)
        assert answer.tonight is not None
        tonight = (answer.tonight.ready_now, answer.tonight.to_turn)
        assert tonight == (seen.ready_now(kind), seen.to_turn(kind)), (told, kind)
        assert answer.nights[0].available <= sum(tonight), (told, kind)
        day_use = await hotel.store.read(ask(kind, 1, 0))
        assert day_use.available == wanted[1], (told, kind)


async def run(seed: int, make: MakeStore) -> None:
    """One random hotel, from its opening to its availability."""
    random, clock = Random(seed), SetClock()
    hotel = RandomHotel(make(a_hotel(random, f"hotel-{seed}"), clock), clock, random)
    await hotel.open()
    await hotel.days(random.randint(1, 4), acts=random.randint(4, 9))
    await compare(hotel, f"seed {seed}")


async def test_a_thousand_hotels_sell_what_the_model_sells() -> None:
    for seed in range(MEMORY_HOTELS):
        await run(seed, MemoryStore)


@pytest.fixture
async def database(place: str, sqlite_template: Path) -> AsyncIterator[Database]:
    """A database for many hotels."""
    lay_schema(place, sqlite_template)
    opened = await Database.open(place)
    yield opened
    await opened.close()


@pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
async def test_hotels_in_a_database_sell_what_the_model_sells(database: Database) -> None:
    for seed in range(STORED_HOTELS):
        hotel = a_hotel(Random(seed), f"hotel-{seed}")
        await database.create_hotel(hotel)
        await run(seed, database.hotel)
