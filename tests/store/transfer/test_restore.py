"""A backup shows the house as it was; guests who have left since stay erased all the same."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from housekeeper.core.acts import Source
from housekeeper.core.errors import NotPossible, StoreUnusable
from housekeeper.core.shift.handover import add_note
from housekeeper.core.stays import chat, checkout, front_desk
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.erasure.after_restore import ErasedAgain, erase_again
from housekeeper.store.guest_keys import key_file_copies
from housekeeper.store.guest_keys.key_file import KeyFile
from housekeeper.store.guest_keys.sealed_words import UNREADABLE
from housekeeper.store.guest_keys.stay_key import NoKey
from housekeeper.store.tables import key_erasure
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
    keys = database.keys
    await database.run(lambda one: key_file_copies.copy_keys(one, keys, copy), "IMMEDIATE")
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


async def test_a_copy_of_the_keys_has_none_of_a_guest_who_is_leaving(
    house: StoredHouse, yesterday: Path
) -> None:
    # As it is between the commit of a checkout and the overwriting of the key.
    await house.store.database.run(
        lambda connection: connection.execute(insert(key_erasure).values(number=1)), "IMMEDIATE"
    )
    copy = KeyFile(await copied_keys(house))
    assert house.store.database.keys.live() == {1, 2, 3}
    assert copy.live() == {2, 3}
    assert copy.read([1]) == {1: NoKey.ERASED}


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


def pins_in(path: Path) -> dict[str, str]:
    """The PINs of all rooms of a database file."""
    with closing(sqlite3.connect(path)) as opened:
        return dict(opened.execute("SELECT number, pin FROM room").fetchall())


async def opens(house: StoredHouse, number: str, pin: str) -> bool:
    """Whether this PIN opens a session in this room."""
    answer = await house.store.write(lambda work: chat.open_session(work, number, pin))
    return isinstance(answer, chat.SessionOpened)


async def state_of(house: StoredHouse, token: str) -> chat.TokenState:
    return await house.store.read(lambda work: chat.validate(work, token))


async def token_in(house: StoredHouse, number: str) -> str:
    """The token of a device of the guest in this room."""

    def open_session(work: UnitOfWork) -> str:
        opened = chat.open_session(work, number, work.rooms.pin(number))
        assert isinstance(opened, chat.SessionOpened)
        return opened.token

    return await house.store.write(open_session)


@pytest.fixture
async def nameless(house: StoredHouse) -> Path:
    """The backup of a house with guests in 101 and 102 of whom nobody has written a word."""
    await house.book(a_booking("N1"), a_booking("N2"), a_booking("N3"))
    for reference, number in (("N1", "101"), ("N2", "102")):
        await check_in(house, reference, number)
    backup = house.path.with_name("backup.db")
    await house.store.database.backup(backup)
    return backup


async def check_in(house: StoredHouse, reference: str, number: str) -> None:
    await house.store.write(
        lambda work: front_desk.check_in(work, act_of(DESK), reference, number, "as wished")
    )


async def test_a_guest_of_whom_nothing_was_sealed_is_checked_out_again(
    house: StoredHouse, nameless: Path
) -> None:
    before = pins_in(nameless)
    await check_out(house, "101")
    house.path.with_name("hotel.db").write_bytes(b"")
    restored = await restore(house.path, nameless, may_discard=True)
    assert restored.erased_again.rooms == (("grand", "101"),)
    assert not (await house.room("101")).is_occupied
    assert not await opens(house, "101", before["101"])
    assert await opens(house, "102", before["102"])


async def test_every_vacant_room_has_a_new_pin_and_guests_keep_theirs(
    house: StoredHouse, nameless: Path
) -> None:
    before = pins_in(nameless)
    restored = await restore(house.path, nameless, may_discard=True)
    after = pins_in(house.path)
    assert {number for number in after if after[number] == before[number]} == {"101", "102"}
    assert restored.erased_again.new_pins == {}


async def test_the_token_of_a_guest_who_left_since_is_not_found(house: StoredHouse) -> None:
    await house.book(a_booking("N1"), a_booking("N2"))
    await check_in(house, "N1", "101")
    await check_in(house, "N2", "102")
    gone, there = await token_in(house, "101"), await token_in(house, "102")
    backup = house.path.with_name("backup.db")
    await house.store.database.backup(backup)
    await check_out(house, "101")
    await restore(house.path, backup, may_discard=True)
    assert await state_of(house, gone) is chat.TokenState.NOT_FOUND
    assert await state_of(house, there) is chat.TokenState.ACTIVE


async def test_a_stay_that_began_without_a_key_is_ended_as_the_replaced_database_says(
    house: StoredHouse,
) -> None:
    await house.book(a_booking("N1"), a_booking("N2"))
    await check_in(house, "N1", "101")
    await check_in(house, "N2", "102")
    with closing(sqlite3.connect(house.path)) as opened, opened:
        opened.execute("UPDATE booking SET key_number = NULL")
    backup = house.path.with_name("backup.db")
    await house.store.database.backup(backup)
    before = pins_in(backup)
    await check_out(house, "101")
    restored = await restore(house.path, backup, may_discard=True)
    assert restored.erased_again.rooms == (("grand", "101"),)
    # Nobody can tell whether the guest in 102 would have left, had it been another day.
    pin = await house.store.read(lambda work: work.rooms.pin("102"))
    assert restored.erased_again.new_pins == {("grand", "102"): pin}
    assert not await opens(house, "102", before["102"])


async def test_keys_from_a_copy_tell_nothing_of_who_left_so_no_old_pin_opens_a_room(
    house: StoredHouse, nameless: Path
) -> None:
    before, token = pins_in(nameless), await token_in(house, "102")
    with_token = house.path.with_name("with token.db")
    await house.store.database.backup(with_token)
    copy = await copied_keys(house)
    await check_out(house, "101")
    await house.store.database.close()
    for file in house.path.parent.glob("hotel.db*"):
        file.unlink()
    for _ in range(2):
        # Once more: the keys lie in their place now, and tell as little.
        restored = await restore(house.path, with_token, may_discard=True, keys_copy=copy)
        assert list(restored.erased_again.new_pins) == [("grand", "101"), ("grand", "102")]
        for number in ("101", "102"):
            assert not await opens(house, number, before[number])
        assert await names_in(house, "101") == []
        assert await state_of(house, token) is chat.TokenState.NOT_FOUND


async def test_a_guest_who_leaves_while_the_backup_is_made_ready_has_left(
    house: StoredHouse, nameless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, calls = pins_in(nameless), 0

    async def overtaken(*given: Any) -> ErasedAgain:
        nonlocal calls
        done = await erase_again(*given)
        calls += 1
        if calls == 1:
            await house.store.write(lambda work: checkout.check_out(work, act_of(DESK), ["101"]))
        return done

    monkeypatch.setattr("housekeeper.store.transfer.restore.erase_again", overtaken)
    restored = await restore(house.path, nameless, may_discard=True)
    assert restored.erased_again.rooms == (("grand", "101"),)
    assert not await opens(house, "101", before["101"])
    assert house.store.database.keys.live() == {2}


async def test_numbers_that_were_given_out_since_the_backup_are_not_given_again(
    house: StoredHouse, nameless: Path
) -> None:
    note = await house.store.write(
        lambda work: add_note(work, act_of(DESK), "the lift is out of order")
    )
    await restore(house.path, nameless, may_discard=True)
    later = await house.store.write(
        lambda work: add_note(work, act_of(DESK), "the lift goes again")
    )
    assert later.id > note.id
