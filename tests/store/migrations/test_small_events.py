"""Version 10 keeps every event as it was, in few bytes, whole or not at all."""

import asyncio
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from housekeeper.core.acts import Verb, Via
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.rename import rename_room
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.store.database import Database
from housekeeper.store.migrations.migrate import newest
from tests.engines import postgresql_database, server
from tests.grand_hotel import ANA, GRAND, MANAGER, SetClock
from tests.store.version_nine import acts_of_visits, make_version_nine, old_events
from tests.store.version_one import make_version_one, shape, version

KILLED_AT_EVERY = 10


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A hotel of version 9, on each engine."""
    if request.param == "sqlite":
        target = str(tmp_path / "old.db")
        make_version_nine(target)
        yield target
        return
    server()
    with postgresql_database() as url:
        make_version_nine(url)
        yield url


async def events_of(database: Database) -> list[RoomEvent]:
    store = database.hotel(GRAND, SetClock())
    return await store.read(lambda work: work.events.after(0, 1000))


async def test_every_event_of_version_9_is_read_as_it_was(old: str) -> None:
    before, visits = old_events(old), acts_of_visits(old)
    assert len(before) == 16
    assert {one.undone_by is None for one in before} == {True, False}
    told: list[tuple[int, int]] = []
    database = await Database.open(old, progress=lambda *counts: told.append(counts))
    assert await events_of(database) == before
    assert told == [(16, 16)]
    store = database.hotel(GRAND, SetClock())
    rounds = await store.read(lambda work: work.rounds.visits(1))
    assert sorted(str(one.act_id) for one in rounds if one.act_id is not None) == visits
    await database.close()


async def test_acts_of_version_9_are_known_again_and_new_ones_follow(old: str) -> None:
    before = old_events(old)
    database = await Database.open(old)
    store = database.hotel(GRAND, SetClock())
    for one in before:
        retried = [one.act_id, one.room_number]
        assert await store.read(lambda work, of=retried: work.events.of_act_in_room(*of)) == one  # type: ignore[misc]
    renaming = before[13]
    again = Act(MANAGER, Via.BOARD, renaming.act_id)
    assert await store.write(lambda work: rename_room(work, again, "102", "1O2")) == renaming
    request = TurnRequest(Verb.NOTE, "103", note="soap")
    done = await store.write(lambda work: perform(work, Act(ANA, Via.BOARD), request))
    assert (await events_of(database))[-1] == done
    assert done.seq == len(before) + 1
    await database.close()


def run_killed_at(path: Path, statement: int) -> bool:
    """Open the file in a process that dies before this statement; False if it came to the end."""
    child = os.fork()
    if child == 0:
        _die_at(path, statement)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _die_at(path: Path, statement: int) -> None:
    count = 0

    def kill(*_: object) -> None:
        nonlocal count
        count += 1
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", kill)

    async def start() -> None:
        await (await Database.open(str(path))).close()

    try:
        asyncio.run(start())
    finally:
        os._exit(0)


@pytest.mark.parametrize("make", [make_version_one, make_version_nine], ids=["1", "9"])
def test_an_old_file_that_is_killed_at_any_statement_is_whole(
    tmp_path: Path, make: Callable[..., None]
) -> None:
    original = tmp_path / "original.db"
    make(original if make is make_version_one else str(original))
    was, number = shape(original), version(original)
    new = tmp_path / "new.db"

    async def start(path: Path) -> list[RoomEvent]:
        database = await Database.open(str(path))
        found = await events_of(database)
        await database.close()
        return found

    shutil.copy(original, new)
    whole = asyncio.run(start(new))
    statement, kills, path = KILLED_AT_EVERY, 0, tmp_path / "killed.db"
    while True:
        for left in tmp_path.glob("killed.db*"):
            left.unlink()
        shutil.copy(original, path)
        if not run_killed_at(path, statement):
            break
        kills += 1
        assert (version(path), shape(path)) == (number, was)
        statement += KILLED_AT_EVERY
    assert kills > 3
    assert version(path) == newest()
    assert asyncio.run(start(path)) == whole
