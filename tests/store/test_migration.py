"""A hotel that the released program made goes on with this one."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from housekeeper.store.database import Database
from housekeeper.store.schema import newest
from tests.store.conftest import GRAND, SetClock
from tests.store.version_one import DATABASE_ID, make_version_one, shape, version

_KILLED_IN_ITS_STEP = """
import asyncio, os, signal, sys
from housekeeper.store.database import Database
from housekeeper.store.schema import STEPS, Step

def killed(connection, keys):
    STEPS[0].apply(connection, keys)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(Database.open(sys.argv[1], steps=(Step(2, killed),)))
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A hotel of version 1."""
    path = tmp_path / "old.db"
    make_version_one(path)
    assert version(path) == 1
    return path


async def test_a_hotel_of_version_1_opens_with_its_rooms_and_bookings(
    old: Path, clock: SetClock
) -> None:
    database = await Database.open(str(old))
    assert (await database.facts())["schema_version"].startswith(f"{newest()} ")
    store = database.hotel(GRAND, clock)
    rooms = await store.read(lambda work: work.rooms.all())
    assert [(room.number, room.is_occupied) for room in rooms] == [
        ("101", True),
        ("102", True),
        ("103", False),
    ]
    assert {"R1", "R2", "R3"} == set(
        await store.read(lambda work: work.bookings.find(["R1", "R2", "R3"]))
    )
    assert (await store.mark()).database_id == DATABASE_ID
    await database.close()


async def test_a_migrated_hotel_and_a_new_one_have_the_same_tables(
    old: Path, tmp_path: Path
) -> None:
    await (await Database.open(str(old))).close()
    await (await Database.open(str(tmp_path / "new.db"))).close()
    assert shape(old) == shape(tmp_path / "new.db")


def test_a_migration_that_is_killed_leaves_version_1_whole(old: Path) -> None:
    before = shape(old)
    killed = subprocess.run([sys.executable, "-c", _KILLED_IN_ITS_STEP, str(old)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert version(old) == 1
    assert shape(old) == before


def test_a_migration_that_was_killed_is_done_at_the_next_start(old: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED_IN_ITS_STEP, str(old)], check=False)

    async def start() -> None:
        await (await Database.open(str(old))).close()

    asyncio.run(start())
    assert version(old) == newest()
