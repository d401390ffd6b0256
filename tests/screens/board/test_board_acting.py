"""Turning rooms on the board: verbs, marks, refusals, and what a fast hand or a failing
database makes of them."""

import asyncio
from typing import Any

import pytest
from textual.widgets import Input

from housekeeper.core.acts import Verb
from housekeeper.core.board.column import Column
from housekeeper.core.errors import StoreBusy
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.screens.acting.fail_dialog import FailDialog
from housekeeper.screens.sign_in.sign_in_dialog import StaffCodeDialog
from housekeeper.settings.terminal import AfterAct
from housekeeper.store.database import HotelStore
from tests.screens.conftest import ANA, MARIA, PAULO, RUI, AtTheBoard, SmallHotel, board_on

pytestmark = pytest.mark.each_engine


async def shows(at: AtTheBoard, dialog: type[Any]) -> None:
    await at.until(lambda: isinstance(at.app.screen, dialog), dialog.__name__)


async def test_a_room_is_turned_from_dirty_to_ready_by_keys_alone(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "104")
    async with board_on(hotel) as at:
        for key, status in (
            ("s", RoomStatus.CLEANING_IN_PROGRESS),
            ("c", RoomStatus.CLEANED_UNINSPECTED),
            ("p", RoomStatus.READY_FOR_GUEST),
        ):
            await at.press(key)
            assert (await hotel.room("104")).status is status
            assert at.room == "104"
        assert at.screen.cursor.column is Column.READY
        assert "104 is now ready" in at.hint


async def test_the_first_act_asks_who_is_acting_and_the_next_does_not(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, staff=None) as at:
        assert "not signed in" in at.text
        await at.press("s")
        await shows(at, StaffCodeDialog)
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY
        await at.sign_in("ana")
        await at.until(lambda: at.board.room("101").attendant == "ana", "the act")  # type: ignore[union-attr]
        assert "Ana Reis" in at.text
        await at.press("s")
        assert (await hotel.room("102")).attendant == "ana"


async def test_leaving_the_staff_code_changes_nothing(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=None) as at:
        await at.press("s")
        await shows(at, StaffCodeDialog)
        await at.press("escape")
        assert at.workstation.staff is None
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY


