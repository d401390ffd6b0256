"""A server that crashes, fails over or has a full disk: nothing acknowledged is lost or doubled."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import StoreUnavailable
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database, HotelStore
from tests.engines import administer, server
from tests.grand_hotel import ANA, GRAND, SetClock, furnish
from tests.missing_parts import skip_for_want_of
from tests.store.postgresql.cluster import Cluster, cluster, folder

RECOVERED_WITHIN_SECONDS = 15.0
NUMBERS = ["101", "102", "103", "104"]


@pytest.fixture
def own() -> Iterator[Cluster]:
    """A server of the test's own."""
    server()
    with cluster() as one:
        yield one


async def moved_in(url: str) -> tuple[Database, HotelStore]:
    database = await Database.open(url)
    await database.create_hotel(GRAND)
    store = database.hotel(GRAND, SetClock())
    await store.write(furnish)
    return database, store


class Attendants:
    """Four people, each noting something about a room again and again.

    An act that is refused is tried again as the same act, as the screen does.
    """

    def __init__(self, store: HotelStore) -> None:
        self._store = store
        self.done: list[Act] = []
        self.refusals: list[str] = []
        self.longest = 0.0
        self._is_ending = False

    async def __aenter__(self) -> "Attendants":
        self._tasks = [asyncio.create_task(self._work(number)) for number in NUMBERS]
        await self.do(8)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_ending = True
        await asyncio.gather(*self._tasks)

    async def do(self, more: int) -> None:
        """Wait until so many more acts are done."""
        wanted = len(self.done) + more
        await self.until(lambda: len(self.done) >= wanted)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(60):
            while not is_so():
                await asyncio.sleep(0.01)
                for task in self._tasks:
                    if task.done():
                        task.result()

    async def _work(self, number: str) -> None:
        while not self._is_ending:
            act = Act(ANA, Via.BOARD)
            began = time.monotonic()
            while not await self._is_done(act, number):  # noqa: ASYNC110 - a person trying again
                await asyncio.sleep(0.1)
            self.longest = max(self.longest, time.monotonic() - began)
            self.done.append(act)

    async def _is_done(self, act: Act, number: str) -> bool:
        def note(work: UnitOfWork) -> object:
            return perform(work, act, TurnRequest(Verb.NOTE, number, note="seen"))

        try:
            await self._store.write(note)
        except StoreUnavailable as refusal:
            self.refusals.append(str(refusal))
            return False
        return True


async def see_that_each_is_done_once(store: HotelStore, attendants: Attendants) -> None:
    events = await store.read(lambda work: work.events.after(0, 100_000))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert sorted(str(event.act_id) for event in events) == sorted(
        str(act.id) for act in attendants.done
    )
    assert attendants.longest < RECOVERED_WITHIN_SECONDS


async def test_a_server_that_crashes_and_comes_back_loses_nothing_it_acknowledged(
    own: Cluster,
) -> None:
    database, store = await moved_in(own.url())
    mark = await store.mark()
    async with Attendants(store) as attendants:
        for _ in range(2):
            await asyncio.to_thread(own.stop)
            with pytest.raises(StoreUnavailable, match="cannot be reached"):
                await store.news(mark)
            await asyncio.to_thread(own.start)
            await attendants.do(8)
    await see_that_each_is_done_once(store, attendants)
    assert len((await store.news(mark)).events) == len(attendants.done)
    await database.close()


async def test_another_server_takes_over_with_everything_that_was_acknowledged(
    own: Cluster,
) -> None:
    with folder() as home:
        standby = Cluster(home)
        await asyncio.to_thread(standby.make_standby_of, own)
        await asyncio.to_thread(standby.start)
        # What is acknowledged is on both.
        administer("ALTER SYSTEM SET synchronous_standby_names = '*'", own.url())
        administer("SELECT pg_reload_conf()", own.url())
        both = f"postgresql://postgres@127.0.0.1:{own.port},127.0.0.1:{standby.port}/postgres"
        database, store = await moved_in(both)
        try:
            async with Attendants(store) as attendants:
                await asyncio.to_thread(own.stop)
                await asyncio.to_thread(standby.promote)
                administer("ALTER SYSTEM RESET synchronous_standby_names", standby.url())
                administer("SELECT pg_reload_conf()", standby.url())
                await attendants.do(8)
            await see_that_each_is_done_once(store, attendants)
        finally:
            await database.close()
            await asyncio.to_thread(standby.stop)


@pytest.fixture
def small_disk(own: Cluster) -> Iterator[Path]:
    """A disk of 24 MiB, owned by who runs the server."""
    if os.geteuid() != 0:
        skip_for_want_of("small disk", "run as root")
    with folder() as home:
        place = home / "disk"
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=True)
        try:
            shutil.chown(place, "postgres", "postgres")
            place.chmod(0o700)
            yield place
        finally:
            own.stop()
            subprocess.run(["umount", place], check=True)


@pytest.mark.needs("mount")
async def test_a_full_disk_is_told_and_what_was_done_before_stays(
    own: Cluster, small_disk: Path
) -> None:
    space = small_disk / "space"
    space.mkdir()
    shutil.chown(space, "postgres", "postgres")
    administer(f"CREATE TABLESPACE small LOCATION '{space}'", own.url())
    administer("CREATE DATABASE hotel TABLESPACE small", own.url())
    database, store = await moved_in(own.url("hotel"))
    filler = small_disk / "filler"
    async with Attendants(store) as attendants:
        # The server writes meanwhile: filled until nothing more goes in.
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as opened:
            while opened.write(bytes(4096)):
                pass
        await attendants.until(lambda: bool(attendants.refusals))
        filler.unlink()
        await attendants.do(8)
    assert "is full; free some space, nothing was written" in attendants.refusals[0]
    await see_that_each_is_done_once(store, attendants)
    await database.close()
