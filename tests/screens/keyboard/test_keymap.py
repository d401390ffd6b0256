"""The hotel's own keys: checked before they are taken, and named wherever a key is named."""

import random
import runpy
from collections.abc import Mapping
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import ModalScreen

from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.acting.note_dialog import NoteDialog
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.drawing.immediate_keys import take_at_once
from housekeeper.screens.drawing.switch import is_left_to_textual
from housekeeper.screens.help_screen import HelpScreen
from housekeeper.screens.inspection.round_screen import RoundScreen
from housekeeper.screens.keyboard.keymap import find_faults, known_bindings, screens
from housekeeper.screens.shift.figures_screen import FiguresScreen
from housekeeper.screens.widgets.dialog import Dialog
from housekeeper.screens.widgets.key_hints import key_hint, key_of, sign_of, use_keymap
from housekeeper.settings.keymap import KEYMAP, Keymap
from tests.screens.conftest import SmallHotel, board_on

DOCS = Path(__file__).parents[3] / "docs"
PUNCTUATION = "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"


def faults(**keys: str) -> tuple[str, ...]:
    """What is wrong with these keys; `verb_start` stands for `verb.start`."""
    return find_faults(Keymap({id.replace("_", "."): key for id, key in keys.items()}))


@pytest.mark.parametrize("key", ["z", "B", "f5", "ctrl+t", "z,f9", "#", "comma", "ä"])
def test_a_letter_a_sign_and_a_function_key_will_do(key: str) -> None:
    assert faults(verb_start=key) == ()


@pytest.mark.parametrize(
    ("id", "key", "fault"),
    [
        (
            "verb.stat",
            "b",
            "The keymap names verb.stat, which nothing is called: the nearest is verb.start.",
        ),
        (
            "breakfast",
            "b",
            "The keymap names breakfast, which nothing is called: docs/keys.md lists them.",
        ),
        (
            "verb.start",
            "5",
            "The keymap gives 5 to verb.start, but digits type room numbers.",
        ),
        (
            "digit.5",
            "b",
            "The keymap names digit.5, but digits type room numbers and stay where they are.",
        ),
        (
            "verb.start",
            "ctrl+i",
            "The keymap gives ctrl+i to verb.start, which a terminal sends as tab.",
        ),
        (
            "verb.start",
            "ctrl+[",
            "The keymap gives ctrl+[ to verb.start, which a terminal sends as escape.",
        ),
        (
            "verb.start",
            "alt+b",
            "The keymap gives alt+b to verb.start, which no terminal sends: "
            "take a letter, a sign, f1 to f12, or ctrl and a letter.",
        ),
        (
            "verb.start",
            "ctrl+c",
            "The keymap gives ctrl+c to verb.start, which the program has for itself.",
        ),
        (
            "verb.start",
            "enter",
            "The keymap gives enter to verb.start, "
            "but escape leaves and enter answers, everywhere.",
        ),
        (
            "dialog.leave",
            "f2",
            'The keymap takes escape from dialog.leave: write "escape,f2".',
        ),
        (
            "dialog.leave",
            "escape,x",
            "The keymap gives x to dialog.leave, but letters are typed there: "
            "take a key such as f2.",
        ),
        (
            "verb.start",
            "c",
            "The keymap gives c to verb.start, but on the board screen that is verb.clean: "
            "give one of them another key.",
        ),
        (
            "verb.start",
            "P",
            "The keymap gives P to verb.start, but on the room screen that is room.pin: "
            "give one of them another key.",
        ),
        (
            "lock",
            "y",
            "The keymap gives y to lock, but on the figures screen that is figures.quarter: "
            "give one of them another key.",
        ),
    ],
)
def test_what_will_not_do_is_said_in_one_sentence(id: str, key: str, fault: str) -> None:
    assert find_faults(Keymap({id: key})) == (fault,)


def test_all_faults_are_told_at_once() -> None:
    keymap = Keymap({"verb.stat": "z", "help": "5", "verb.start": "c"}, ("The keymap is odd.",))
    told = find_faults(keymap)
    assert len(told) == 4
    assert "on the board screen that is verb.clean" in told[-1]


