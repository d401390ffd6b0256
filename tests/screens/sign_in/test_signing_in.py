"""Who is at the keyboard: code and PIN, first PINs, the first manager, and terminals that ask
at every act."""

import pytest
from textual import events
from textual.widgets import Input

from housekeeper.core.acts import Verb, Via
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.staff import manage
from housekeeper.core.staff.command_line_pin import set_cli_pin
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.acting.fail_dialog import FailDialog
from housekeeper.screens.sign_in.first_manager_dialog import FirstManagerDialog
from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog
from housekeeper.settings.terminal import Attribution
from tests.screens.conftest import (
    ANA,
    DORA,
    EVERYONE,
    MARIA,
    MAX,
    PIN,
    AtTheBoard,
    SmallHotel,
    board_on,
    hashed_at_least_cost,
)

NEW = Staff("nia", "Nia [/]Faro", Role.ATTENDANT)


CODE = "40718293"


def given_a_code(work: UnitOfWork) -> None:
    """Someone new, with a one-time code."""
    work.staff.save([NEW])
    manage.keep_code(work, NEW.code, hashed_at_least_cost(CODE))


async def asks(at: AtTheBoard) -> None:
    await at.until(lambda: isinstance(at.app.screen, StaffCodeDialog), "code and PIN")
    await at.pilot.pause()


async def signed_in(at: AtTheBoard, staff: Staff) -> None:
    await at.until(lambda: at.workstation.staff == staff, f"{staff.name} signed in")
    await at.until(lambda: at.app.screen is at.screen, "the board")


async def test_another_person_signs_in_and_the_place_on_the_board_stays(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "103", "104")
    async with board_on(hotel, staff=MAX) as at:
        await at.press("down", "slash", *"std", "enter")
        assert at.room == "104"
        await at.press("S")
        await asks(at)
        await at.sign_in("MARIA")
        await signed_in(at, MARIA)
        assert at.room == "104"
        assert at.board.filter_text == "std"
        assert "Maria Keller · supervisor" in at.text


async def test_a_fast_hand_loses_no_key_to_the_dialog_and_what_it_types_on_acts_on_no_room(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=None) as at:
        for key in ("S", *"maria", "enter", *PIN, "enter", "s"):
            at.app.post_message(at_key(key))
        await signed_in(at, MARIA)
        await at.until(lambda: "s came too soon behind a question" in at.hint, "the word for it")
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY
        await at.press("s")
        assert (await hotel.room("101")).attendant == "maria"


