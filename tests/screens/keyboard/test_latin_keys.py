"""A hand whose keyboard is set to another alphabet: verbs by place, text as it is."""

import pytest
from textual import events
from textual.widgets import Input

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.keyboard import latin_keys
from housekeeper.screens.keyboard.latin_keys import in_latin
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from tests.screens.conftest import PIN, AtTheBoard, SmallHotel, board_on


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose environment names no language."""
    for name in ("LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.mark.parametrize("letter", ["ы", "і", "σ", "ד", "س", "ｓ"])
async def test_the_key_of_a_verb_is_taken_by_its_place(hotel: SmallHotel, letter: str) -> None:
    await hotel.do(Verb.DIRTY, "104")
    async with board_on(hotel) as at:
        await at.press(*"104", letter)
        assert (await hotel.room("104")).status is RoomStatus.CLEANING_IN_PROGRESS


@pytest.mark.parametrize("digits", ["١٠٤", "۱۰۴", "１０４"])
async def test_a_room_is_found_by_digits_of_any_script(hotel: SmallHotel, digits: str) -> None:
    async with board_on(hotel) as at:
        await at.press(*digits)
        assert at.room == "104"


async def test_a_code_and_a_pin_in_digits_of_another_script_sign_in(hotel: SmallHotel) -> None:
    async with board_on(hotel, staff=None) as at:
        await at.press("Ы")
        await at.sign_in("maria", PIN.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
        await at.until(lambda: at.workstation.staff is not None, "the sign-in")


async def test_a_note_keeps_every_letter_and_every_digit_as_it_is(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press(*"104", "т", *"бельё ٣", "enter")
        assert (await hotel.room("104")).housekeeping_notes.startswith("бельё ٣ (")


async def test_lines_at_the_foot_take_letters_as_they_are_and_digits_as_digits(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        await at.press("Ж", *"١٠٤ тест")
        assert isinstance(at.app.focused, Input)
        assert at.app.focused.value == "104 тест"


async def test_a_question_is_answered_by_place(hotel: SmallHotel) -> None:
    async with board_on(hotel) as at:
        await at.press("й")
        await at.until(lambda: isinstance(at.app.screen, ConfirmDialog), "the question")
        await at.press("т")
        assert at.app.screen is at.screen


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("가", "가 is no key here: set the keyboard to Latin letters."),
        ("é", "é is no key here: set the keyboard to Latin letters."),
        ("ж", "ж has the place of ;, which is no key here."),
        ("\ufffd", "That was no letter: is the terminal set to UTF-8?"),
    ],
)
async def test_the_foot_line_says_why_nothing_happened(
    hotel: SmallHotel, letter: str, said: str
) -> None:
    async with board_on(hotel) as at:
        before = await hotel.store.mark()
        name = "replacement_character" if letter == "\ufffd" else letter
        at.app.post_message(events.Key(name, letter))
        await at.until(lambda: said in at.hint, said)
        await at.press("down", "1")
        at.app.post_message(events.Key(name, letter))
        await at.until(lambda: said in at.hint, f"{said} behind a digit")
        assert await hotel.store.mark() == before


async def test_in_bulgaria_a_letter_does_nothing_and_says_so(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "bg_BG.UTF-8")
    async with board_on(hotel) as at:
        before = await hotel.store.mark()
        await at.press(*"104", "escape", "с")
        assert "с is no key here" in at.hint
        assert await hotel.store.mark() == before


async def test_in_a_dialog_with_a_line_letters_are_text_wherever_the_cursor_is(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        await at.press(*"104", "v")
        await at.until(lambda: at.app.screen is not at.screen, "the dialog")
        at.app.screen.set_focus(None)
        letter = events.Key("ы", "ы")
        assert with_key(at, letter) is letter
        assert with_key(at, events.Key("٣", "٣")).key == "3"


def with_key(at: AtTheBoard, key: events.Key) -> events.Key:
    taken = in_latin(at.app, key)
    assert isinstance(taken, events.Key)
    return taken


async def test_a_key_keeps_when_it_was_pressed_and_what_was_held_with_it(
    hotel: SmallHotel,
) -> None:
    async with board_on(hotel) as at:
        pressed = events.Key("ы", "ы")
        pressed.time = 12.5
        taken = with_key(at, pressed)
        assert (taken.key, taken.character, taken.time) == ("s", "s", 12.5)
        held = with_key(at, events.Key("ctrl+з", None))
        assert (held.key, held.character) == ("ctrl+p", None)


async def test_a_latin_key_is_passed_on_without_a_look(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(hotel) as at:
        monkeypatch.setattr(latin_keys, "_by_place", lambda *_: pytest.fail("looked"))
        await at.press("down", "1", "0", "4", "escape", "colon")
        assert at.room == "104"
