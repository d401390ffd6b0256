"""Every command on a database with a damaged page: one sentence, never a traceback."""

import gc
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.commands.conftest import Run

PAGE = 4096
COMMANDS = (
    ("rooms",),
    ("history",),
    ("stats",),
    ("--as", "ana", "dirty", "101"),
    ("--as", "rui", "checkin", "B1", "--anyway"),
    ("--as", "rui", "checkout", "103", "--yes"),
    ("handover",),
    ("backup", "copy.db"),
)


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def whole(run: Run, hotel: Path) -> bytes:
    """The bytes of a hotel with some history and a guest in the house."""
    run("--as", "rui", "checkin", "B2", "--room", "103")
    run("message", "send", "103", "two more towels", "--token", "none")
    run("--as", "rui", "message", "send", "103", "on our way")
    run("--as", "ana", "dirty", "102")
    with closing(sqlite3.connect(hotel)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
    return hotel.read_bytes()


def rows(path: Path) -> dict[str, list[object]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as opened:
        names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(opened.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in names
        }


def is_damaged(content: bytes, folder: Path) -> bool:
    """Whether SQLite finds anything: it does not, where the noise is in a page nobody uses."""
    path = folder / "looked-at.db"
    path.write_bytes(content)
    try:
        with closing(sqlite3.connect(path)) as opened:
            return bool(opened.execute("PRAGMA integrity_check").fetchone() != ("ok",))
    except sqlite3.DatabaseError:
        return True


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_page_is_told_in_one_sentence(
    run: Run, hotel: Path, whole: bytes, tmp_path: Path, seed: int
) -> None:
    before, random = rows(hotel), Random(seed)
    place = random.randrange(len(whole) // PAGE) * PAGE
    noise = bytes(PAGE) if seed % 3 == 0 else random.randbytes(PAGE)
    damaged = whole[:place] + noise + whole[place + PAGE :]
    key_file = hotel.with_name(f"{hotel.name}.keys")
    keys = key_file.read_bytes()
    for words in COMMANDS:
        # Each command is a process of its own: what a refused one had open holds up no other.
        gc.collect()
        hotel.write_bytes(damaged)
        # A key that a checkout overwrote would tell that the file is an older copy.
        key_file.write_bytes(keys)
        for end in ("-wal", "-shm"):
            hotel.with_name(f"{hotel.name}{end}").unlink(missing_ok=True)
        copy = tmp_path / "copy.db"
        given = [copy if word == "copy.db" else word for word in words]
        outcome = run(*given)
        assert outcome.code in {0, 1}, words
        assert outcome.code == 0 or outcome.err
        assert len(outcome.sentences) <= 1, outcome.err
        if copy.exists():
            # Only its indexes were damaged, if anything, and those were made anew.
            told = "the database itself is damaged" in outcome.err
            assert told is is_damaged(damaged, tmp_path)
            assert rows(copy) == before
    assert (run("doctor").code == 1) is is_damaged(damaged, tmp_path)


def test_a_damaged_hotel_is_well_again_after_a_restore(
    run: Run, hotel: Path, whole: bytes, tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db")
    before = run("rooms", "--json").json
    hotel.write_bytes(whole[:PAGE] + bytes(len(whole) - PAGE))
    for end in ("-wal", "-shm"):
        hotel.with_name(f"{hotel.name}{end}").unlink(missing_ok=True)
    refused = run("rooms")
    assert refused.code == 1
    assert "restore" in refused.sentences[0]
    assert run("restore", tmp_path / "copy.db", "--discard-newer").code == 0
    assert run("rooms", "--json").json == before
