"""A stay's words are readable while its key lives, and no copy of them afterwards."""

import asyncio
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from housekeeper.core.acts import Verb
from housekeeper.core.errors import KeysMissing, Refused, StoreUnavailable
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.stays import chat
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in, move, set_late_checkout
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.engine import Mode
from housekeeper.store.guest_keys.overwrite import erased_stays, unreadable_words
from housekeeper.store.guest_keys.sealed_words import UNREADABLE
from housekeeper.store.tables import booking
from tests.engines import only_on_sqlite
from tests.grand_hotel import DESK, GRAND, a_booking, act_of
from tests.stored_house import StoredHouse

_ROOT = Path(__file__).parents[3]

NAME, LETTER, TEA = "Ondina Quintavalle", "the kettle hums at night", "juniper tonic"


async def a_guest_in(house: StoredHouse, number: str = "101", reference: str = "K1") -> None:
    """Check a guest in who writes and orders."""
    await house.book(a_booking(reference, guest_name=NAME))

    def live(work: UnitOfWork) -> None:
        arrived = check_in(work, act_of(DESK), reference, number, reason="asked for it")
        opened = chat.open_session(work, number, arrived.pin, fcm_token="a phone")
        assert isinstance(opened, SessionOpened)
        chat.send_as_guest(work, number, opened.token, LETTER)
        add_order(work, number, (OrderItem(TEA, 1),), is_breakfast=False)

    await house.store.write(live)


async def leaves(house: StoredHouse, number: str = "101") -> None:
    await house.store.write(lambda work: check_out(work, act_of(DESK), [number]))
    await house.store.database.settle()


async def words_in(house: StoredHouse, number: str) -> list[str]:
    """The words of the guest in a room, as the program shows them."""

    def look(work: UnitOfWork) -> list[str]:
        return [
            *work.guests.names(number),
            *(message.body for message in work.guests.messages(number)),
            *(item.name for order in work.orders.open(number) for item in order.items),
        ]

    return await house.store.read(look)


async def name_of(house: StoredHouse, reference: str) -> str | None:
    return await house.store.read(lambda work: work.bookings.get(reference).guest_name)


def live_keys(house: StoredHouse) -> set[int]:
    return house.store.database.keys.live()


async def test_a_guests_words_are_read_as_they_were_written(house: StoredHouse) -> None:
    await a_guest_in(house)
    assert await words_in(house, "101") == [NAME, LETTER, TEA]
    assert await name_of(house, "K1") == NAME


async def test_a_stay_has_one_key_which_goes_when_the_guest_leaves(house: StoredHouse) -> None:
    await a_guest_in(house, "101", "K1")
    await a_guest_in(house, "102", "K2")
    assert len(live_keys(house)) == 2
    await leaves(house, "101")
    assert len(live_keys(house)) == 1
    assert await words_in(house, "102") == [NAME, LETTER, TEA]


async def test_nothing_waits_to_be_overwritten_afterwards(house: StoredHouse) -> None:
    await a_guest_in(house)
    await leaves(house)
    report = await house.store.database.key_report()
    assert (report.waiting, report.unused, dict(report.unreadable)) == (0, 0, {})
    assert (report.facts.live, report.facts.erased, report.facts.trouble) == (0, 1, None)


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.NO_SHOW])
async def test_a_booking_that_will_not_come_loses_name_and_key(
    house: StoredHouse, status: BookingStatus
) -> None:
    await house.book(a_booking("K1", guest_name=NAME))
    assert len(live_keys(house)) == 1
    await house.book(a_booking("K1", guest_name=NAME, status=status))
    await house.store.database.settle()
    assert live_keys(house) == set()
    assert await name_of(house, "K1") is None


async def test_a_cancelled_booking_that_comes_after_all_gets_another_key(
    house: StoredHouse,
) -> None:
    await house.book(a_booking("K1", guest_name=NAME))
    await house.book(a_booking("K1", status=BookingStatus.CANCELLED))
    await house.book(a_booking("K1", guest_name=NAME))
    await house.store.database.settle()
    assert live_keys(house) == {2}
    assert await name_of(house, "K1") == NAME


async def test_words_move_with_their_guest_and_go_with_him(house: StoredHouse) -> None:
    await a_guest_in(house, "101", "K1")
    await house.store.write(lambda work: move(work, act_of(DESK), "K1", "102"))
    assert await words_in(house, "102") == [NAME, LETTER, TEA]
    await leaves(house, "102")
    assert live_keys(house) == set()


