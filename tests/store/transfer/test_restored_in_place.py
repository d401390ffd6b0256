"""A database that was put back by other tools than ours is made as safe as by a restore."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, select, update

from housekeeper.core.stays import chat, checkout, front_desk
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.tables import booking, guest_chat_session, room
from housekeeper.store.transfer.restored_in_place import settle_in_place
from tests.grand_hotel import DESK, a_booking, act_of
from tests.stored_house import StoredHouse

Rows = dict[str, list[dict[str, object]]]
_TABLES = (room, booking, guest_chat_session)


def read_all(connection: Connection) -> Rows:
    """Rooms, bookings and sessions, as a tool of the server dumps them."""
    return {
        one.name: [dict(row) for row in connection.execute(select(one)).mappings()]
        for one in _TABLES
    }


def put_back(connection: Connection, rows: Rows) -> None:
    """The same rows as they were dumped."""
    connection.execute(guest_chat_session.delete())
    for one in (room, booking):
        for row in rows[one.name]:
            connection.execute(update(one).where(one.c.id == row["id"]).values(row))
    for row in rows[guest_chat_session.name]:
        connection.execute(guest_chat_session.insert().values(row))


@pytest.fixture
async def restored(house: StoredHouse) -> AsyncIterator[tuple[Database, dict[str, str]]]:
    """A house put back to when guests were in 101 and 102; he of 101 has left. Tokens by room."""
    await house.book(a_booking("N1"), a_booking("N2"))
    tokens = {}

    def arrive(work: UnitOfWork, reference: str, number: str) -> str:
        front_desk.check_in(work, act_of(DESK), reference, number)
        opened = chat.open_session(work, number, work.rooms.pin(number))
        assert isinstance(opened, chat.SessionOpened)
        return opened.token

    for reference, number in (("N1", "101"), ("N2", "102")):
        tokens[number] = await house.store.write(
            lambda work, one=reference, room=number: arrive(work, one, room)  # type: ignore[misc]
        )
    database = house.store.database
    dump = await database.run(read_all, "DEFERRED")
    await house.store.write(lambda work: checkout.check_out(work, act_of(DESK), ["101"]))
    await database.settle()
    await database.run(lambda connection: put_back(connection, dump), "IMMEDIATE")
    opened = await Database.open(house.target, to_copy=True)
    yield opened, tokens
    await opened.close()


async def pins_of(house: StoredHouse) -> dict[str, str]:
    return await house.store.read(
        lambda work: {one.number: work.rooms.pin(one.number) for one in work.rooms.all()}
    )


async def test_who_has_left_is_checked_out_again_and_every_vacant_room_has_a_new_pin(
    house: StoredHouse, restored: tuple[Database, dict[str, str]]
) -> None:
    database, tokens = restored
    before, mark = await pins_of(house), await house.store.mark()
    assert (await database.key_report()).left == 1
    done = await settle_in_place(database, has_old_keys=False)
    assert (done.rooms, done.new_pins) == ((("grand", "101"),), {})
    assert (await database.key_report()).left == 0
    after = await pins_of(house)
    assert [number for number in after if after[number] == before[number]] == ["102"]
    states = [
        await house.store.read(lambda work, one=tokens[number]: chat.validate(work, one))  # type: ignore[misc]
        for number in ("101", "102")
    ]
    assert states == [chat.TokenState.NOT_FOUND, chat.TokenState.ACTIVE]
    assert (await house.store.mark()).generation > mark.generation


async def test_where_the_keys_were_put_back_too_no_old_pin_and_no_token_opens_a_room(
    house: StoredHouse, restored: tuple[Database, dict[str, str]]
) -> None:
    database, tokens = restored
    before = await pins_of(house)
    done = await settle_in_place(database, has_old_keys=True)
    assert list(done.new_pins) == [("grand", "102")]
    after = await pins_of(house)
    assert not [number for number in after if after[number] == before[number]]
    state = await house.store.read(lambda work: chat.validate(work, tokens["102"]))
    assert state is chat.TokenState.NOT_FOUND
