"""Signs and frames in ASCII: everything that the program draws has a form there, as wide."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

import housekeeper
from housekeeper.core.board.column import Column
from housekeeper.demo.hotel import HOTEL
from housekeeper.screens.board.columns.card import FLAG_WORDS
from housekeeper.screens.drawing import glyphs
from housekeeper.screens.drawing.glyphs import ASCII, choose_glyphs, is_ascii, terminal_encoding
from housekeeper.screens.drawing.theme import GLYPHS
from housekeeper.settings.terminal import Glyphs
from tests.screens.every_screen import walk_through

PACKAGE = Path(housekeeper.__file__).parent


@pytest.fixture(autouse=True)
def _afterwards_as_before() -> Iterator[None]:
    yield
    choose_glyphs(Glyphs.UNICODE)


READ_NOT_DRAWN = {
    "glyphs.py",
    "keyboard_wire.py",
    "latin_keys.py",
    "other_layouts.py",
    "terminal_reader.py",
}
"""The table itself, and files of what a keyboard sends."""


def signs_in(file: Path) -> set[str]:
    """The signs beyond ASCII that stand in a file's texts, those that only explain it aside."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    explaining = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {
        sign
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in explaining
        for sign in node.value
        if not sign.isascii()
    }


def test_every_sign_that_a_screen_draws_has_a_form_in_ascii() -> None:
    """Where this fails for a new sign: give it a row in `screens/drawing/glyphs.py`."""
    files = [*(PACKAGE / "screens").rglob("*.py"), *(PACKAGE / "app").rglob("*.py")]
    drawn = [file for file in files if file.name not in READ_NOT_DRAWN]
    missing = {file.name: signs_in(file) - ASCII.keys() for file in drawn}
    assert {name: signs for name, signs in missing.items() if signs} == {}


def test_each_form_is_ascii_and_as_wide_as_its_sign() -> None:
    for sign, form in ASCII.items():
        assert form.isascii()
        assert form.isprintable()
        assert cell_len(form) == cell_len(sign), sign


def test_states_and_facts_that_stand_side_by_side_keep_apart() -> None:
    columns = [ASCII[GLYPHS[column]] for column in Column]
    assert len(set(columns)) == len(columns)
    flags = [ASCII.get(words[-1], words[-1]) for words in FLAG_WORDS.values()]
    assert len(set(flags)) == len(flags)


@pytest.mark.parametrize("size", [(80, 24), (160, 40)], ids=str)
async def test_no_screen_shows_another_sign_than_those_of_the_hotels_own_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    left: dict[str, set[str]] = {}
    async with walk_through(tmp_path, size, glyphs=Glyphs.ASCII) as walk:
        async for place in walk.stops():
            signs = {sign for sign in walk.text if not sign.isascii()}
            # What guests and staff of the demonstration write is theirs.
            left[place] = {sign for sign in signs if not sign.isalpha() and sign not in WRITTEN}
            lines = walk.text.splitlines()
            assert {cell_len(line) for line in lines} == {size[0]}, place
    assert {place: signs for place, signs in left.items() if signs} == {}
    assert HOTEL.name.isascii()


WRITTEN = frozenset("。、？，؟¿’\u200f🙂")
"""What the guests of the demonstration write beside letters."""


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": "de_DE.UTF-8"}, "utf-8"),
        ({"LANG": "pt_PT.utf8@euro"}, "utf-8"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "de_DE.UTF-8", "LC_CTYPE": "POSIX"}, "ascii"),
        ({"LC_ALL": "", "LANG": "C.UTF-8"}, "utf-8"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "ascii"),
    ],
)
def test_what_the_terminal_takes_is_told_by_the_locale(
    environment: Mapping[str, str], encoding: str
) -> None:
    """Python writes UTF-8 here, so what is no UTF-8 gets no more than ASCII."""
    assert terminal_encoding(environment) == encoding


@pytest.mark.parametrize(
    ("term", "locale", "wanted", "drawn_in_ascii"),
    [
        ("xterm-256color", "C.UTF-8", Glyphs.AUTO, False),
        ("linux", "C.UTF-8", Glyphs.AUTO, True),
        ("xterm-256color", "C", Glyphs.AUTO, True),
        ("linux", "C.UTF-8", Glyphs.UNICODE, False),
        ("xterm-256color", "C.UTF-8", Glyphs.ASCII, True),
    ],
)
def test_ascii_is_taken_by_itself_where_a_terminal_knows_no_other(
    monkeypatch: pytest.MonkeyPatch, term: str, locale: str, wanted: Glyphs, drawn_in_ascii: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("LC_ALL", locale)
    choose_glyphs(wanted)
    assert is_ascii() is drawn_in_ascii


def test_letters_that_a_terminal_cannot_show_lose_their_accent_or_become_question_marks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    choose_glyphs(Glyphs.AUTO)
    assert glyphs.in_ascii("Inês Müller ▲ タクシー") == "Ines Muller ^ ????????"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    choose_glyphs(Glyphs.ASCII)
    assert glyphs.in_ascii("Inês ▲") == "Inês ^"
