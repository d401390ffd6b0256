"""Where `backup` may write: nothing that is replayed, overwritten or deleted as another's."""

import os
from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.mark.parametrize("database", ["grand.db", "other.db"])
@pytest.mark.parametrize(
    "end",
    [
        "-journal",
        "-WAL",
        "-shm",
        ".keys",
        ".keys.new",
        ".keys.replaced-1",
        ".queue",
        ".boards",
        ".rewriting",
        ".restoring",
        ".restoring.old",
        ".replaced",
        ".schema-3.backup",
    ],
)
def test_no_copy_takes_a_name_that_is_used_beside_a_database(
    run: Run, hotel: Path, tmp_path: Path, database: str, end: str
) -> None:
    (tmp_path / "other.db").touch()
    (tmp_path / "grand.db.keys").rename(tmp_path / "apart.keys")
    taken = tmp_path / f"{database}{end}"
    options = ("--keys", tmp_path / "apart.keys", "--as", "ines")
    before = {path.name for path in tmp_path.iterdir()}
    for words in (("backup", taken), ("backup", tmp_path / "copy.db", "--keys", taken)):
        refused = run(*options, *words)
        assert (refused.code, len(refused.sentences)) == (1, 1)
        assert f"{taken} is a name that is used beside a database" in refused.err
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_new_database_does_not_take_such_a_name_either(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "grand.db-journal"
    assert run("--database", taken, "init", "--name", "Other").code == 1
    assert run("copy", hotel, taken, "--keep-source").code == 1
    assert not taken.exists()


def test_a_name_that_only_ends_like_one_is_free(run: Run, hotel: Path, tmp_path: Path) -> None:
    told = run("backup", tmp_path / "copy.replaced", "--keys", tmp_path / "copy.keys")
    assert told.code == 0, told.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("copy.db", "another name than that of the database"),
        ("./copy.db", "another name than that of the database"),
        ("copy.db.keys", "is used beside a database"),
        ("postgresql://me@host/keys", "give --keys a path"),
        ("grand.db", "exists already"),
    ],
)
def test_a_copy_of_keys_that_cannot_be_is_refused_before_anything_is_written(
    run: Run,
    hotel: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("backup", "copy.db", "--keys", name)
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert said in refused.err
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.skipif(os.name != "posix", reason="pipes and links as POSIX has them")
@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "none"])
def test_what_is_no_key_file_is_told_as_what_it_is_and_nothing_is_written(
    run: Run, hotel: Path, tmp_path: Path, kind: str
) -> None:
    keys = tmp_path / "grand.db.keys"
    run("--as", "rui", "checkin", "B1", "--anyway")
    moved = keys.rename(tmp_path / "moved.keys")
    if kind == "folder":
        keys.mkdir()
    elif kind == "pipe":
        os.mkfifo(keys)
    elif kind == "link":
        keys.symlink_to(moved)
    refused = run("backup", tmp_path / "copy.db", "--keys", tmp_path / "copy.keys")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "damaged" not in refused.err
    assert f"key file {keys}" in refused.err
    assert not (tmp_path / "copy.db").exists()


def test_where_the_keys_cannot_be_copied_the_copy_of_the_database_goes_again(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway")
    refused = run("backup", tmp_path / "copy.db", "--keys", tmp_path / "nowhere" / "copy.keys")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert f"{tmp_path / 'copy.db'}, was removed again" in refused.err
    assert not (tmp_path / "copy.db").exists()
    assert run("backup", tmp_path / "copy.db", "--keys", tmp_path / "copy.keys").code == 0
