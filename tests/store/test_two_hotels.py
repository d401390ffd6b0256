"""Two hotels in one database know nothing of each other, whatever either of them does.

Every method of every port, and every service of core, is tried in each of two hotels that look
alike, and in a copy of their database without the other one: the answers must be the same,
and the other hotel's rows must stay as they were. A method without a call makes a test fail.
"""

import importlib
import inspect
import pkgutil
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import get_type_hints

import pytest
import pytest_asyncio
from sqlalchemy import Connection, and_, delete

import housekeeper.core
from housekeeper.core.hotel import Hotel
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.pusher.messages import private_channel
from housekeeper.store.database import Database, HotelStore
from housekeeper.store.transfer.copy_database import copy_hotels
from housekeeper.store.transfer.rows import COPIED
from tests.engines import postgresql_database, server
from tests.grand_hotel import GRAND, SetClock
from tests.store.two_hotels import PALACE, Known, live_in, rows_of, tried
from tests.store.two_hotels_calls import OF_THE_DATABASE, PORTS, SERVICES, Call

_A_SET = re.compile(r"frozenset\(\{(.*?)\}\)")

one_loop = pytest.mark.asyncio(loop_scope="module")


class CountedPins:
    """PINs that are the same wherever the same is done."""

    count = 0

    def new_pin(self) -> str:
        self.count += 1
        return f"{self.count:06d}"


@dataclass
class Two:
    """One hotel as it is beside the other, and in a database without that."""

    beside: HotelStore
    alone: HotelStore
    other: Hotel
    others: Known


def _without(connection: Connection, slug: str) -> None:
    rows = rows_of(connection, slug)
    for table in reversed(COPIED):
        names = [column.name for column in table.columns]
        for row in rows[table.name]:
            values = dict(zip(names, row, strict=True))
            connection.execute(
                delete(table).where(and_(*(key == values[key.name] for key in table.primary_key)))
            )


async def _make(folder: Path) -> dict[str, Known]:
    """The file with both hotels, and one without each of them; what is known of either."""
    both = await Database.open(str(folder / "both.db"))
    known = {}
    for hotel, mark in ((GRAND, "first"), (PALACE, "second")):
        await both.create_hotel(hotel)
        known[hotel.slug] = await both.hotel(hotel, SetClock()).write(
            lambda work, mark=mark: live_in(work, mark)  # type: ignore[misc]
        )
    await both.close()
    for left_out in (GRAND, PALACE):
        path = folder / f"without {left_out.slug}.db"
        for ending in ("", ".keys"):
            shutil.copy(f"{folder / 'both.db'}{ending}", f"{path}{ending}")
        database = await Database.open(str(path))
        await database.run(lambda lent, slug=left_out.slug: _without(lent, slug), "IMMEDIATE")  # type: ignore[misc]
        await database.close()
    return known


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def twins(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[list[Two]]:
    """Each hotel of two, on each engine."""
    folder = tmp_path_factory.mktemp("twins")
    known = await _make(folder)
    names = ("both", f"without {GRAND.slug}", f"without {PALACE.slug}")
    with ExitStack() as made:
        if request.param == "sqlite":
            places = {name: str(folder / f"{name}.db") for name in names}
        else:
            server()
            places = {name: made.enter_context(postgresql_database()) for name in names}
            for name in names:
                file = await Database.open(str(folder / f"{name}.db"))
                target = await Database.open(places[name], to_copy=True)
                at = datetime(2026, 11, 22, tzinfo=UTC)
                await copy_hotels(file, target, None, at, lambda table, count: None)
                await file.close()
                await target.close()
        opened = {name: await Database.open(places[name], pins=CountedPins()) for name in names}
        clock = SetClock()
        yield [
            Two(
                opened["both"].hotel(hotel, clock),
                opened[f"without {other.slug}"].hotel(hotel, clock),
                other,
                known[other.slug],
            )
            for hotel, other in ((GRAND, PALACE), (PALACE, GRAND))
        ]
        for database in opened.values():
            await database.close()


async def _see_that_it_is_the_same(twins: list[Two], call: Call) -> None:
    for two in twins:
        answers = []
        for store in (two.beside, two.alone):
            pins = store.database.pins
            assert isinstance(pins, CountedPins)
            pins.count = 0
            answer, is_same = await tried(store, two.other.slug, partial(_called, call, two.others))
            assert is_same, f"{two.other.name} was changed from {store.hotel.name}"
            answers.append(_told(answer))
        assert answers[0] == answers[1]


def _called(call: Call, others: Known, work: UnitOfWork) -> object:
    return call(work, others)


def _told(answer: object) -> str:
    """An answer as text; sets in an order, for they have none."""
    if isinstance(answer, frozenset | set):
        return repr(sorted(answer))
    return re.sub(
        r"frozenset\(\{(.*?)\}\)", lambda found: str(sorted(found[1].split(", "))), repr(answer)
    )


@one_loop
@pytest.mark.parametrize("name", PORTS)
async def test_what_a_hotel_asks_of_the_store_is_about_itself(twins: list[Two], name: str) -> None:
    await _see_that_it_is_the_same(twins, PORTS[name])


@one_loop
@pytest.mark.parametrize("name", SERVICES)
async def test_what_is_done_in_a_hotel_is_done_in_it_alone(twins: list[Two], name: str) -> None:
    await _see_that_it_is_the_same(twins, SERVICES[name])


def test_every_method_of_every_port_is_tried() -> None:
    ports = {
        f"{name}.{method}"
        for name, port in get_type_hints(UnitOfWork).items()
        if getattr(port, "__module__", "").endswith(".repository")
        for method in vars(port)
        if not method.startswith("_")
    }
    assert ports - OF_THE_DATABASE == set(PORTS)


def test_every_service_is_tried() -> None:
    services = set()
    for module in pkgutil.walk_packages(housekeeper.core.__path__, "housekeeper.core."):
        found = importlib.import_module(module.name)
        for name, function in inspect.getmembers(found, inspect.isfunction):
            is_own = function.__module__ == found.__name__ and not name.startswith("_")
            if is_own and next(iter(inspect.signature(function).parameters), "") == "work":
                services.add(f"{module.name.rpartition('.')[2]}.{name}")
    # These only write down what another service did.
    writing = {name for name in services if name.startswith("write_change.")}
    writing.add("changed_rooms.record_imported")
    assert services - writing - OF_THE_DATABASE == set(SERVICES)


def test_each_hotel_has_a_channel_of_its_own() -> None:
    assert private_channel(GRAND.slug) != private_channel(PALACE.slug)
