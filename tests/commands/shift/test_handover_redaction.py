"""A note for the next shift that should not have been written: a manager blanks it."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run

WORDS = "room 101 snores, Zoë says"


@pytest.fixture
def engine() -> str:
    """The words are searched for in the database's files."""
    return "sqlite"


def test_a_manager_blanks_a_note_and_its_words_leave_the_file(run: Run, hotel: Path) -> None:
    assert run("--as", "ana", "handover", "add", WORDS).code == 0
    assert run("--as", "ana", "handover", "tick", "1").code == 0
    refused = run("--as", "maria", "handover", "redact", "1")
    assert refused.code == 1
    assert WORDS in run("handover").out
    blanked = run("--as", "ines", "handover", "redact", "1", "--json")
    assert (blanked.code, blanked.json["text"]) == (0, "[redacted]")
    assert blanked.json["ticked_by"] == "ana"
    assert "snores" not in run("handover").out
    for path in hotel.parent.glob("grand.db*"):
        assert b"snores" not in path.read_bytes(), path


def test_a_note_is_blanked_once_and_an_unknown_one_is_told(run: Run, hotel: Path) -> None:
    assert run("--as", "ana", "handover", "add", WORDS).code == 0
    for _ in range(2):
        assert run("--as", "ines", "handover", "redact", "1").out == "Note 1 is blanked.\n"
    assert "no handover note 7" in run("--as", "ines", "handover", "redact", "7").err
