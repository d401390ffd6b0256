"""A backup shows the house as it was; guests who have left since stay erased all the same."""

from pathlib import Path

import pytest

from housekeeper.core.acts import Source
from housekeeper.core.errors import NotPossible, StoreUnusable
from housekeeper.core.stays import chat, checkout, front_desk
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.guest_keys import key_file_copies
from housekeeper.store.guest_keys.key_file import KeyFile
from housekeeper.store.guest_keys.sealed_words import UNREADABLE
from housekeeper.store.transfer.restore import restore
from tests.engines import only_on_sqlite
from tests.grand_hotel import DESK, GRAND, a_booking, act_of
from tests.stored_house import StoredHouse

pytestmark = only_on_sqlite


@pytest.fixture
async def yesterday(house: StoredHouse) -> Path:
    """The backup of a house with guests in 101 and 102, and one more who is expected."""
    names = {"B1": "Ondina", "B2": "Zbigniew", "B3": "Perpetua"}
    await house.book(*(a_booking(one, guest_name=name) for one, name in names.items()))

    def live(work: UnitOfWork) -> None:
        for reference, number in (("B1", "101"), ("B2", "102")):
            front_desk.check_in(work, act_of(DESK), reference, number)
            chat.send_as_staff(work, act_of(DESK), number, f"welcome to {number}")

    await house.store.write(live)
    backup = house.path.with_name("backup.db")
    await house.store.database.backup(backup)
    return backup


async def check_out(house: StoredHouse, *numbers: str) -> None:
    await house.store.write(lambda work: checkout.check_out(work, act_of(DESK), numbers))
    await house.store.database.settle()


async def names_in(house: StoredHouse, number: str) -> list[str]:
    return await house.store.read(lambda work: work.guests.names(number))


async def test_a_guest_who_left_since_the_backup_is_checked_out_again(
    house: StoredHouse, yesterday: Path
) -> None:
    await check_out(house, "101")
    restored = await restore(house.path, yesterday, may_discard=True)
    assert restored.erased_again.rooms == (("grand", "101"),)
    assert restored.erased_again.unreadable == ()
    assert (await house.room("101")).turn_status == "CHECKOUT_DIRTY"
    assert not (await house.room("101")).is_occupied
    assert await names_in(house, "102") == ["Zbigniew"]
    [event] = await house.store.read(lambda work: work.events.after(2, 10))
    assert (event.room_number, event.staff_code, event.source) == ("101", "SYSTEM", Source.SYSTEM)
    booking = await house.store.read(lambda work: work.bookings.get("B1"))
    assert (booking.status, booking.guest_name) == ("COMPLETED", None)
    await house.store.write(lambda work: front_desk.check_in(work, act_of(DESK), "B3", "103"))
    await house.store.write(lambda work: chat.send_as_staff(work, act_of(DESK), "103", "hello"))
    [message] = await house.store.read(lambda work: work.guests.messages("103"))
    assert (message.body, await names_in(house, "103")) == ("hello", ["Perpetua"])


async def test_a_name_whose_key_is_gone_is_forgotten_again(
    house: StoredHouse, yesterday: Path
) -> None:
    await house.store.write(lambda work: front_desk.check_in(work, act_of(DESK), "B3", "103"))
    await check_out(house, "103")
    restored = await restore(house.path, yesterday, may_discard=True)
    assert (restored.erased_again.rooms, restored.erased_again.names) == ((), 1)
    assert (await house.store.read(lambda work: work.bookings.get("B3"))).guest_name is None


async def test_without_the_keys_the_words_are_lost_and_counted_and_the_house_goes_on(
    house: StoredHouse, yesterday: Path
) -> None:
    await house.store.database.close()
    for file in house.path.parent.glob("hotel.db*"):
        file.unlink()
    restored = await restore(house.path, yesterday, may_discard=False)
    assert dict(restored.erased_again.unreadable) == {
        "names of bookings": 3,
        "names of guests": 2,
        "messages": 2,
    }
    assert await names_in(house, "101") == [UNREADABLE]
    await check_out(house, "101")
    assert (await house.room("101")).turn_status == "CHECKOUT_DIRTY"


async def copied_keys(house: StoredHouse) -> Path:
    """A copy of the keys as they are now."""
    copy, database = house.path.with_name("keys.copy"), house.store.database
    assert isinstance(database.keys, KeyFile)
    key_file_copies.copy_keys(database.keys, copy, (await house.store.mark()).database_id, 3)
    assert copy.stat().st_mode & 0o077 == 0
    return copy


async def test_a_copy_of_the_keys_brings_the_words_back(
    house: StoredHouse, yesterday: Path
) -> None:
    copy = await copied_keys(house)
    await house.store.database.close()
    for file in house.path.parent.glob("hotel.db*"):
        file.unlink()
    restored = await restore(house.path, yesterday, may_discard=False, keys_copy=copy)
    assert restored.erased_again.unreadable == ()
    assert await names_in(house, "101") == ["Ondina"]


async def test_a_copy_of_the_keys_brings_nobody_back_who_has_left(
    house: StoredHouse, yesterday: Path
) -> None:
    copy = await copied_keys(house)
    await check_out(house, "101")
    restored = await restore(house.path, yesterday, may_discard=True, keys_copy=copy)
    assert restored.erased_again.rooms == (("grand", "101"),)


async def test_keys_that_were_cut_off_are_made_good_from_a_copy(
    house: StoredHouse, yesterday: Path
) -> None:
    copy = await copied_keys(house)
    keys = house.path.with_name("hotel.db.keys")
    with keys.open("r+b") as opened:
        opened.truncate(keys.stat().st_size - 100)
    restored = await restore(house.path, yesterday, may_discard=True, keys_copy=copy)
    assert restored.erased_again.unreadable == ()
    assert await names_in(house, "102") == ["Zbigniew"]


async def test_the_keys_of_another_database_are_kept_and_never_mixed(
    house: StoredHouse, yesterday: Path, tmp_path: Path
) -> None:
    copy = await copied_keys(house)
    other = tmp_path / "elsewhere" / "other.db"
    other.parent.mkdir()
    database = await Database.open(str(other))
    await database.create_hotel(GRAND)
    store = StoredHouse(database.hotel(GRAND, house.clock), house.clock, str(other))
    from tests.grand_hotel import furnish

    await store.store.write(furnish)
    await store.book(a_booking("X1", guest_name="Somebody else"))
    await database.close()
    before = other.with_name("other.db.keys").read_bytes()
    with pytest.raises(NotPossible, match="another database"):
        await restore(other, yesterday, may_discard=False, keys_copy=copy)
    assert other.with_name("other.db.keys").read_bytes() == before
    (tmp_path / "no.keys").write_bytes(b"no keys")
    with pytest.raises(StoreUnusable, match="no keys of the database"):
        await restore(other, yesterday, may_discard=True, keys_copy=tmp_path / "no.keys")
    assert other.with_name("other.db.keys").read_bytes() == before
    restored = await restore(other, yesterday, may_discard=True, keys_copy=copy)
    assert restored.keys_aside is not None
    assert restored.keys_aside.read_bytes() == before
    assert await names_in(store, "101") == ["Ondina"]
    await store.store.database.close()
