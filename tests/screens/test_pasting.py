"""What is pasted: into the line that has the cursor, as any other text, or dropped with a word."""

import pytest
from textual import events
from textual.widgets import Input

from housekeeper.core.acts import Verb
from housekeeper.screens.keyboard.pastes import LONGEST_PASTE
from housekeeper.screens.widgets.text_input import TextLine
from proofs.hostile import MEGABYTE, SEQUENCES
from proofs.raw_bytes import raw_in_lines
from tests.screens.conftest import PIN, AtTheBoard, SmallHotel, board_on

NO_LINE = "Nothing was pasted: the cursor is in no line of text."


async def paste(at: AtTheBoard, text: str) -> None:
    """What the terminal sends of a paste, taken by whoever takes it."""
    at.app.post_message(events.Paste(text))
    await at.pilot.pause()
    await at.pilot.pause()


async def pasted(at: AtTheBoard, key: str, text: str) -> str:
    """What stands in the line that a key opens, after this was pasted into it."""
    await at.press(key)
    await at.until(lambda: isinstance(at.app.focused, Input), "the line")
    await paste(at, text)
    assert isinstance(at.app.focused, Input)
    return at.app.focused.value


def told(at: AtTheBoard) -> str:
    """All that is said: at the foot of the board, and in notices."""
    return "\n".join(
        [at.screen.message.text, *(notice.message for notice in at.app._notifications)]
    )


@pytest.mark.parametrize("key", ["slash", "colon", "n", "ctrl+p"])
async def test_no_line_takes_a_pasted_sequence_as_it_is(hotel: SmallHotel, key: str) -> None:
    async with board_on(hotel) as at:
        value = await pasted(at, key, f"104 {SEQUENCES['title']}{SEQUENCES['right to left']}")
        assert value.startswith("104 ␛]0;HKFZ␇")
        assert raw_in_lines(value) == []


@pytest.mark.parametrize("key", ["slash", "colon", "n", "ctrl+p"])
async def test_pasted_lines_stand_in_one_line_and_none_of_them_is_entered(
    hotel: SmallHotel, key: str
) -> None:
    async with board_on(hotel) as at:
        before = await hotel.store.mark()
        value = await pasted(at, key, "104 dirty\r\n\n  linen late \n105 dirty\n")
        assert value == "104 dirty · linen late · 105 dirty"
        assert await hotel.store.mark() == before


async def test_lines_pasted_into_a_note_are_kept_all(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press(*"104")
        await pasted(at, "n", "Linen late\nTwo towels\n")
        await at.press("enter")
        note = (await hotel.room("104")).housekeeping_notes
        assert note.startswith("Linen late · Two towels (")


async def test_a_pasted_megabyte_is_refused_with_words(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        assert await pasted(at, "slash", MEGABYTE) == ""
        assert "Nothing was pasted: 1,000,008 characters are too many." in told(at)


async def test_what_a_line_has_no_room_for_is_cut_and_counted(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press(*"104")
        await pasted(at, "n", "begun ")
        line = at.app.focused
        assert isinstance(line, TextLine)
        most = line.max_length
        assert most
        await paste(at, "x" * most)
        assert line.value == "begun " + "x" * (most - 6)
        assert f"Cut when pasted: the last 6 of {most:,} characters." in told(at)
        line.action_select_all()
        await paste(at, "y" * most)
        assert line.value == "y" * most


async def test_a_space_at_the_end_of_what_is_pasted_stays_where_one_goes_on_typing(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        assert await pasted(at, "colon", "104 ") == "104 "


async def test_what_just_fits_is_not_called_cut(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press(*"104")
        value = await pasted(at, "n", "x" * 500)
        assert len(value) == 500
        assert "Cut" not in told(at)


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param((), id="the board"),
        pytest.param(("q",), id="a question"),
        pytest.param(("enter",), id="a room"),
        pytest.param(("i",), id="a round"),
        pytest.param(("question_mark",), id="help"),
        pytest.param(("H",), id="the handover"),
        pytest.param(("F",), id="the figures"),
    ],
)
async def test_where_no_line_has_the_cursor_a_paste_is_dropped_with_a_word(
    hotel: SmallHotel, keys: tuple[str, ...]
) -> None:
    for verb in (Verb.DIRTY, Verb.START, Verb.CLEAN):
        await hotel.do(verb, "104")
    async with board_on(hotel) as at:
        await at.press(*"104", *keys)
        if keys:
            await at.until(
                lambda: at.app.screen is not at.screen and at.app.screen.is_mounted, "its screen"
            )
        before, screen = await hotel.store.mark(), at.app.screen
        assert not isinstance(at.app.focused, Input)
        await paste(at, "s\nd\n105 dirty\n2580")
        foot = getattr(screen, "hint_text", "") or at.text
        assert NO_LINE in foot.replace("\n", " ") or NO_LINE in told(at)
        assert at.app.screen is screen
        assert await hotel.store.mark() == before


async def test_a_dropped_paste_is_in_no_line_that_opens_later_and_goes_round_no_more(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(hotel, staff=None) as at:
        seen: list[events.Event] = []
        heard = at.app.on_event

        async def count(event: events.Event) -> None:
            if isinstance(event, events.Paste):
                seen.append(event)
            await heard(event)

        monkeypatch.setattr(at.app, "on_event", count)
        await paste(at, PIN)
        await at.press("S", *"maria", "enter")
        lines = {line.value for line in at.app.screen.query(Input)}
        assert lines == {"maria", ""}
        assert len(seen) == 1


async def test_a_pasted_pin_signs_in_with_its_line_break_or_without(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S", *"maria", "enter")
        await paste(at, f"{PIN}\n")
        assert at.workstation.staff is None
        await at.press("enter")
        await at.until(lambda: at.workstation.staff is not None, "the sign-in")


@pytest.mark.parametrize("text", ["25801111222233334444", "25x0", "2580\n2580"])
async def test_a_text_that_is_no_pin_is_not_pasted_in_part(hotel: SmallHotel, text: str) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("S", *"maria", "enter")
        await paste(at, text)
        assert isinstance(at.app.focused, Input)
        assert at.app.focused.value == ""
        assert "Nothing was pasted: this is no PIN." in told(at)


async def test_a_locked_terminal_takes_a_paste_in_its_lines_alone(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        at.app.action_lock()
        await at.until(lambda: at.app.is_locked and at.app.focused is not None, "the lock")
        before = await hotel.store.mark()
        await paste(at, "maria\n2580\ns")
        assert at.app.is_locked
        at.app.screen.set_focus(None)
        await paste(at, "maria")
        assert NO_LINE in told(at)
        assert await hotel.store.mark() == before


async def test_a_paste_and_the_keys_around_it_keep_their_order(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press(*"104")
        for event in (
            events.Key("n", "n"),
            *(events.Key(one, one) for one in "ab"),
            events.Paste("cd\nef"),
            *(events.Key(one, one) for one in "gh"),
            events.Key("enter", "\r"),
        ):
            at.app.post_message(event)
        await at.until(lambda: at.board.rooms["104"].housekeeping_notes, "the note")
        assert at.board.rooms["104"].housekeeping_notes.startswith("abcd · efgh (")


async def test_a_long_paste_is_one_that_is_longer_than_any_message(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        assert len(await pasted(at, "slash", "x" * LONGEST_PASTE)) == LONGEST_PASTE
        assert "Nothing" not in told(at)