def test_two_acts_may_change_their_keys() -> None:
    assert faults(verb_start="c", verb_clean="s") == ()
    assert faults(verb_start="z", verb_clean="z") != ()


def test_a_key_that_was_given_away_is_free() -> None:
    assert faults(verb_start="z", verb_clean="s") == ()


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({"verb.start": "b", "help": "f1, ?"}, {"verb.start": "b", "help": "f1,?"}),
        ({"verb": {"start": "b"}}, {"verb.start": "b"}),
        ({"verb.start": ["b", "f5"]}, {"verb.start": "b,f5"}),
        ({"verb.start": ","}, {"verb.start": "comma"}),
        ("verb.start=b  help=f1,?", {"verb.start": "b", "help": "f1,?"}),
    ],
)
def test_a_keymap_is_written_as_a_table_or_as_a_line(given: object, keys: dict[str, str]) -> None:
    assert KEYMAP(given) == Keymap(keys)


@pytest.mark.parametrize("given", [5, [], {"verb.start": 5}, {"verb.start": ""}, "verb.start"])
def test_what_is_no_keymap_is_told_and_keeps_nobody_from_work(given: object) -> None:
    keymap = KEYMAP(given)
    assert keymap.keys == {}
    assert len(keymap.faults) == 1
    assert find_faults(keymap) == keymap.faults


@pytest.mark.parametrize("seed", range(150))
def test_with_a_keymap_that_will_do_every_binding_can_still_be_reached(seed: int) -> None:
    """The second statement: Textual itself binds the keys, and nothing is lost on any screen."""
    dice = random.Random(seed)
    names = sorted(known_bindings())
    keymap = {}
    for id in dice.sample(names, dice.randint(1, 4)):
        kept = [key for key in known_bindings()[id].keys if key in ("escape", "enter")]
        keys = dice.choices("bcdzBCDPZ#?" + PUNCTUATION, k=1) + dice.choices(["f3", "ctrl+t"], k=1)
        keymap[id] = ",".join([*kept, dice.choice(keys)])
    reached = {screen: _reached(screen, keymap) for screen in screens()}
    lost = {
        (screen.__name__, id) for screen in reached for id in _reached(screen, {}) - reached[screen]
    }
    assert bool(lost) <= bool(find_faults(Keymap(keymap))), (keymap, lost)


def _reached(screen: type[DOMNode], keymap: Mapping[str, str]) -> set[str]:
    """The bindings that a key is left for, where Textual applies the keymap to a screen."""
    normal = App._normalize_keymap(keymap)
    first: dict[str, str] = {}
    owners: list[type[DOMNode]] = (
        [screen] if issubclass(screen, ModalScreen) else [screen, HousekeeperApp]
    )
    for owner in owners:
        bindings = owner._merge_bindings()
        bindings.apply_keymap(normal)
        for key, bound in bindings.key_to_bindings.items():
            if bound[0].id is not None:
                first.setdefault(key, bound[0].id)
    return set(first.values())


async def test_the_hotels_key_does_the_act_and_the_usual_one_does_nothing(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel, keymap=Keymap({"verb.start": "z"})) as at:
        await at.press("1", "0", "1", "s")
        assert (await hotel.room("101")).status.label == "dirty"
        await at.press("z")
        assert (await hotel.room("101")).status.label != "dirty"


async def test_a_key_that_was_bound_anew_is_taken_as_fast_as_any_other(hotel: SmallHotel) -> None:
    if is_left_to_textual():
        pytest.skip("Textual takes all keys")
    async with board_on(hotel, keymap=Keymap({"move.down": "down,z"})) as at:
        before = at.room
        assert await take_at_once(at.app, events.Key("z", "z"))
        assert at.room != before
        assert not await take_at_once(at.app, events.Key("j", "j"))


