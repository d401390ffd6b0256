"""A database that is named by a link: what belongs beside it lies beside the file itself."""

import os
from pathlib import Path

import pytest

from tests.commands.conftest import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def link(hotel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Grand Hotel, named by a link from another folder."""
    folder = tmp_path / "desk"
    folder.mkdir()
    link = folder / "hotel.db"
    link.symlink_to(hotel)
    monkeypatch.setenv("HOUSEKEEPER_DATABASE", str(link))
    return link


def test_a_guests_words_are_read_by_the_link_and_by_the_file(
    run: Run, hotel: Path, link: Path
) -> None:
    number = run("--as", "rui", "checkin", "B1", "--anyway", "--json").json["room_number"]
    for database in (link, hotel):
        found = run("--database", database, "doctor", "--json")
        assert found.json["keys"] == f"{hotel}.keys"
        assert found.json["keys_in_use"].startswith("1,")
        assert "words_that_no_key_opens" not in found.json
    assert run("--as", "rui", "checkout", number, "--yes").code == 0
    assert run("erase").code == 0
    assert [path.name for path in link.parent.iterdir()] == [link.name]


def test_a_restore_through_the_link_puts_the_file_in_place(
    run: Run, hotel: Path, link: Path, tmp_path: Path
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway")
    run("backup", tmp_path / "copy.db")
    assert run("restore", tmp_path / "copy.db").err == ""
    assert link.is_symlink()
    assert [path.name for path in link.parent.iterdir()] == [link.name]


def test_keys_that_lie_beside_the_link_are_named_and_nothing_is_given_up(
    run: Run, hotel: Path, link: Path, tmp_path: Path
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway")
    run("backup", tmp_path / "copy.db")
    there = link.with_name("hotel.db.keys")
    (tmp_path / "grand.db.keys").rename(there)
    for words in (("rooms",), ("keys", "new"), ("restore", tmp_path / "copy.db")):
        refused = run(*words)
        assert (refused.code, len(refused.sentences)) == (1, 1)
        assert f"move {there} to {hotel}.keys" in refused.err
    there.rename(tmp_path / "grand.db.keys")
    assert run("rooms").code == 0
