"""A hotel that the released program made goes on with this one."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from housekeeper.core.errors import KeysMissing
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.stays import chat
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.cipher import Seal
from housekeeper.store.guest_keys.stay_key import StayKey
from housekeeper.store.migrations.migrate import newest
from tests.grand_hotel import DESK, GRAND, SetClock, act_of
from tests.store.version_one import DATABASE_ID, WORDS, make_version_one, shape, version

_KILLED_IN_ITS_STEP = """
import asyncio, os, signal, sys
from housekeeper.store.database import Database
from housekeeper.store.migrations.migrate import MIGRATIONS, Migration

def killed(connection, keys):
    MIGRATIONS[0].apply(connection, keys)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(Database.open(sys.argv[1], migrations=(Migration(2, killed),)))
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


async def test_who_waits_in_an_older_hotel_is_counted(old: Path, clock: SetClock) -> None:
    """Guests whom nobody has answered yet, and orders that nobody has brought."""
    answered = "INSERT INTO room_message VALUES (2, 2, 'STAFF', 'Dora', 'yes', ?)"
    asked_again = "INSERT INTO room_message VALUES (2, 3, 'GUEST', NULL, 'and soap', ?)"
    done = "UPDATE room_order SET completed_at = ? WHERE room_id = 2"
    later = "2026-11-21T09:30:00.000000+00:00"
    with closing(sqlite3.connect(old)) as opened, opened:
        for statement in (answered, asked_again, done):
            opened.execute(statement, (later,))
    database = await Database.open(str(old))
    rooms = await database.hotel(GRAND, clock).read(lambda work: work.rooms.all())
    first, moment = datetime(2026, 11, 20, 14, tzinfo=UTC), datetime.fromisoformat(later)
    assert [
        (
            room.messages_waiting,
            room.messages_waiting_since,
            room.orders_open,
            room.orders_open_since,
        )
        for room in rooms
    ] == [(1, first, 2, first), (1, moment, 0, None), (0, None, 0, None)]
    await database.close()


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


async def words_of(database: Database, clock: SetClock) -> list[str]:
    """Every word of a guest in the hotel, as the program shows it."""

    def look(work: UnitOfWork) -> list[str]:
        found = [work.bookings.get(one).guest_name or "" for one in ("R1", "R2")]
        for room in ("101", "102"):
            found += work.guests.names(room)
            found += [message.body for message in work.guests.messages(room)]
        found += [item.name for order in work.orders.open() for item in order.items]
        return found

    return await database.hotel(GRAND, clock).read(look)


async def test_what_guests_wrote_is_sealed_and_read_as_before(old: Path, clock: SetClock) -> None:
    database = await Database.open(str(old))
    written = [word for kind, words in WORDS.items() for word in words if "fcm" not in kind]
    assert sorted(await words_of(database, clock)) == sorted(written)
    await database.close()
    with closing(sqlite3.connect(old)) as opened:
        dump = "\n".join(opened.iterdump())
        [kept] = opened.execute("SELECT fcm_token FROM guest_chat_session").fetchone()
    assert not [word for words in WORDS.values() for word in words if word in dump]
    assert database.keys.live() == {1, 2, 3}
    key = database.keys.read([1])[1]
    assert isinstance(key, StayKey)
    assert Seal(key).open(kept) == "fcm-token-of-a-phone"


async def test_the_key_of_a_guest_without_a_booking_goes_with_him(
    old: Path, clock: SetClock
) -> None:
    database = await Database.open(str(old))
    store = database.hotel(GRAND, clock)
    await store.write(lambda work: import_staff(work, [StaffRow(2, DESK)]))
    more = partial(chat.send_as_staff, act=act_of(DESK), room_number="102", text="here they are")
    await store.write(more)
    told = await store.read(lambda work: [one.body for one in work.guests.messages("102")])
    assert told == [WORDS["room_message.body"][1], "here they are"]
    before = database.keys.live()
    await store.write(lambda work: check_out(work, act_of(DESK), ["102"]))
    await database.settle()
    assert len(before - database.keys.live()) == 1
    assert (await database.key_report()).unreadable == {}
    await database.close()


async def test_a_hotel_whose_keys_cannot_be_made_stays_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    Path(f"{old}.keys").mkdir()
    with pytest.raises(KeysMissing, match="cannot be opened"):
        await Database.open(str(old))
    assert version(old) == 1
    assert old.read_bytes() == before
