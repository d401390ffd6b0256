"""What another user put beside a database as its log: no command reads, replays or deletes it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Run

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files to others"
)
ANOTHER_USER = 12_345


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


def a_log(database: Path) -> bytes:
    """What a program that was killed leaves in the log, after it had closed the rooms."""
    other = database.with_name("other.db")
    other.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(other, isolation_level=None)) as writing:
        writing.execute("PRAGMA journal_mode=WAL").fetchone()
        writing.execute("PRAGMA wal_autocheckpoint=0").fetchone()
        writing.execute("UPDATE room SET is_active = 0")
        left = other.with_name("other.db-wal").read_bytes()
    other.unlink()
    assert left
    return left


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_restore_is_refused_and_leaves_the_log_of_another_user(
    run: Run, hotel: Path, tmp_path: Path, end: str, is_there: bool
) -> None:
    run("backup", tmp_path / "copy.db")
    log = hotel.with_name(f"{hotel.name}{end}")
    content, before = a_log(hotel), hotel.read_bytes()
    if not is_there:
        hotel.unlink()
    log.write_bytes(content)
    os.chown(log, ANOTHER_USER, ANOTHER_USER)
    for words in ((), ("--discard-newer",)):
        refused = run("restore", tmp_path / "copy.db", *words)
        assert (refused.code, len(refused.sentences)) == (1, 1)
        assert f"{log} belongs to another user, so the database was not opened" in refused.err
        assert log.read_bytes() == content
        assert not is_there or hotel.read_bytes() == before


def test_a_copy_to_another_place_leaves_the_log_of_another_user_there(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    log = tmp_path / "target.db-wal"
    log.write_bytes(a_log(hotel))
    os.chown(log, ANOTHER_USER, ANOTHER_USER)
    assert run("copy", hotel, tmp_path / "target.db").code == 1
    assert log.exists()
    assert not (tmp_path / "target.db").exists()


def test_a_backup_leaves_the_log_of_another_user_where_it_is_written(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    log = tmp_path / ".copy.db.unfinished-journal"
    log.write_bytes(a_log(hotel))
    os.chown(log, ANOTHER_USER, ANOTHER_USER)
    refused = run("backup", tmp_path / "copy.db")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert log.exists()
    assert not (tmp_path / "copy.db").exists()