async def test_every_text_names_the_key_that_is_in_force(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    keys = {"verb.start": "#", "help": "f1", "handover": "Y", "figures.week": "x"}
    async with board_on(hotel, keymap=Keymap(keys)) as at:
        await at.press("1", "0", "1")
        assert " # start" in at.hint
        assert " f1 help" in at.hint
        await at.press("f1")
        assert isinstance(at.app.screen, HelpScreen)
        assert "#               Start cleaning a dirty room." in at.text
        await at.press("escape", "ctrl+p", *"start")
        await at.until(lambda: "(key #)" in at.text, "the key in the palette")
        await at.press("escape", "ctrl+p", *"handover")
        await at.until(lambda: "(key Y)" in at.text, "the key in the palette")
        await at.press("escape", "F")
        assert isinstance(at.app.screen, FiguresScreen)
        assert " x 7 days" in at.text


async def test_the_round_has_the_hotels_keys_for_the_acts_that_other_screens_have(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    await hotel.do(Verb.CLEAN, "101", "102")
    keys = {"undo": "z", "verb.note": "N", "verb.pass": "#", "sign-in": "Y", "verb.fail": "x"}
    async with board_on(hotel, keymap=Keymap({**keys, "verb.fixed": "D"})) as at:
        await at.press("i")
        await at.until(lambda: isinstance(at.app.screen, RoundScreen), "the round")
        assert "# pass" in at.text
        assert "N note" in at.text
        await at.press("p", "n", "f")
        assert isinstance(at.app.screen, RoundScreen)
        await at.press("#")
        await at.until(lambda: "101 passed" in at.text, "the pass")
        await at.press("z")
        await at.until(lambda: "0 of 2" in at.text, "the undo")
        assert (await hotel.room("101")).status is RoomStatus.CLEANED_UNINSPECTED
        await at.press("N")
        await at.until(lambda: isinstance(at.app.screen, NoteDialog), "the note")


def test_what_two_screens_do_alike_has_one_id_on_both() -> None:
    own = {id for id in known_bindings() if id.startswith("round.")}
    alike = {"pass", "fail", "maintenance", "note", "undo", "retry", "sign-in"}
    assert own.isdisjoint(f"round.{name}" for name in alike)
    assert known_bindings()["verb.pass"].place == "screens with rooms"


async def test_a_keymap_that_will_not_do_leaves_the_usual_keys_and_says_so(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, keymap=Keymap({"verb.start": "z", "verb.clean": "5"})) as at:
        assert "The usual keys are in use. The keymap gives 5 to verb.clean" in at.hint
        await at.press("1", "0", "1", "s")
        assert (await hotel.room("101")).status.label != "dirty"


async def test_the_next_board_of_the_program_begins_with_the_usual_keys(hotel: SmallHotel) -> None:
    async with board_on(hotel, keymap=Keymap({"undo": "z"})):
        assert key_hint(BoardScreen, "undo") == "z"
    async with board_on(hotel):
        assert key_hint(BoardScreen, "undo") == "u"


def test_a_dialog_names_the_first_of_its_keys() -> None:
    use_keymap({"dialog.leave": "f2,escape"})
    assert key_hint(Dialog, "dialog.leave") == "f2"
    use_keymap({})
    assert key_hint(Dialog, "dialog.leave") == "esc"


def test_a_sign_and_its_key_stand_for_each_other() -> None:
    for sign in PUNCTUATION:
        assert sign_of(key_of(sign)) == sign
    for key in ("escape", "backspace", "f5", "ctrl+t", "space", "pagedown", "a", "A", "7"):
        assert key_of(sign_of(key)) == key


def test_every_binding_has_an_id_of_its_own_by_which_it_can_be_bound_anew() -> None:
    assert len(known_bindings()) > 100
    for known in known_bindings().values():
        assert find_faults(Keymap({known.id: ",".join(known.keys)})) == () or known.id.startswith(
            "digit."
        )


def test_the_page_of_keys_is_what_the_screens_say() -> None:
    written = (DOCS / "keys.md").read_text(encoding="utf-8")
    assert written == runpy.run_path(str(DOCS / "write_keys.py"))["page"](), (
        "write it anew with: python docs/write_keys.py"
    )
