"""Many rooms at one key, and taking one's last act back."""

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.acting.out_of_order_dialog import OutOfOrderDialog
from housekeeper.screens.acting.refusals_dialog import RefusalsDialog
from tests.screens.conftest import ANA, DORA, MARIA, MAX, RUI, AtTheBoard, SmallHotel, board_on

pytestmark = pytest.mark.each_engine


async def test_shift_and_arrows_or_capitals_extend_the_marks(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103", "104")
    async with board_on(hotel) as at:
        await at.press("shift+down", "J")
        assert at.board.marked == {"101", "102", "103"}
        assert at.room == "103"
        await at.press("escape", "K")
        assert at.board.marked == {"103", "102"}


async def test_a_marks_the_column_as_filtered_and_again_everything_shown(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "208")
    await hotel.do(Verb.START, "102", staff=RUI)
    async with board_on(hotel) as at:
        await at.press("slash", *"std", "enter", "a")
        assert at.board.marked == {"101"}
        await at.press("a")
        assert at.board.marked == {n for n, r in at.board.rooms.items() if r.room_type == "STD"}
        await at.press("escape", "escape")
        assert at.board.marked == set()


async def test_all_rooms_of_one_key_are_one_act_and_undone_as_one(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel) as at:
        await at.press("a", "s", "enter")
        acts = {(await hotel.history(number))[0].act_id for number in ("101", "102", "103")}
        assert len(acts) == 1
        assert "u undo" in at.hint
        await at.press("u")
        await at.until(lambda: "Undone: 'cleaning started' in 3 rooms" in at.hint, "the undo")
        for number in ("101", "102", "103"):
            assert (await hotel.room(number)).status is RoomStatus.CHECKOUT_DIRTY
        assert "u undo" not in at.hint


async def test_one_question_is_asked_for_all_marked(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("space", "space", "o")
        await at.until(lambda: isinstance(at.app.screen, OutOfOrderDialog), "the question")
        assert "2 rooms: 101, 102" in at.text
        await at.press(*"flood", "enter", "enter")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        await at.workstation.acts.settled()
        for number in ("101", "102"):
            assert (await hotel.room(number)).is_out_of_order


async def test_several_refused_rooms_are_listed_each_with_its_reason(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    await hotel.do(Verb.START, "102", "103", staff=RUI)
    async with board_on(hotel) as at:
        at.board.marked = {"101", "102", "103"}
        await at.press("s", "enter")
        await at.until(lambda: isinstance(at.app.screen, RefusalsDialog), "the list")
        assert "2 rooms were not changed" in at.text
        assert "103 is being cleaned already: press c when done." in " ".join(at.text.split())
        assert (await hotel.room("101")).attendant == "max"
        await at.press("enter")
        assert at.board.marked == set()
        assert "not changed" not in at.text, "it was said once"


async def test_marks_are_gone_after_every_act_and_a_verb_then_takes_one_room(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102", "103")
    async with board_on(hotel, staff=MARIA) as at:
        acts: tuple[tuple[str, ...], ...] = (
            ("s", "enter"),
            ("p",),
            ("m", *"tap", "enter"),
            ("u",),
            ("colon", *"205 dirty", "enter"),
        )
        for keys in acts:
            at.board.marked = {"101", "102"}
            await at.press(*keys)
            await at.until(lambda: at.app.screen is at.screen, "the board")
            await at.workstation.acts.settled()
            assert at.board.marked == set(), keys
            assert "✓" not in at.text


async def test_a_mark_out_of_sight_is_told_before_a_verb_takes_it(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await at.press("space", "s")
        assert "Start for room 101?" in at.text
        await at.press("escape")
        assert (await hotel.room("101")).status is RoomStatus.CHECKOUT_DIRTY
        assert at.board.marked == {"101"}


async def test_a_verb_that_no_marked_room_takes_says_so_for_all_of_them(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, size=(200, 40)) as at:
        await at.press("a", "p")
        assert "Not done for 2 rooms: 101, 102. 101 is still dirty" in at.hint


def notices(at: AtTheBoard) -> list[str]:
    return [notice.message for notice in at.app._notifications]


async def test_undo_says_what_the_room_is_again(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=ANA) as at:
        await at.press("c", "u")
        await at.until(lambda: "Undone: 'cleaned'; 101 is dirty again." in at.hint, "the undo")
        assert at.room == "101"


SEEN = {"status": RoomStatus.READY_FOR_GUEST, "note": "seen"}


async def test_undo_passes_over_an_override_and_says_so(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", staff=MAX)
    await hotel.do(Verb.OVERRIDE, "102", staff=MAX, **SEEN)
    async with board_on(hotel, staff=MAX, size=(200, 40)) as at:
        await at.press("u")
        told = "Undone: 'put back'; 101 is available again. 'overridden' in 102 is never undone."
        await at.until(lambda: told in at.hint, "the undo")


@pytest.mark.parametrize("width", [70, 50, 36])
async def test_what_the_foot_would_cut_is_told_whole_and_in_one_place(
    hotel: SmallHotel, width: int
) -> None:
    await hotel.do(Verb.DIRTY, "101", staff=MAX)
    await hotel.do(Verb.CLEAN, "101", staff=MAX)
    await hotel.do(Verb.OVERRIDE, "102", staff=MAX, **SEEN)
    async with board_on(hotel, staff=MAX, size=(width, 24)) as at:
        await at.press("u")
        told = "Undone: 'cleaned'; 101 is dirty again. 'overridden' in 102 is never undone."

        def foot() -> str:
            return " ".join(at.hint.split())

        is_too_long = width == 36
        await at.until(lambda: notices(at) or told in foot(), "what was undone")
        assert notices(at) == ([told] if is_too_long else [])
        assert (told in foot()) is not is_too_long
        assert ("Undone" in foot()) is not is_too_long


async def test_a_refusal_is_told_once_and_goes_with_the_next_act(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    await hotel.do(Verb.CLEAN, "101", staff=RUI)
    async with board_on(hotel, staff=MARIA, size=(80, 24)) as at:
        await at.press("1", "0", "1", "s")
        await at.until(lambda: "101 is cleaned already." in at.hint, "the refusal")
        assert notices(at) == []
        assert at.text.count("cleaned already") == 1
        assert "press d" not in at.text
        await at.press("p")
        await at.until(lambda: "101 is now ready" in at.hint, "what was done")
        assert "already" not in at.text


async def test_undo_is_offered_for_a_minute_of_real_time(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=ANA) as at:
        await at.press("s")
        hotel.clock.pass_time(seconds=59)
        at.screen.tick()
        assert "u undo" in at.hint
        hotel.clock.pass_time(seconds=2)
        at.screen.tick()
        assert "u undo" not in at.hint
        await at.press("u")
        await at.until(lambda: "nothing to undo" in at.hint, "the refusal")
        assert (await hotel.room("101")).status is RoomStatus.CLEANING_IN_PROGRESS


async def test_only_who_acted_is_offered_to_undo_it(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, staff=ANA) as at:
        await at.press("s")
        at.workstation.sign_in(RUI)
        at.screen.tick()
        assert "u undo" not in at.hint


async def test_rooms_that_moved_since_stay_and_are_told(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, size=(200, 40), staff=ANA) as at:
        await at.press("a", "s", "enter")
        await hotel.do(Verb.CLEAN, "102", staff=RUI)
        await at.press("u")
        await at.until(lambda: "101 is dirty again" in at.hint, "the undo")
        assert "Not undone: Rui Costa changed room 102" in at.hint
        assert (await hotel.room("102")).status is RoomStatus.CLEANED_UNINSPECTED


async def test_an_override_is_told_never_to_be_undone(hotel: SmallHotel) -> None:
    await hotel.do(Verb.OVERRIDE, "101", staff=MAX, **SEEN)
    async with board_on(hotel, staff=MAX, size=(200, 40)) as at:
        await at.press("u")
        await at.until(lambda: "never undone" in at.hint, "the refusal")


async def test_a_note_is_taken_back_and_the_others_stay(hotel: SmallHotel) -> None:
    await hotel.do(Verb.NOTE, "101", staff=ANA, note="cot")
    async with board_on(hotel, staff=DORA, size=(200, 40)) as at:
        await at.press(*"101", "n", *"late", "enter", "u")
        await at.until(lambda: "101 has its other notes again" in at.hint, "the undo")
        assert (await hotel.room("101")).housekeeping_notes.count("\n") == 0
        assert "cot" in (await hotel.room("101")).housekeeping_notes
