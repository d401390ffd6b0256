"""A caller that goes away in the middle of a write: whom it leaves locked out."""

import asyncio
import gc
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.stored_house import StoredHouse

_LOOK = "SELECT pause_here() UNION ALL SELECT 2"


@pytest.fixture
def target(tmp_path: Path) -> str:
    """These tests are about a database file."""
    return str(tmp_path / "hotel.db")


class Pause:
    """A place in the middle of a statement, where it waits until the test lets it go on."""

    def __init__(self) -> None:
        self.is_reached, self._go_on = threading.Event(), threading.Event()

    def here(self) -> int:
        """What the statement calls."""
        self.is_reached.set()
        self._go_on.wait(30)
        return 1

    async def cancel_in_it(self, task: "asyncio.Task[Any]") -> None:
        """Cancel the task while its statement runs, and let the statement go on to its end."""
        await asyncio.to_thread(self.is_reached.wait, 30)
        task.cancel()
        await asyncio.sleep(0)
        self._go_on.set()
        with suppress(asyncio.CancelledError):
            await task


def is_locked(path: Path) -> bool:
    """Whether another program that wants to write is told that the database is locked."""
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """What is left over is left until the block ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def plain_engine(path: Path, pause: Pause) -> AsyncEngine:
    """The stock asynchronous driver, with transactions that begin as ours do."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.create_function("pause_here", 0, pause.here)

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def test_the_plain_driver_leaves_everyone_locked_out(house: StoredHouse) -> None:
    pause = Pause()
    engine = plain_engine(house.path, pause)

    async def unit() -> None:
        async with engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE room SET section = 'West'")
            await connection.exec_driver_sql(_LOOK)

    with no_garbage_collection():
        await pause.cancel_in_it(asyncio.create_task(unit()))
        # Its thread has nothing left to do, and the lock is still there.
        await asyncio.sleep(0.3)
        assert is_locked(house.path)
    await engine.dispose()


async def test_here_nobody_is_locked_out_and_the_act_is_whole(house: StoredHouse) -> None:
    pause = Pause()
    database = house.store.database

    def unit(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.create_function("pause_here", 0, pause.here)
        connection.exec_driver_sql("UPDATE room SET section = 'West'")
        connection.exec_driver_sql(_LOOK).fetchone()

    with no_garbage_collection():
        await pause.cancel_in_it(asyncio.create_task(database.run(unit, "IMMEDIATE")))
        # The next unit of the same connection comes after the one whose caller went away.
        await database.run(lambda connection: connection.exec_driver_sql("SELECT 1"), "IMMEDIATE")
        assert not is_locked(house.path)
    assert {room.section for room in await house.store.read(lambda work: work.rooms.all())} == {
        "West"
    }
