"""A room's PIN is told to the desk once; nothing else that the program says or keeps tells it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from proofs import fuzz_commands as proofs
from tests.commands.conftest import Run


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def pin(run: Run, hotel: Path) -> str:
    """The PIN that the desk was given for room 101, and a wrong one tried."""
    arrived = run("--as", "rui", "checkin", "B2", "--room", "101", "--json")
    assert run("session", "open", "101", "WRONG7").code == 1
    assert run("--as", "ines", "note", "101", "--note", "extra towels").code == 0
    pin: str = arrived.json["pin"]
    return pin


def test_nothing_that_is_shown_tells_the_pin_or_what_was_tried(run: Run, pin: str) -> None:
    for words in proofs.SHOWS:
        told = run(*words)
        assert pin not in told.out + told.err, words
        assert "WRONG7" not in told.out + told.err, words


def test_no_event_holds_the_pin_before_or_after_a_checkout(run: Run, hotel: Path, pin: str) -> None:
    def kept() -> str:
        with closing(sqlite3.connect(hotel)) as raw:
            return repr(raw.execute("SELECT * FROM room_event").fetchall())

    assert pin not in kept()
    assert run("--as", "rui", "checkout", "101", "--yes").code == 0
    with closing(sqlite3.connect(hotel)) as raw:
        (new,) = raw.execute("SELECT pin FROM room WHERE number = '101'").fetchone()
    assert new != pin
    assert pin not in kept()
    assert new not in kept()


def test_a_tried_pin_is_kept_nowhere(hotel: Path, pin: str) -> None:
    for path in hotel.parent.glob("grand.db*"):
        assert b"WRONG7" not in path.read_bytes(), path


def test_a_fault_of_the_program_tells_where_it_was_and_nothing_that_was_typed(
    hotel: Path, pin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(work: object, number: str, given: str, *_: object) -> object:
        raise KeyError(f"{number} {given}")

    monkeypatch.setattr("housekeeper.commands.front_desk.guests.open_session", failing)
    told = proofs.run(["session", "open", "101", pin])
    assert told.code == 1
    assert "A fault in housekeeper itself" in told.err
    assert "KeyError" in told.err
    assert "commands/test_secrets.py" in told.err
    assert pin not in told.out + told.err


def test_a_statement_that_fails_does_not_tell_what_it_was_given(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from housekeeper.store.repositories.guests import SqlGuests

    def wrong_pins(self: SqlGuests, *_: object) -> int:
        from sqlalchemy import text

        self._connection.execute(text("SELECT :given FROM nowhere"), {"given": "WRONG7"})
        return 0

    monkeypatch.setattr(SqlGuests, "wrong_pins", wrong_pins)
    told = run("session", "open", "101", "WRONG7")
    assert told.code == 1
    assert "no such table" in told.err
    assert "WRONG7" not in told.err