async def test_a_key_that_comes_between_the_dialog_and_its_answer_is_taken_behind_that(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual closes the dialog first; what takes its answer runs a message later."""
    leave = StaffCodeDialog.dismiss

    def with_a_key_at_once(dialog: StaffCodeDialog, staff: Staff | None = None) -> object:
        dialog.app.post_message(at_key("down"))
        return leave(dialog, staff)

    monkeypatch.setattr(StaffCodeDialog, "dismiss", with_a_key_at_once)
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        await at.sign_in("MARIA")
        await signed_in(at, MARIA)
        await at.until(lambda: at.room == "102", "the key behind the PIN")


def at_key(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)


async def test_the_pin_is_never_on_the_screen(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S", *"maria", "enter", *PIN)
        assert PIN not in at.text
        assert "••••" in at.text


async def test_a_wrong_pin_and_an_unknown_code_get_the_same_answer(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        for code in ("maria", "nobody"):
            await at.press("S")
            await asks(at)
            await at.sign_in(code, "9999")
            await at.until(lambda: "The code or the PIN is not right." in at.text, "the answer")
            assert at.workstation.staff is None
            assert at.app.screen.query_one("#pin", Input).value == ""
            await at.press("escape")


async def test_who_guesses_must_wait_and_then_finds_the_code_locked(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        await at.press(*"maria", "enter")
        for said in ("is not right", "is not right", "30 seconds before"):
            await at.press(*"9999", "enter")
            await at.until(lambda said=said: said in at.text, said)  # type: ignore[misc]
        await at.press(*PIN, "enter")
        await at.until(lambda: "30 seconds before" in at.text, "no way around it")
        for _ in range(3):
            hotel.clock.pass_time(seconds=31)
            await at.press(*"9999", "enter")
            await at.until(lambda: not at.app.screen.is_busy, "the answer")  # type: ignore[attr-defined]
        assert "12 hours" in at.text
        assert at.workstation.staff is None


async def test_who_has_no_pin_yet_chooses_one_with_a_one_time_code(hotel: SmallHotel) -> None:
    await hotel.store.write(given_a_code)
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        await at.press(*"nia", "enter", "0", "enter")
        await at.until(lambda: "The code or the PIN is not right." in at.text, "the refusal")
        assert "Faro" not in at.text
        await at.press(*CODE, "enter")
        await at.until(lambda: "choose the PIN" in at.text, "the choice of a PIN")
        assert "Nia [/]Faro" in at.text
        await at.press(*"1234", "enter", *"1234", "enter")
        await at.until(lambda: "only counts up or down" in at.text, "a refusal")
        await at.press(*"7301", "enter", *"7302", "enter")
        await at.until(lambda: "not the same" in at.text, "two PINs that differ")
        await at.press(*"7301", "enter", *"7301", "enter")
        await signed_in(at, NEW)
        await at.press("S")
        await asks(at)
        await at.sign_in("nia", "7301")
        await signed_in(at, NEW)


async def test_the_dialog_tells_nobodys_name_or_role_before_the_pin_was_right(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        for typed in ("", "dor", "a"):
            await at.press(*typed, "enter", "enter")
            await at.until(lambda: not at.app.screen.is_busy, "the answer")  # type: ignore[attr-defined]
            for one in EVERYONE:
                assert one.name not in at.text
                assert one.role is Role.MAINTENANCE or one.role.label not in at.text


async def test_an_enter_too_many_is_no_wrong_pin(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        await at.press(*"maria", *["enter"] * 9)
        await at.until(lambda: "Type your PIN" in at.text, "the word")
        await at.press(*PIN, "enter")
        await signed_in(at, MARIA)


async def test_the_arrows_go_from_line_to_line(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        await at.press(*"dox", "down", *PIN, "up", "backspace", *"ra", "down", "enter")
        await signed_in(at, DORA)


async def test_who_was_signed_in_last_need_not_type_the_code(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("S")
        await asks(at)
        assert "maria (Enter)" in at.text
        await at.press("enter", *PIN, "enter")
        await signed_in(at, MARIA)


async def test_who_is_disabled_is_not_let_in(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        act = Act(MAX, Via.BOARD)
        await hotel.store.write(lambda work: manage.set_active(work, act, "ana", False))
        await at.workstation.look()
        await at.press("S")
        await asks(at)
        await at.sign_in("ana")
        await at.until(lambda: "no longer active" in at.text, "the refusal")
        assert at.workstation.staff is None


async def test_the_first_manager_is_made_on_the_screen(hotel: SmallHotel) -> None:
    gone = [Staff(one.code, one.name, one.role, is_active=False) for one in EVERYONE]
    await hotel.store.write(lambda work: work.staff.save(gone))
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await at.until(lambda: isinstance(at.app.screen, FirstManagerDialog), "the dialog")
        await at.press(*"eve", "enter", *"Eve", "enter", *"4711", "enter", *"4712", "enter")
        await at.until(lambda: "not the same" in at.text, "two PINs that differ")
        await at.press(*"4711", "enter", *"4711", "enter")
        await at.until(lambda: at.workstation.staff is not None, "the manager")
        assert at.workstation.staff == Staff("eve", "Eve", Role.MANAGER)
        await at.until(lambda: "eve" in at.workstation.staff_book, "the news of it")
        await at.press("S")
        await asks(at)
        await at.sign_in("eve", "4711")
        await at.until(lambda: at.app.screen is at.screen, "the board")


async def test_the_first_manager_is_refused_where_another_hotel_asks_for_pins(
    hotel: SmallHotel,
) -> None:
    palace = Hotel("palace", "Palace Hotel", "Europe/Lisbon")

    def guard(work: UnitOfWork) -> None:
        work.staff.save([MAX])
        set_cli_pin(work, Act(MAX, Via.COMMAND_LINE), True)

    gone = [Staff(one.code, one.name, one.role, is_active=False) for one in EVERYONE]
    await hotel.store.write(lambda work: work.staff.save(gone))
    async with board_on(hotel, staff=None) as at:
        await hotel.database.create_hotel(palace)
        await hotel.database.hotel(palace, hotel.clock).write(guard)
        await at.press("S")
        await at.until(lambda: isinstance(at.app.screen, FirstManagerDialog), "the dialog")
        await at.press(*"eve", "enter", *"Eve", "enter", *"4711", "enter", *"4711", "enter")
        await at.until(lambda: "Commands ask for PINs here" in at.text, "why not")
        assert at.workstation.staff is None


async def without_manager(hotel: SmallHotel) -> None:
    gone = Staff("max", "Max Braun", Role.MANAGER, is_active=False)
    await hotel.store.write(lambda work: work.staff.save([gone]))


async def test_while_there_is_no_manager_others_sign_in_as_usual(hotel: SmallHotel) -> None:
    await without_manager(hotel)
    await hotel.store.write(given_a_code)
    async with board_on(hotel, staff=None) as at:
        await at.press("S", *"nia", "enter", *CODE, "enter")
        await at.until(lambda: "choose the PIN" in at.text, "the choice of a PIN")
        assert CODE not in at.text
        await at.press(*"4711", "enter", *"4711", "enter")
        await signed_in(at, NEW)


@pytest.mark.parametrize("way", ["key", "button"])
async def test_the_dialog_of_code_and_pin_leads_to_being_the_first_manager(
    hotel: SmallHotel, way: str
) -> None:
    await without_manager(hotel)
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        assert "No manager works here yet: ctrl+n makes you the first." in at.text
        for _ in range(2):
            if way == "key":
                await at.press("ctrl+n")
            else:
                await at.pilot.click("#first-manager")
            await at.until(lambda: isinstance(at.app.screen, FirstManagerDialog), "the dialog")
            await at.press("escape")
            await asks(at)
        await at.press("ctrl+n")
        await at.until(lambda: isinstance(at.app.screen, FirstManagerDialog), "the dialog")
        await at.press(*"eve", "enter", *"Eve", "enter", *"4711", "enter", *"4711", "enter")
        await signed_in(at, Staff("eve", "Eve", Role.MANAGER))


async def test_where_a_manager_works_or_the_board_is_locked_nobody_becomes_the_first(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        await at.press("ctrl+n")
        assert isinstance(at.app.screen, StaffCodeDialog)
        assert "manager works here" not in at.text
    await without_manager(hotel)
    async with board_on(hotel, staff=ANA) as at:
        await at.press("L")
        await asks(at)
        await at.press("ctrl+n")
        assert isinstance(at.app.screen, StaffCodeDialog)
        assert "manager works here" not in at.text


async def test_a_terminal_can_ask_at_every_act_and_keeps_nobody_signed_in(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, staff=None, attribution=Attribution.PER_ACT) as at:
        assert "PIN at each act" in at.text
        for code in ("ana", "rui"):
            await at.press("s")
            await asks(at)
            assert "Maria Keller" not in at.text
            await at.sign_in(code)
            await at.until(lambda: at.app.screen is at.screen, "the board")
            await at.workstation.acts.settled()
            assert at.workstation.staff is None
            await at.press("full_stop")
        assert (await hotel.room("101")).attendant == "ana"
        assert (await hotel.room("102")).attendant == "rui"


@pytest.mark.parametrize("key", ["escape", "1"])
async def test_an_act_that_is_left_signs_nobody_in_for_the_next(
    hotel: SmallHotel, key: str
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.CLEAN, "101", staff=ANA)
    async with board_on(hotel, staff=None, attribution=Attribution.PER_ACT) as at:
        await at.press("f")
        await asks(at)
        await at.sign_in("maria")
        await at.until(lambda: isinstance(at.app.screen, FailDialog), "the reasons")
        await at.press(key)
        await at.until(lambda: at.app.screen is at.screen, "the board")
        await at.until(lambda: at.workstation.staff is None, "nobody signed in")
        await at.press("n")
        await asks(at)


async def test_only_a_demonstration_shows_a_pin(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S")
        await asks(at)
        assert PIN not in at.text
    async with board_on(hotel, staff=None, demonstration_pin=PIN) as at:
        await at.press("S")
        await asks(at)
        told = " ".join(at.text.replace("│", " ").split())
        assert f"everyone's PIN is {PIN}" in told
        assert "max (manager)" in told
