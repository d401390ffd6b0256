"""What doctor says where others on the machine can read or replace the hotel's files."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.commands.conftest import Outcome, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def reachable(hotel: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The hotel's database in a folder that everyone may enter."""
    with TemporaryDirectory(prefix="housekeeper rights ") as folder:
        Path(folder).chmod(0o755)
        database = Path(shutil.copy(hotel, folder))
        database.chmod(0o600)
        monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(database))
        yield database


def rights_told(checked: Outcome) -> list[str]:
    return [problem for problem in checked.json["problems"] if "mend it with" in problem]


def test_a_database_of_its_owner_alone_is_nothing_to_tell_of(run: Run, reachable: Path) -> None:
    checked = run("doctor", "--json")
    assert checked.json["rights"] == "the owner alone"
    assert rights_told(checked) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
def test_a_database_that_others_can_read_is_told_with_what_mends_it(
    run: Run, reachable: Path, mode: int
) -> None:
    reachable.chmod(mode)
    checked = run("doctor", "--json")
    assert checked.code == 1
    (told,) = rights_told(checked)
    assert "Others on this machine can read grand.db" in told
    assert os.system(told.partition("mend it with: ")[2]) == 0
    assert rights_told(run("doctor", "--json")) == []


@pytest.mark.parametrize("beside", ["grand.db-wal", "grand.db-shm", "grand.db.schema-1.backup"])
def test_so_is_what_lies_beside_it(run: Run, reachable: Path, beside: str) -> None:
    with closing(sqlite3.connect(reachable)) as in_use:
        in_use.execute("UPDATE hotel SET name = 'The Grand'")
        in_use.commit()
        other = reachable.with_name(beside)
        other.touch()
        other.chmod(0o644)
        (told,) = rights_told(run("doctor", "--json"))
    assert f"can read {beside};" in told


def test_a_folder_that_lets_nobody_in_protects_what_lies_in_it(run: Run, reachable: Path) -> None:
    reachable.chmod(0o644)
    reachable.parent.chmod(0o700)
    assert rights_told(run("doctor", "--json")) == []


def test_a_folder_in_which_others_can_replace_files_is_told(run: Run, reachable: Path) -> None:
    reachable.parent.chmod(0o777)
    (told,) = rights_told(run("doctor", "--json"))
    assert "can replace files in" in told
    assert "chmod go-w" in told


def test_a_sticky_folder_is_no_place_of_the_owner_alone(run: Run, reachable: Path) -> None:
    reachable.parent.chmod(0o1777)
    checked = run("doctor", "--json")
    assert checked.json["rights"] == "not the owner alone"
    assert any(
        f"put files of theirs into {reachable.parent}" in told for told in checked.json["problems"]
    )


def test_nor_is_one_of_the_owners_group(run: Run, reachable: Path) -> None:
    reachable.parent.chmod(0o770)
    (told,) = rights_told(run("doctor", "--json"))
    assert "can replace files in" in told


def test_nor_is_a_folder_in_one_that_others_can_change(
    run: Run, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = reachable.parent / "inner"
    inner.mkdir(mode=0o700)
    moved = reachable.rename(inner / reachable.name)
    monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(moved))
    assert rights_told(run("doctor", "--json")) == []
    inner.parent.chmod(0o777)
    (told,) = rights_told(run("doctor", "--json"))
    assert told.endswith(f"chmod go-w '{inner.parent}'")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_nor_is_a_folder_of_another_user(run: Run, reachable: Path) -> None:
    os.chown(reachable.parent, 12_345, 12_345)
    told = run("doctor", "--json").json["problems"]
    assert any("belongs to another user, who can replace" in one for one in told)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_nor_is_a_database_of_another_user_its_owners_alone(run: Run, reachable: Path) -> None:
    os.chown(reachable, 12_345, 12_345)
    checked = run("doctor", "--json")
    assert checked.code == 1
    assert checked.json["rights"] == "not the owner alone"
    assert any("grand.db is no file of your own" in one for one in checked.json["problems"])


def test_keys_apart_from_the_database_are_looked_after_as_well(
    run: Run, reachable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "apart" / "hotel.keys"
    place.parent.mkdir()
    shutil.copy(reachable, tmp_path / "other.db")
    place.symlink_to(tmp_path / "other.db")
    place.parent.chmod(0o1777)
    monkeypatch.setenv("HOUSEKEEPER_KEYS", str(place))
    told = run("keys", "--json").json["problems"]
    assert any("is no file of your own" in one for one in told)
    assert any(f"put files of theirs into {place.parent}" in one for one in told)


def test_a_settings_file_is_told_where_a_secret_stands_in_it(
    run: Run, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = reachable.parent / "housekeeper" / "config.toml"
    settings.parent.mkdir(mode=0o755)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(reachable.parent))
    settings.write_text('theme = "light"\n')
    settings.chmod(0o644)
    assert rights_told(run("doctor", "--json")) == []
    settings.write_text('# pusher_secret = "HUSH"\n')
    (told,) = rights_told(run("doctor", "--json"))
    assert "config.toml" in told
    assert "HUSH" not in told


def test_what_the_program_makes_is_its_owners_alone(run: Run, home: Path) -> None:
    before = os.umask(0o022)
    try:
        database = home / "new.db"
        assert run("--database", database, "init", "--name", "New").code == 0
        assert run("--database", database, "backup", home / "copy.db").code == 0
    finally:
        os.umask(before)
    made = [path for path in (*home.glob("new.db*"), home / "copy.db") if path.is_file()]
    assert {oct(path.stat().st_mode & 0o777) for path in made} == {"0o600"}