async def test_after_an_act_the_cursor_is_on_the_room_that_comes_in_its_place(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103", "104")
    async with board_on(hotel) as at:
        await at.press("down", "s")
        assert (at.room, at.screen.cursor.column) == ("103", Column.DIRTY)
        await at.press("s")
        assert at.room == "104"
        await at.press("s")
        assert at.room == "101"
        await at.press("s")
        assert (at.room, at.screen.cursor.column) == ("101", Column.CLEANING)
        for number in ("101", "102", "103", "104"):
            assert (await hotel.room(number)).status is RoomStatus.CLEANING_IN_PROGRESS


async def test_an_act_that_leaves_the_room_in_its_column_leaves_the_cursor_there(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await at.press("n", *"cot", "enter")

        def noted() -> bool:
            return at.board.rooms["101"].housekeeping_notes.startswith("cot (")

        await at.until(noted, "the note")
        assert at.room == "101"


async def test_where_the_cursor_follows_full_stop_goes_on_in_the_column_where_the_hand_was(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel, after_act=AfterAct.FOLLOW) as at:
        await at.press("down", "s")
        assert at.room == "102"
        assert at.screen.cursor.column is Column.CLEANING
        await at.press("full_stop")
        assert at.room == "103"


async def test_full_stop_comes_back_to_where_the_hand_acted(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel) as at:
        await at.press("down", "s", *"205", "full_stop")
        assert at.room == "103"


async def test_what_others_do_to_a_room_does_not_take_the_cursor_from_it(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel) as at:
        await at.press("down")
        await hotel.do(Verb.START, "102", staff=RUI)
        await at.until(lambda: at.board.rooms["102"].attendant == "rui", "the news")
        assert (at.room, at.screen.cursor.column) == ("102", Column.CLEANING)


async def test_a_room_that_was_acted_on_stands_out_where_it_went_and_then_no_more(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await at.press("s")
        assert ">101" in at.text
        await at.until(lambda: ">101" not in at.text, "the end of the flash")
        assert " 101 " in at.text


async def test_which_room_a_second_key_takes_does_not_hang_on_how_quick_the_database_is(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    write, may_write = HotelStore.write, asyncio.Event()

    async def slowly(store: HotelStore, unit: Any) -> Any:
        await may_write.wait()
        return await write(store, unit)

    async with board_on(hotel) as at:
        monkeypatch.setattr(HotelStore, "write", slowly)
        await at.pilot.press("s")
        at.guard.paused += 1
        await at.pilot.press("s")
        assert at.room == "103"
        may_write.set()
        await at.workstation.acts.settled()
        await at.pilot.pause()
        assert at.room == "103"
        statuses = [(await hotel.room(number)).status for number in ("101", "102", "103")]
        assert statuses == [
            RoomStatus.CLEANING_IN_PROGRESS,
            RoomStatus.CLEANING_IN_PROGRESS,
            RoomStatus.CHECKOUT_DIRTY,
        ]


async def test_a_verb_pressed_twice_acts_once_and_never_on_the_neighbour(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await at.press_at_once("s", "s", "s")
        assert (await hotel.room("101")).status is RoomStatus.CLEANING_IN_PROGRESS
        assert (await hotel.room("102")).status is RoomStatus.CHECKOUT_DIRTY
        assert "s was pressed twice; once is enough." in at.hint


async def test_a_refusal_still_stands_when_its_key_was_pressed_twice(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, size=(200, 40)) as at:
        await at.press_at_once("p", "p")
        assert "101 is still dirty: press" in at.hint
        assert "p was pressed twice" in at.hint


async def test_each_of_two_rooms_that_are_typed_in_one_go_gets_its_verb(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        await at.press_at_once(*"107d203d")
        for number in ("107", "203"):
            assert (await hotel.room(number)).status is RoomStatus.CHECKOUT_DIRTY
        assert at.board.total(Column.DIRTY) == 2


async def test_a_verb_that_the_room_does_not_take_says_why_and_writes_nothing(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        await at.press("p")
        assert "101 is still dirty: press c first." in at.hint
        assert len(await hotel.history("101")) == 1


async def test_a_role_without_the_right_is_told_who_can(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, size=(160, 40), staff=PAULO) as at:
        await at.press("s")
        assert "Paulo Nunes may not do 'start': ask an attendant. S signs in" in at.hint
        assert "s start" not in at.hint


async def test_the_foot_offers_only_what_this_room_takes_and_this_role_may(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=ANA) as at:
        keys = at.hint.splitlines()[1]
        assert "s start" in keys
        assert "p pass" not in keys
        assert "v override" not in keys
        assert "o out of order" not in keys


async def test_a_room_that_someone_moved_meanwhile_is_refused_naming_who_when_and_to_what(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.CLEAN, "101", staff=ANA)
    async with board_on(hotel, size=(200, 40)) as at:
        await at.press("f")
        await shows(at, FailDialog)
        await hotel.do(Verb.PASS, "101", staff=MARIA)
        await at.until(lambda: at.board.room("101").inspected_by == "maria", "the news")  # type: ignore[union-attr]
        at.app.screen.dismiss("hair in the bath")
        await at.until(lambda: "Maria Keller changed room 101 at 10:42" in at.hint, "the refusal")
        assert "it is now ready. Nothing was written." in at.hint
        assert (await hotel.room("101")).status is RoomStatus.READY_FOR_GUEST


async def test_a_failed_inspection_shows_its_reason_on_the_card(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.CLEAN, "101", staff=ANA)
    async with board_on(hotel) as at:
        await at.press("f")
        await shows(at, FailDialog)
        at.app.screen.dismiss("hair in the bath")
        await at.until(lambda: "hair in the bath" in at.text, "the reason")
        assert at.screen.cursor.column is Column.DIRTY


async def test_a_verb_acts_on_all_marked_rooms_and_tells_those_refused_by_number(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    await hotel.do(Verb.START, "103", staff=RUI)
    async with board_on(hotel, size=(200, 40)) as at:
        await at.press("space", "space", "1", "0", "3", "space")
        assert "3 marked 101 102 103" in at.hint
        await at.press("s")
        assert "Start for 3 rooms: 101, 102, 103?" in at.text
        await at.press("enter")
        assert at.board.marked == set()
        for number in ("101", "102"):
            assert (await hotel.room(number)).attendant == "max"
        assert (await hotel.room("103")).attendant == "rui"
        assert "1 of 3 rooms was not changed" in at.hint
        assert "103 is being cleaned already: press c when done." in at.hint


async def test_a_hand_faster_than_the_database_is_not_refused_by_itself(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel) as at:
        room = at.board.room("101")
        assert room is not None
        at.screen.action_verb("start")
        at.screen.action_verb("clean")
        await at.workstation.acts.settled()
        kinds = [event.kind.value for event in await hotel.history("101")]
        assert kinds == ["CLEANED", "CLEANING_STARTED", "PUT_BACK"]


async def test_an_act_whose_answer_was_lost_is_tried_again_and_not_done_twice(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    write = HotelStore.write

    async def written_but_unanswered(store: HotelStore, unit: Any) -> Any:
        await write(store, unit)
        raise StoreBusy("The database did not answer in time.")

    async with board_on(hotel) as at:
        monkeypatch.setattr(HotelStore, "write", written_but_unanswered)
        await at.press("s")
        assert "The database did not answer in time." in at.hint
        assert "R try again" in at.hint
        monkeypatch.setattr(HotelStore, "write", write)
        await at.press("R")
        assert "R try again" not in at.hint
        assert "101 is now cleaning" in at.hint
        assert len(await hotel.history("101")) == 2


async def test_each_of_several_lost_acts_is_tried_again_as_itself(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    write = HotelStore.write

    async def written_but_unanswered(store: HotelStore, unit: Any) -> Any:
        await write(store, unit)
        raise StoreBusy("The database did not answer in time.")

    async with board_on(hotel) as at:
        first, second = at.board.room("101"), at.board.room("102")
        assert first is not None
        assert second is not None
        monkeypatch.setattr(HotelStore, "write", written_but_unanswered)
        at.screen.workstation.acts.submit(
            at.screen, [TurnRequest(Verb.NOTE, "101", first.version, "one")]
        )
        at.screen.workstation.acts.submit(
            at.screen, [TurnRequest(Verb.NOTE, "102", second.version, "two")]
        )
        await at.workstation.acts.settled()
        monkeypatch.setattr(HotelStore, "write", write)
        await at.press("R")
        for number in ("101", "102"):
            assert len(await hotel.history(number)) == 2
        assert at.workstation.acts.to_retry == ()


async def test_an_act_that_failed_is_done_by_trying_again(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    write = HotelStore.write

    async def refused_by_the_disk(store: HotelStore, unit: Any) -> Any:
        raise StoreBusy("The database is held by another program.")

    async with board_on(hotel) as at:
        monkeypatch.setattr(HotelStore, "write", refused_by_the_disk)
        await at.press("s")
        assert at.board.room("101").status is RoomStatus.CHECKOUT_DIRTY  # type: ignore[union-attr]
        monkeypatch.setattr(HotelStore, "write", write)
        await at.press("R")
        assert (await hotel.room("101")).status is RoomStatus.CLEANING_IN_PROGRESS


@pytest.mark.parametrize(
    "written",
    [
        "[/] [b]bold[/b]",
        "[@click=app.exit]here[/]",
        "\x1b[31mred\x07",
        "left\u202eright",
        "x" * 500,
    ],
)
async def test_what_people_wrote_is_shown_literally(hotel: SmallHotel, written: str) -> None:
    from housekeeper.core.entered_text import plain

    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.NOTE, "101", note=written)
    async with board_on(hotel) as at:
        assert plain(written)[:20] in at.text
        assert "\x1b" not in at.text
        assert "\u202e" not in at.text


async def test_the_palette_offers_only_what_can_be_done_now(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=ANA) as at:
        await at.press("ctrl+p")
        await at.until(lambda: "Start: 101" in at.text, "the palette")
        assert "Pass: 101" not in at.text
        assert "Override: 101" not in at.text
        at.app.screen.query_one(Input).value = "start"
        await at.until(lambda: "Cleaned: 101" not in at.text, "the search")
        await at.press("enter", "enter")
        await at.until(
            lambda: at.board.room("101").status is RoomStatus.CLEANING_IN_PROGRESS,  # type: ignore[union-attr]
            "the act",
        )


async def test_q_asks_before_it_leaves(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("q")
        assert "Leave the board?" in at.text
        await at.press("escape")
        assert at.app.screen is at.screen
        await at.press("q", "y")
        await at.until(lambda: at.app._exit, "the end")