async def test_a_guest_without_a_name_gets_a_key_when_checking_in(house: StoredHouse) -> None:
    await house.book(a_booking("K1"))
    assert live_keys(house) == set()
    await house.store.write(lambda work: check_in(work, act_of(DESK), "K1", "101"))
    assert live_keys(house) == {1}

    def write(work: UnitOfWork) -> None:
        before = work.bookings.get("K1")
        chat.send_as_staff(work, act_of(DESK), "101", LETTER)
        work.bookings.save(before)
        set_late_checkout(work, act_of(DESK), "K1", None)
        chat.send_as_staff(work, act_of(DESK), "101", LETTER)

    await house.store.write(write)
    await house.store.write(lambda work: move(work, act_of(DESK), "K1", "102"))
    assert live_keys(house) == {1}
    assert await words_in(house, "102") == [LETTER, LETTER]
    await leaves(house, "102")
    assert live_keys(house) == set()


async def test_guests_who_are_imported_as_in_the_house_have_a_key_each(house: StoredHouse) -> None:
    here = BookingStatus.CHECKED_IN
    stays = [
        a_booking("K1", status=here, room_number="101"),
        a_booking("K2", status=here, room_number="102", guest_name=NAME),
        a_booking("K3"),
    ]
    rows = [BookingRow(line, one) for line, one in enumerate(stays)]
    await house.store.write(lambda work: import_bookings(work, rows))
    assert len(live_keys(house)) == 2
    await leaves(house, "101")
    assert len(live_keys(house)) == 1
    assert await words_in(house, "102") == [NAME]


async def forget_keys_of_stays(house: StoredHouse) -> None:
    """Leave the stays as a program did that gave no key before there were words."""
    await house.store.database.run(
        lambda connection: connection.execute(update(booking).values(key_number=None)), "IMMEDIATE"
    )


async def test_a_stay_without_a_key_gets_it_when_a_program_starts(house: StoredHouse) -> None:
    await house.book(a_booking("K1"), a_booking("K2"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "K1", "101"))
    await forget_keys_of_stays(house)
    again = await Database.open(house.target)
    await again.settle()
    keys = await again.run(
        lambda connection: dict(
            connection.execute(select(booking.c.reference, booking.c.key_number)).all()
        ),
        "DEFERRED",
    )
    await again.close()
    assert keys == {"K1": 2, "K2": None}
    assert live_keys(house) == {1, 2}
    await leaves(house, "101")
    assert live_keys(house) == {1}


async def test_a_refused_act_leaves_no_key_behind(house: StoredHouse) -> None:
    def refused(work: UnitOfWork) -> None:
        work.bookings.save_all([a_booking("K1", guest_name=NAME)])
        raise Refused("No.")

    with pytest.raises(Refused):
        await house.store.write(refused)
    await house.store.database.settle()
    assert live_keys(house) == set()
    await house.book(a_booking("K2", guest_name=NAME))
    assert await name_of(house, "K2") == NAME


