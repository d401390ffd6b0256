"""What reaches the terminal: with hostile words in every field, Textual's own sequences alone."""

from pathlib import Path

import pytest

from proofs import hostile
from proofs.fuzz_board import raw_on_the_board
from proofs.raw_bytes import raw_in_lines, shapes, strange

BOARD = b"\x1b[?1049h\x1b[1;1H\x1b[38;2;1;2;3mroom 412\x1b[0m\r\n"


def test_no_screen_lets_hostile_words_through_and_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    screens, raw, missed = raw_on_the_board(tmp_path, (100, 30), is_quick=True)
    assert screens > 10
    assert raw == []
    assert missed == []


@pytest.mark.parametrize("name", hostile.SEQUENCES)
def test_a_text_written_as_it_is_would_be_seen(name: str) -> None:
    text = hostile.SEQUENCES[name]
    assert strange(BOARD + text.encode(), BOARD, [text])
    assert raw_in_lines(text)


def test_what_a_board_writes_of_itself_is_not_strange() -> None:
    again = BOARD.replace(b"412", b"413").replace(b"1;2;3", b"7;8;9")
    assert strange(again, BOARD, hostile.planted()) == []
    assert set(shapes(BOARD)) == {"CSI ?1049h", "CSI H", "CSI m"}
