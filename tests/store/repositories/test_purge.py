"""A checkout erases its guest whole, and nobody else, over a database."""

from sqlalchemy import Connection, select

from benchmarks.statements import statements_of_new_connections
from housekeeper.core.acts import EventKind
from housekeeper.core.stays.checkout import (
    check_out,
)
from housekeeper.store import tables
from housekeeper.store.database import Database
from tests.core.stays.test_checkout import ONE_GUEST, a_guest_in, checked_out
from tests.engines import only_on_sqlite
from tests.grand_hotel import DESK, act_of
from tests.stored_house import StoredHouse


async def rows_of_guests(house: StoredHouse) -> dict[str, int]:
    """How many rows each table of guests holds."""
    guests = (
        tables.guest,
        tables.guest_room,
        tables.guest_chat_session,
        tables.conversation,
        tables.conversation_participant,
        tables.room_message,
        tables.room_order,
        tables.room_order_item,
        tables.breakfast_order,
        tables.breakfast_order_item,
    )

    def count(connection: Connection) -> dict[str, int]:
        return {table.name: len(connection.execute(select(table)).all()) for table in guests}

    return await house.store.database.run(count, "DEFERRED")


async def test_not_one_row_of_the_guest_is_left_and_no_neighbour_is_touched(
    house: StoredHouse,
) -> None:
    await a_guest_in(house, "101", "C1")
    alone = await rows_of_guests(house)
    await a_guest_in(house, "102", "C2")
    await checked_out(house, "102")
    assert await rows_of_guests(house) == alone
    await checked_out(house, "101")
    assert set((await rows_of_guests(house)).values()) == {0}


async def test_the_event_carries_counts_and_nothing_personal(house: StoredHouse) -> None:
    await a_guest_in(house, "101", "C1")
    receipt = await checked_out(house, "101")
    [caused] = receipt.events
    assert (caused.kind, caused.deleted) == (EventKind.CHECKED_OUT, ONE_GUEST)

    def words(connection: Connection) -> str:
        return repr(connection.execute(select(tables.room_event)).all())

    written = await house.store.database.run(words, "DEFERRED")
    pin = await house.store.read(lambda work: work.rooms.pin("101"))
    for secret in ("Guest C1", "hello from", "tea", "phone", pin):
        assert secret not in written


@only_on_sqlite
async def test_one_room_and_many_take_the_same_number_of_statements(house: StoredHouse) -> None:
    for n in range(1, 5):
        await a_guest_in(house, f"10{n}", f"C{n}")
    with statements_of_new_connections() as statements:
        database = await Database.open(house.target)
    store = database.hotel(house.store.hotel, house.clock)

    async def counted(*numbers: str) -> int:
        await database.settle()
        statements.clear()
        await store.write(lambda work: check_out(work, act_of(DESK), numbers))
        return len(statements)

    # The first unit opens the connection.
    await store.write(lambda work: work.rooms.get("101"))
    one, three = await counted("101"), await counted("102", "103", "104")
    await database.close()
    assert one == three
    assert one <= 24
