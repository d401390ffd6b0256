"""Lines of styled text: what is cut says so, and what is broken is broken between words."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from housekeeper.screens.drawing.line import Piece, fit, wrapped

STYLE = Style.null()


def texts(lines: list[list[Piece]]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_words_go_on_to_the_next_line_and_a_longer_word_is_broken() -> None:
    pieces = [("two cots", STYLE), ("·", STYLE), ("feather-free", STYLE)]
    assert texts(wrapped(pieces, 10, 9)) == ["two cots ·", "feather-fr", "ee"]


def test_what_is_left_stands_on_the_last_line() -> None:
    assert texts(wrapped([("two cots and a kettle", STYLE)], 8, 2)) == ["two cots", "and a kettle"]


def test_a_line_that_is_cut_where_a_piece_ends_says_so_too() -> None:
    def shown(width: int) -> str:
        return "".join(text for text, _ in fit([("two cots", STYLE), (" and", STYLE)], width))

    assert [shown(width) for width in (12, 11, 9, 8, 7)] == [
        "two cots and",
        "two cots a…",
        "two cots…",
        "two cot…",
        "two co…",
    ]


@given(text=st.text(max_size=60), width=st.integers(2, 30))
def test_no_word_is_lost_and_every_line_fits(text: str, width: int) -> None:
    lines = texts(wrapped([(text, STYLE)], width, 1000))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)
