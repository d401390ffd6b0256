"""Check-in, room move, guest chat and orders, as the desk and the guest meet them."""

from sqlalchemy import Connection, select

from housekeeper.core.stays import chat
from housekeeper.core.stays.chat import PinRefused, SessionOpened
from housekeeper.store.database import Database
from housekeeper.store.tables import metadata
from tests.core.stays.test_front_desk import arrives, opened
from tests.grand_hotel import a_booking
from tests.stored_house import StoredHouse


async def test_wrong_pins_count_on_in_a_program_started_anew(house: StoredHouse) -> None:
    await house.book(a_booking("C1"))
    arrived = await arrives(house, "C1", "101")
    for _ in range(5):
        await opened(house, "101", "WRONG1")
    again = await Database.open(house.target)
    try:
        store = again.hotel(house.store.hotel, house.clock)
        refused = await store.write(lambda work: chat.open_session(work, "101", arrived.pin))
    finally:
        await again.close()
    assert isinstance(refused, PinRefused)
    assert "fifteen minutes" in refused.reason


def everything_in(connection: Connection) -> str:
    """Every value in every table."""
    return str([connection.execute(select(table)).all() for table in metadata.sorted_tables])


async def test_no_token_is_kept_in_the_database(house: StoredHouse) -> None:
    await house.book(a_booking("C1"))
    key = await opened(house, "101", (await arrives(house, "C1", "101")).pin)
    assert isinstance(key, SessionOpened)
    kept = await house.store.database.run(everything_in, "DEFERRED")
    assert "C1" in kept
    assert key.token not in kept
