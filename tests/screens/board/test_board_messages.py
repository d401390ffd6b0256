"""One message at the foot of the board: whole, once, and gone when it is mended or left."""

import asyncio
import random
from typing import Any

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.board.column import Column
from housekeeper.screens.widgets.foot_message import UNREAD
from housekeeper.screens.widgets.hint_line import FOOT_ROWS, fits_foot, rows_of
from housekeeper.store.database import HotelStore
from tests.screens.conftest import ANA, MARIA, RUI, AtTheBoard, SmallHotel, board_on

LONG = (
    "The database cannot be reached at present, so nothing was changed: ask once more when the "
    "network of the house is there again."
)


def foot(at: AtTheBoard) -> str:
    return " ".join(at.hint.split())


@pytest.mark.parametrize("width", [80, 100, 120, 200])
async def test_a_long_message_is_whole_at_the_foot_and_nowhere_else(
    hotel: SmallHotel, width: int
) -> None:
    async with board_on(hotel, size=(width, 24)) as at:
        at.screen.tell(LONG, is_error=True)
        await at.pilot.pause()
        assert LONG in foot(at)
        assert not at.app._notifications
        assert " ".join(at.text.split()).count("cannot be reached") == 1
        await at.press("down")
        assert "cannot be reached" not in at.text
        assert "help" in at.hint, "the keys are back"


async def test_news_wait_until_an_error_was_read(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, size=(120, 24)) as at:
        await at.press("p")
        refusal = "101 is still dirty: press c first."
        assert refusal in at.hint
        await hotel.do(Verb.DIRTY, "205", staff=RUI)
        await at.workstation.look()
        await at.until(lambda: at.board.shown(Column.DIRTY) == 2, "the news")
        assert refusal in at.hint
        hotel.clock.pass_time(seconds=UNREAD.total_seconds())
        at.screen.tick()
        assert "205 put back" in at.hint
        assert refusal not in at.hint


async def test_a_room_that_is_found_mends_one_that_was_not(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("9")
        assert "There is no room 9." in at.hint
        await at.press("escape", "1", "0", "4")
        assert "There is no room" not in at.text
        assert at.room == "104"


@pytest.mark.parametrize("key", ["down", "1", "c"])
async def test_a_refusal_is_gone_with_a_move_a_number_or_an_act(
    hotel: SmallHotel, key: str
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("p")
        assert "101 is still dirty" in at.hint
        await at.press(key)
        await at.until(lambda: "still dirty" not in at.text, "that it is gone")


async def test_a_dialog_that_opens_leaves_no_older_refusal_behind_it(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", staff=ANA)
    async with board_on(hotel, staff=MARIA) as at:
        await at.press("p", "m", "escape")
        assert "still dirty" not in at.text


async def test_a_long_sentence_of_the_line_has_a_row_more(hotel: SmallHotel) -> None:
    async with board_on(hotel, size=(80, 24)) as at:
        await at.press("colon", *"104 zzz")
        assert "'zzz' is no verb; there are dirty, checkin, maint" in foot(at)
        assert "override." in foot(at)
        await at.press("enter")
        assert foot(at).count("is no verb") == 1
        assert not at.app._notifications
        await at.press("escape")
        assert "is no verb" not in at.text


def test_a_message_is_broken_between_words_and_nothing_of_it_is_lost() -> None:
    chance = random.Random(13)
    for _ in range(500):
        words = ["x" * chance.randint(1, 12) for _ in range(chance.randint(1, 20))]
        width = chance.randint(14, 60)
        rows = rows_of(" ".join(words), width)
        assert len(rows) <= FOOT_ROWS
        assert all(len(row) <= width for row in rows)
        assert fits_foot(" ".join(words), width) is (" ".join(rows).split() == words)
        if not rows[-1].endswith("…"):
            assert " ".join(rows).split() == words


async def test_news_go_by_themselves_and_errors_later(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        for is_error, seconds in ((False, 20), (True, 60)):
            at.screen.tell("Something is so.", is_error)
            hotel.clock.pass_time(seconds=seconds - 1)
            at.screen.tick()
            assert "Something is so." in at.hint
            hotel.clock.pass_time(seconds=1)
            at.screen.tick()
            assert "Something is so." not in at.hint


async def test_what_the_line_would_do_stays_while_it_is_open(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("colon", *"104")
        hotel.clock.pass_time(minutes=5)
        at.screen.tick()
        assert "Enter goes to room 104" in at.hint


@pytest.mark.parametrize("key", ["w", "L", "S", "slash", "H"])
async def test_a_message_is_gone_with_columns_lock_sign_in_and_another_screen(
    hotel: SmallHotel, key: str
) -> None:
    async with board_on(hotel) as at:
        at.screen.tell("Nothing is shown that could be marked.")
        await at.press(key)
        await at.until(lambda: "could be marked" not in at.hint, "that it is gone")


@pytest.mark.parametrize("key", ["colon", "slash", "L", "S", "question_mark"])
async def test_a_number_that_is_missing_ends_where_something_opens(
    hotel: SmallHotel, key: str
) -> None:
    async with board_on(hotel) as at:
        await at.press("9", "9", "9")
        assert "There is no room 999." in at.hint
        await at.press(key)
        await at.until(lambda: "999" not in at.hint, "that it is gone")
        assert at.screen.missing == ""


async def test_behind_a_missing_number_the_line_tells_what_it_would_do(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("9", "9", "9", "colon", *"104 pass", "enter")
        assert "104 is available" in at.hint
        assert "999" not in at.hint


@pytest.mark.parametrize("width", [80, 120])
async def test_the_room_that_a_verb_takes_is_named_beside_every_message(
    hotel: SmallHotel, width: int
) -> None:
    async with board_on(hotel, size=(width, 24)) as at:
        for told in ("x" * 60, LONG):
            at.screen.tell(told)
            await at.pilot.pause()
            assert at.hint.startswith(" 101 ")
            assert told in foot(at)


async def test_an_old_message_is_gone_before_a_slow_database_answers_the_next_act(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    write, may_write = HotelStore.write, asyncio.Event()

    async def slowly(store: HotelStore, unit: Any) -> Any:
        await may_write.wait()
        return await write(store, unit)

    async with board_on(hotel) as at:
        await at.press("p")
        assert "press c first" in at.text
        monkeypatch.setattr(HotelStore, "write", slowly)
        await at.pilot.press("s")
        await at.until(lambda: "press c first" not in at.text, "a foot without the old refusal")
        may_write.set()
        await at.until(lambda: "101" in at.hint and "cleaning" in at.hint, "what was done")
        assert at.screen.message._clearing is None, "nothing clears what was told since"
