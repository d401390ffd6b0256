"""The numbers of guests, sessions, conversations and messages never come again."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select

from housekeeper.core.stays import chat
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.tables import conversation, guest, guest_chat_session, room_message
from housekeeper.store.transfer.copy_database import copy_hotels
from housekeeper.store.transfer.restore import restore
from tests.engines import only_on_sqlite
from tests.grand_hotel import DESK, a_booking, act_of
from tests.store.version_one import make_version_one
from tests.stored_house import StoredHouse

Ids = set[tuple[str, int]]


def comes_and_writes(work: UnitOfWork, reference: str, number: str) -> None:
    """A guest checks in, opens a session and writes; the staff answers."""
    arrived = check_in(work, act_of(DESK), reference, number, "upgrade")
    opened = chat.open_session(work, number, arrived.pin)
    assert isinstance(opened, SessionOpened)
    chat.send_as_guest(work, number, opened.token, "towels")
    chat.send_as_staff(work, act_of(DESK), number, "on our way")


def leave(work: UnitOfWork, numbers: Iterable[str]) -> None:
    check_out(work, act_of(DESK), numbers)


async def ids_in(database: Database) -> Ids:
    """Every such number that is in use, with its kind."""
    return await database.run(
        lambda connection: {
            (table.name, int(number))
            for table in (guest, guest_chat_session, conversation, room_message)
            for number in connection.scalars(select(table.c.id))
        },
        "DEFERRED",
    )


async def lives(house: StoredHouse, database: Database, reference: str, number: str) -> Ids:
    """Let a guest come and write in a hotel of this database; every number then in use."""
    store = database.hotel(house.store.hotel, house.clock)
    await store.write(lambda work: comes_and_writes(work, reference, number))
    return await ids_in(database)


async def test_no_number_comes_again_after_a_checkout(house: StoredHouse) -> None:
    await house.book(a_booking("C1"), a_booking("C2"), a_booking("C3"))
    seen: Ids = set()
    for reference, number in (("C1", "101"), ("C2", "102"), ("C3", "103")):
        ids = await lives(house, house.store.database, reference, number)
        assert len(ids) == 5
        assert not ids & seen
        seen |= ids
        await house.store.write(partial(leave, numbers=[number]))


@only_on_sqlite
async def test_no_number_given_since_a_backup_comes_again_after_its_restore(
    house: StoredHouse,
) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    database, backup = house.store.database, house.path.with_name("backup.db")
    await database.backup(backup)
    since = await lives(house, database, "C1", "101")
    await restore(house.path, backup, may_discard=True)
    after = await lives(house, database, "C2", "102")
    assert not after & since
    assert max(number for _, number in after) < 10_000

    # Without what was replaced nobody knows how far it had come.
    for left in house.path.parent.glob(f"{house.path.name}*"):
        if not left.name.endswith(".keys"):
            left.unlink()
    await restore(house.path, backup, may_discard=True)
    again = await Database.open(str(house.path))
    assert not await lives(house, again, "C1", "101") & (since | after)
    await again.close()


@only_on_sqlite
async def test_the_numbers_of_orders_go_on_too_after_a_restore(house: StoredHouse) -> None:
    await house.book(a_booking("C1"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    backup = house.path.with_name("backup.db")
    await house.store.database.backup(backup)
    tea = (OrderItem("tea", 1),)
    first = await house.store.write(lambda work: add_order(work, "101", tea, False))
    await restore(house.path, backup, may_discard=True)
    second = await house.store.write(lambda work: add_order(work, "101", tea, False))
    assert second.id.number == first.id.number + 1


async def test_a_copy_and_its_source_give_out_other_numbers(
    house: StoredHouse, tmp_path: Path
) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    source = house.store.database
    target = await Database.open(str(tmp_path / "copy.db"))
    at = datetime.now(UTC)
    await copy_hotels(source, target, None, at, lambda _name, _count: None)
    in_source = await lives(house, source, "C1", "101")
    in_copy = await lives(house, target, "C2", "102")
    assert not in_source & in_copy

    # And whoever comes back from the copy does not give out what the source gave meanwhile.
    third = await Database.open(str(tmp_path / "third.db"))
    await copy_hotels(target, third, None, at, lambda _name, _count: None)
    in_third = await lives(house, third, "C1", "101")
    assert not (in_third - in_copy) & in_source
    for opened in (target, third):
        await opened.close()


async def test_an_older_database_goes_on_far_above_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    make_version_one(path)
    await (await Database.open(str(path))).close()
    with closing(sqlite3.connect(path)) as opened:
        (last,) = opened.execute("SELECT last_guest_id FROM database_mark").fetchone()
        (highest,) = opened.execute("SELECT max(id) FROM room_message").fetchone()
    assert last >= highest + 1_000_000
