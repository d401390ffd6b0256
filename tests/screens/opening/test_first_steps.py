"""A hotel without rooms: the board offers what comes first, and is used as soon as it is there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from housekeeper.core.hotel import Hotel
from housekeeper.screens import navigation
from housekeeper.screens.opening.first_steps_dialog import FirstStepsDialog
from housekeeper.screens.opening.one_time_codes_dialog import OneTimeCodesDialog
from housekeeper.store.database import Database
from tests.engines import lay_schema
from tests.screens.conftest import AtTheBoard, SetClock, SmallHotel, board_on

SEA = Hotel("sea", "Sea View", "Europe/Lisbon")


@pytest.fixture
async def new_hotel(target: str, sqlite_template: Path) -> AsyncIterator[SmallHotel]:
    """A hotel that was just made: no rooms, nobody, no bookings."""
    clock = SetClock()
    lay_schema(target, sqlite_template)
    database = await Database.open(target)
    await database.create_hotel(SEA)
    yield SmallHotel(target, database, clock, database.hotel(SEA, clock))
    await database.close()


async def until_asked(at: AtTheBoard) -> None:
    await at.until(lambda: isinstance(at.app.screen, FirstStepsDialog), "what comes next")


async def become_manager(at: AtTheBoard) -> None:
    """Fill in who is the first manager."""
    await at.until(lambda: "be the first" in at.text, "the first manager")
    await at.press(*"max", "enter", *"Max", "enter", *"7391", "enter", *"7391", "enter")
    await at.until(lambda: at.workstation.staff is not None, "somebody signed in")


async def add_rooms(at: AtTheBoard) -> None:
    await at.until(lambda: "Rooms by their numbers" in at.text, "the numbers")
    await at.press(*"101-104", "enter", *"STD", "enter", "enter")
    await at.until(lambda: len(at.rooms()) == 4, "the rooms on the board")


async def test_the_board_of_a_new_hotel_offers_rooms_first(new_hotel: SmallHotel) -> None:
    async with board_on(new_hotel, (80, 24), staff=None) as at:
        await until_asked(at)
        assert "no rooms yet" in at.text
        await at.press("enter")
        await become_manager(at)
        await add_rooms(at)
        await until_asked(at)
        assert "4 rooms, 1 person and 0 bookings" in at.text
        await at.press("escape")
        assert at.room == "101"
        assert (await new_hotel.room("104")).floor == 1


async def test_left_alone_it_is_one_key_away(new_hotel: SmallHotel) -> None:
    async with board_on(new_hotel, (80, 24), staff=None) as at:
        await until_asked(at)
        await at.press("escape")
        assert "enter add rooms" in at.hint
        await at.press("enter")
        await until_asked(at)


async def test_what_was_typed_stays_where_it_is_refused(new_hotel: SmallHotel) -> None:
    async with board_on(new_hotel, (80, 24), staff=None) as at:
        await until_asked(at)
        await at.press("1")
        await become_manager(at)
        await at.until(lambda: "Rooms by their numbers" in at.text, "the numbers")
        await at.press(*"104-101", "enter", *"STD", "enter", "enter")
        assert "runs backwards; write 101-104" in at.text
        assert "104-101" in at.text
        assert not at.rooms()


@pytest.mark.parametrize("floor", ["--5", "1-", "-", "one", "1000", "-100"])
async def test_a_floor_that_is_no_number_is_told_in_a_sentence(
    new_hotel: SmallHotel, floor: str
) -> None:
    async with board_on(new_hotel, (80, 24), staff=None) as at:
        await until_asked(at)
        await at.press("1")
        await become_manager(at)
        await at.until(lambda: "Rooms by their numbers" in at.text, "the numbers")
        await at.press(*"101-104", "enter", *"STD", "enter", *floor, "enter")
        assert "A floor is a number from -99 to 999" in at.text
        assert not at.rooms()


async def test_a_room_that_is_here_already_is_told_and_the_numbers_stay(
    new_hotel: SmallHotel,
) -> None:
    async with board_on(new_hotel, (80, 24), staff=None) as at:
        await until_asked(at)
        await at.press("1")
        await become_manager(at)
        await add_rooms(at)
        await until_asked(at)
        await at.press("1")
        await at.until(lambda: "Rooms by their numbers" in at.text, "the numbers")
        await at.press(*"103-106", "enter", *"STD", "enter", "enter")
        await at.until(lambda: "here already" in at.text, "why not")
        assert "103-106" in at.text
        assert len(at.rooms()) == 4


async def test_a_new_person_gets_a_code_that_an_enter_too_many_does_not_close(
    new_hotel: SmallHotel,
) -> None:
    async with board_on(new_hotel, (80, 24), staff=None) as at:
        await until_asked(at)
        await at.press("3")
        await become_manager(at)
        await at.until(lambda: "A person who works here" in at.text, "the person")
        await at.press(*"ana", "enter", *"Ana", "space", *"Reis", "enter", *"att", "enter")
        await at.until(lambda: isinstance(at.app.screen, OneTimeCodesDialog), "the code")
        await at.press("enter")
        assert isinstance(at.app.screen, OneTimeCodesDialog)
        await at.press("escape")
        await until_asked(at)
        people = await new_hotel.store.read(lambda work: work.staff.all())
        assert {(one.code, one.role.value) for one in people} == {
            ("max", "manager"),
            ("ana", "attendant"),
        }


async def test_a_file_is_imported_once_its_faults_are_mended(
    new_hotel: SmallHotel, tmp_path: Path
) -> None:
    file = tmp_path / "rooms.csv"
    file.write_text("number,room_type,floor\n101,STD,one\n", encoding="utf-8")
    async with board_on(new_hotel, (120, 40), staff=None) as at:
        await until_asked(at)
        await at.press("2")
        await become_manager(at)
        await at.until(lambda: "Import rooms from a file" in at.text, "the file's name")
        at.app.screen.query_one("#path").value = str(file)  # type: ignore[attr-defined]
        await at.press("enter")
        await at.until(lambda: "line 2, floor" in at.text, "the fault")
        assert not at.rooms()
        file.write_text("number,room_type,floor\n101,STD,1\n", encoding="utf-8")
        await at.press("enter")
        await at.until(lambda: list(at.rooms()) == ["101"], "the room on the board")
        await until_asked(at)


async def test_bookings_say_how_their_dates_are_written(hotel: SmallHotel, tmp_path: Path) -> None:
    file = tmp_path / "bookings.csv"
    file.write_text(
        "reference,room_type,arrival,departure\nC1,STD,21/11/2026,22/11/2026\n", encoding="utf-8"
    )
    async with board_on(hotel, (80, 24)) as at:
        navigation.offer_first_steps(at.screen)
        await until_asked(at)
        await at.press("5")
        await at.until(lambda: "Import bookings" in at.text, "the file's name")
        at.app.screen.query_one("#path").value = str(file)  # type: ignore[attr-defined]
        await at.press("enter")
        await at.until(lambda: "is not a date" in at.text, "the fault")
        await at.press("tab", *"dd/mm/yyyy", "enter")
        await at.until(lambda: "1 booking to come" in at.text, "the booking")


async def test_an_attendant_is_told_who_brings_rooms_in(hotel: SmallHotel) -> None:
    async with board_on(hotel, (120, 40)) as at:
        at.workstation.sign_in(await hotel.store.read(lambda work: work.staff.get("ana")))
        navigation.offer_first_steps(at.screen)
        await until_asked(at)
        await at.press("1")
        await at.until(lambda: "ask the front desk" in at.text, "who may")
