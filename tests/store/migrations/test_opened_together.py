"""Terminals that are opened together after an update wait for the one that migrates."""

import asyncio
import multiprocessing
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from housekeeper.store.database import Database
from housekeeper.store.migrations.migrate import newest
from housekeeper.store.sqlite.connection import SqliteConnection
from tests.engines import connected, postgresql_database
from tests.store.version_one import make_version_one, version

PROGRAMS, ROUNDS = 4, 10


def open_each(together: Barrier, targets: Sequence[str], told: "Queue[str]") -> None:
    """One program that opens every database, each at the same moment as the others do."""

    async def open_one(target: str) -> None:
        database = await Database.open(target)
        await database.settle()
        await database.close()

    for target in targets:
        together.wait()
        try:
            asyncio.run(open_one(target))
            told.put("")
        except Exception as fault:
            told.put(repr(fault))


def refusals(targets: Sequence[str]) -> list[str]:
    """With what programs were refused that open each of these at once; nothing for none."""
    context = multiprocessing.get_context("spawn")
    together, told = context.Barrier(PROGRAMS), context.Queue()
    programs = [
        context.Process(target=open_each, args=(together, targets, told)) for _ in range(PROGRAMS)
    ]
    for one in programs:
        one.start()
    answers = [told.get(timeout=60) for _ in range(PROGRAMS * len(targets))]
    for one in programs:
        one.join()
    return [answer for answer in answers if answer]


def test_four_programs_that_start_on_an_old_file_are_all_let_in(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.db" for number in range(ROUNDS)]
    for file in files:
        make_version_one(file)
    assert refusals([str(file) for file in files]) == []
    assert {version(file) for file in files} == {newest()}
    assert {version(file.with_name(f"{file.name}.schema-1.backup")) for file in files} == {1}


def test_four_programs_that_start_on_an_empty_database_of_a_server_are_all_let_in() -> None:
    with postgresql_database() as one, postgresql_database() as another:
        assert refusals([one, another]) == []


async def test_a_migration_may_take_longer_than_others_wait_for_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, waits = tmp_path / "old.db", asyncio.Event()
    make_version_one(old)
    monkeypatch.setattr("housekeeper.store.sqlite.connection._PRAGMAS", ("PRAGMA busy_timeout=20",))
    loop, run_unit = asyncio.get_running_loop(), SqliteConnection.run_unit

    def told(*given: object) -> object:
        try:
            return run_unit(*given)  # type: ignore[arg-type]
        except OperationalError:
            loop.call_soon_threadsafe(waits.set)
            raise

    monkeypatch.setattr(SqliteConnection, "run_unit", told)
    with closing(sqlite3.connect(old, isolation_level=None)) as migrating:
        migrating.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(Database.open(str(old)))
        await waits.wait()
        migrating.execute("ROLLBACK")
    await (await opening).close()
    assert version(old) == newest()


async def test_a_migration_on_a_server_may_take_longer_than_others_wait_for_a_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("housekeeper.store.postgresql.connection._TIMEOUTS", {"lock_timeout": 50})
    with postgresql_database() as url, closing(connected(url)) as migrating:
        migrating.execute("SELECT pg_advisory_xact_lock(%s)", (0x686F7573656B,))
        opening = asyncio.create_task(Database.open(url))

        def wait_for_the_waiting() -> None:
            ours = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            row = None
            while row != (1,) and not opening.done():
                row = migrating.execute(ours).fetchone()
            # Beyond the time after which others give up.
            migrating.execute("SELECT pg_sleep(0.2)")

        await asyncio.to_thread(wait_for_the_waiting)
        assert not opening.done()
        migrating.rollback()
        await (await opening).close()