async def test_a_commit_that_fails_leaves_no_key_behind(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = house.store.database.engine
    run = engine.run

    async def run_on_a_full_disk(unit: Callable[[Connection], object], mode: Mode) -> object:
        def fail_after(connection: Connection) -> None:
            unit(connection)
            raise StoreUnavailable("The disk is full.")

        monkeypatch.setattr(engine, "run", run)
        return await run(fail_after, mode)

    monkeypatch.setattr(engine, "run", run_on_a_full_disk)
    with pytest.raises(StoreUnavailable):
        await house.store.write(
            lambda work: work.bookings.save_all([a_booking("K1", guest_name=NAME)])
        )
    await house.store.database.settle()
    assert live_keys(house) == set()


@only_on_sqlite
async def test_not_one_word_lies_in_any_file(house: StoredHouse) -> None:
    await a_guest_in(house)
    await house.book(a_booking("K2", guest_name=NAME))
    for file in house.path.parent.iterdir():
        content = file.read_bytes()
        for words in (NAME, LETTER, TEA, "a phone"):
            assert words.encode() not in content, file.name


@only_on_sqlite
async def test_yesterdays_backup_shows_nothing_of_a_guest_who_left_today(
    house: StoredHouse,
) -> None:
    await a_guest_in(house, "101", "K1")
    await a_guest_in(house, "102", "K2")
    backup = house.path.with_name("yesterday.db")
    await house.store.database.backup(backup)
    await leaves(house, "101")
    keys = f"{house.path}.keys"
    opened = await Database.open(str(backup), keys=keys)
    yesterday = StoredHouse(opened.hotel(GRAND, house.clock), house.clock, str(backup))
    assert await words_in(yesterday, "101") == [UNREADABLE] * 3
    assert await name_of(yesterday, "K1") == UNREADABLE
    assert await words_in(yesterday, "102") == [NAME, LETTER, TEA]
    [gone] = await opened.run(lambda one: erased_stays(one, opened.keys), "DEFERRED")
    assert (gone.hotel, gone.reference, gone.room_number) == ("grand", "K1", "101")
    lost = await opened.run(lambda one: unreadable_words(one, opened.keys), "DEFERRED")
    assert lost == {
        "names of bookings": 1,
        "names of guests": 1,
        "messages": 1,
        "lines of orders": 1,
        "device tokens": 1,
    }
    await opened.close()
    # Looking at the old copy took no key from those who stay.
    assert len(live_keys(house)) == 1


@only_on_sqlite
async def test_an_older_copy_of_the_hotel_takes_no_keys_from_the_newer_one(
    house: StoredHouse,
) -> None:
    await house.book(a_booking("K1", guest_name=NAME))
    older = house.path.with_name("older.db")
    await house.store.database.backup(older)
    await house.book(*(a_booking(f"L{n}", guest_name=NAME) for n in range(20)))
    await house.store.database.settle()
    assert len(live_keys(house)) == 21
    await (await Database.open(str(older), keys=f"{house.path}.keys")).close()
    assert len(live_keys(house)) == 21


@only_on_sqlite
async def test_without_the_keys_guests_come_and_go_and_their_words_are_kept_sealed(
    house: StoredHouse,
) -> None:
    await house.book(a_booking("K1", guest_name=NAME), a_booking("K2"))
    keys, away = Path(f"{house.path}.keys"), house.path.with_name("away")
    keys.rename(away)
    assert await name_of(house, "K1") == UNREADABLE
    await house.store.write(lambda work: check_in(work, act_of(DESK), "K1", "101"))
    await house.do(DESK, Verb.NOTE, "101", note="late dinner")
    await house.store.write(lambda work: set_late_checkout(work, act_of(DESK), "K1", None))
    with pytest.raises(KeysMissing, match="is not there"):
        await house.store.write(lambda work: chat.send_as_staff(work, act_of(DESK), "101", LETTER))
    assert await words_in(house, "101") == [UNREADABLE]
    await house.store.write(lambda work: check_in(work, act_of(DESK), "K2", "102"))
    away.rename(keys)
    assert await words_in(house, "101") == [NAME]
    assert (await house.store.database.key_report()).facts.trouble is None
    keys.rename(away)
    await leaves(house)
    assert not (await house.room("101")).is_occupied
    away.rename(keys)
    assert len(live_keys(house)) == 1
    await house.store.database.close()
    again = await Database.open(str(house.path))
    await again.settle()
    # That of the guest who came meanwhile, and no other.
    assert again.keys.live() == {2}
    await again.close()


_DYING = """
import asyncio, os, signal, sys
from housekeeper.core.stays.checkout import check_out
from housekeeper.store.database import Database
from housekeeper.store.guest_keys import overwrite as key_erasure
from housekeeper.store.guest_keys.key_file import KeyFile
from tests.grand_hotel import DESK, GRAND, SetClock, a_booking, act_of

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def book_and_die(work):
    work.bookings.save_all([a_booking("K9", guest_name="Zbigniew Vortrefflich")])
    die()

async def main(how, path):
    database = await Database.open(path)
    store = database.hotel(GRAND, SetClock())
    if how == "before the commit":
        await store.write(book_and_die)
    if how == "before the overwriting":
        KeyFile.destroy = die
    if how == "before the mark is taken away":
        key_erasure.take_marks = die
    await store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    await database.settle()

asyncio.run(main(*sys.argv[1:]))
"""


def dies(house: StoredHouse, how: str) -> None:
    """Run a program on the hotel that is killed at this moment."""
    words = [sys.executable, "-c", _DYING, how, str(house.path)]
    ran = subprocess.run(words, check=False, cwd=_ROOT)
    assert ran.returncode == -signal.SIGKILL


async def after_the_next_start(house: StoredHouse) -> set[int]:
    """The keys that live once another program has opened the hotel."""
    opened = await Database.open(str(house.path))
    await opened.close()
    return opened.keys.live()


@only_on_sqlite
async def test_the_key_is_on_the_disk_before_the_first_word_is_committed(
    house: StoredHouse,
) -> None:
    await asyncio.to_thread(dies, house, "before the commit")
    assert live_keys(house) == {1}
    assert await house.store.read(lambda work: work.bookings.find(["K9"])) == {}
    assert await after_the_next_start(house) == set()


@only_on_sqlite
@pytest.mark.parametrize(
    ("how", "left"),
    [("before the overwriting", {1, 2}), ("before the mark is taken away", {2})],
)
async def test_a_program_killed_after_its_commit_leaves_the_rest_to_the_next(
    house: StoredHouse, how: str, left: set[int]
) -> None:
    await a_guest_in(house, "101", "K1")
    await a_guest_in(house, "102", "K2")
    await house.store.database.settle()
    await asyncio.to_thread(dies, house, how)
    assert not (await house.room("101")).is_occupied
    assert live_keys(house) == left
    report = await house.store.database.key_report()
    assert report.waiting == 1
    assert await after_the_next_start(house) == {2}
    assert (await house.store.database.key_report()).waiting == 0
    assert await words_in(house, "102") == [NAME, LETTER, TEA]


_BOOKING = """
import asyncio, sys
from housekeeper.store.database import Database
from tests.grand_hotel import GRAND, SetClock, a_booking

async def main(path, name):
    database = await Database.open(path)
    store = database.hotel(GRAND, SetClock())
    for n in range(40):
        booking = a_booking(f"{name}{n}", guest_name=f"guest {n} of {name}")
        await store.write(lambda work: work.bookings.save_all([booking]))
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


@only_on_sqlite
async def test_two_programs_that_make_keys_at_once_make_one_for_each_stay(
    house: StoredHouse,
) -> None:
    def book() -> None:
        both = [
            subprocess.Popen([sys.executable, "-c", _BOOKING, str(house.path), name], cwd=_ROOT)
            for name in ("a", "b")
        ]
        assert [one.wait() for one in both] == [0, 0]

    await asyncio.to_thread(book)
    assert len(live_keys(house)) == 80
    for name in ("a", "b"):
        for n in range(40):
            assert await name_of(house, f"{name}{n}") == f"guest {n} of {name}"
    with closing(sqlite3.connect(house.path)) as opened:
        numbers = [number for (number,) in opened.execute("SELECT key_number FROM booking")]
    assert len(set(numbers)) == 80


@only_on_sqlite
async def test_a_copy_without_the_keys_is_worth_nothing(house: StoredHouse, tmp_path: Path) -> None:
    await a_guest_in(house)
    await house.store.database.close()
    copy = tmp_path / "copied" / "hotel.db"
    copy.parent.mkdir()
    shutil.copy(house.path, copy)
    assert not Path(f"{copy}.keys").exists()
    opened = await Database.open(str(copy))
    thief = StoredHouse(opened.hotel(GRAND, house.clock), house.clock, str(copy))
    assert await words_in(thief, "101") == [UNREADABLE] * 3
    await opened.close()


_READING = """
import asyncio, sys
from housekeeper.core.stays.checkout import preview
from housekeeper.store.database import Database
from tests.grand_hotel import GRAND, SetClock

async def main(path):
    database = await Database.open(path)
    store = database.hotel(GRAND, SetClock())
    await store.read(lambda work: (work.rooms.all(), preview(work, ["101"])))
    await database.close()

asyncio.run(main(sys.argv[1]))
assert not [name for name in sys.modules if name.startswith("cryptography")]
"""


@only_on_sqlite
async def test_the_board_and_the_dry_run_touch_no_sealed_word(house: StoredHouse) -> None:
    await a_guest_in(house)
    words = [sys.executable, "-c", _READING, str(house.path)]
    ran = await asyncio.to_thread(subprocess.run, words, check=False, cwd=_ROOT)
    assert ran.returncode == 0
