"""The keys of guests' words on the command line: told, lost, put back, begun anew."""

import os
from pathlib import Path

import pytest

from tests.commands.conftest import Run

NOT_THERE = "is not there: put it back, or begin anew with 'housekeeper keys new'"


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def key_file(hotel: Path) -> Path:
    """The key file beside the hotel's database."""
    return Path(f"{hotel}.keys")


def a_file_of_bookings(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "more.csv"
    head = "reference,room_type,arrival,departure,adults,children,status,room,guest_name"
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return path


def a_named_guest(tmp_path: Path, name: str = "Ondina Quint") -> Path:
    return a_file_of_bookings(tmp_path, f"K1,STD,2015-09-18,2015-09-20,2,0,CONFIRMED,,{name}")


def test_the_keys_are_told_with_their_place_and_number(run: Run, key_file: Path) -> None:
    told = run("keys", "--json").json
    assert told["place"] == str(key_file)
    assert told["in_use"] > 0
    assert told["problems"] == []
    assert str(key_file) in run("doctor").out


def test_a_lost_key_file_is_told_and_the_board_goes_on_without_the_words(
    run: Run, key_file: Path, tmp_path: Path
) -> None:
    key_file.rename(tmp_path / "away")
    told = run("keys")
    assert told.code == 1
    assert NOT_THERE in told.err
    assert NOT_THERE in run("doctor").err
    assert run("rooms").code == 0
    refused = run("import", "bookings", a_named_guest(tmp_path))
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert NOT_THERE in refused.err
    (tmp_path / "away").rename(key_file)
    assert run("keys").code == 0
    assert run("import", "bookings", a_named_guest(tmp_path)).code == 0


def test_beginning_anew_gives_the_old_words_up_and_takes_new_ones(
    run: Run, key_file: Path, tmp_path: Path
) -> None:
    key_file.unlink()
    assert run("keys", "new").code == 0
    told = run("keys", "--json").json
    assert (told["in_use"], told["problems"]) == (0, [])
    assert told["unreadable"]["names of bookings"] > 0
    assert run("import", "bookings", a_named_guest(tmp_path)).code == 0
    assert run("keys", "--json").json["in_use"] == 1


def test_keys_that_nothing_is_wrong_with_are_not_given_up(run: Run, key_file: Path) -> None:
    before = key_file.read_bytes()
    refused = run("keys", "new")
    assert refused.code == 1
    assert "Nothing is wrong" in refused.err
    assert key_file.read_bytes() == before


@pytest.mark.parametrize("content", [b"a letter to a friend", bytes(2048)], ids=["text", "zeros"])
def test_what_is_no_key_file_is_named_and_never_overwritten(
    run: Run, key_file: Path, content: bytes, tmp_path: Path
) -> None:
    key_file.write_bytes(content)
    for words in (("keys",), ("keys", "new"), ("import", "bookings", a_named_guest(tmp_path))):
        refused = run(*words)
        assert refused.code == 1
        assert "no key file" in refused.err
    assert key_file.read_bytes() == content


def test_the_keys_of_another_hotel_are_named_and_kept(
    run: Run, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.db"
    assert run("--database", other, "init", "--name", "Other", "--timezone", "UTC").code == 0
    monkeypatch.setenv("HOUSEKEEPER_KEYS", str(key_file))
    before = key_file.read_bytes()
    room = tmp_path / "rooms.csv"
    room.write_text("number,room_type,floor,section\n101,STD,1,East\n", encoding="utf-8")
    assert run("--database", other, "import", "rooms", room).code == 0
    refused = run("--database", other, "import", "bookings", a_named_guest(tmp_path))
    assert "belongs to another database" in refused.err
    assert "belongs to another database" in run("--database", other, "keys", "new").err
    assert key_file.read_bytes() == before


def test_a_key_file_that_was_cut_off_takes_no_new_words_and_can_be_given_up(
    run: Run, key_file: Path, tmp_path: Path
) -> None:
    os.truncate(key_file, key_file.stat().st_size - 64)
    assert "lacks the last 1 keys" in run("keys").err
    assert run("import", "bookings", a_named_guest(tmp_path)).code == 1
    assert run("keys", "new").code == 0
    assert run("import", "bookings", a_named_guest(tmp_path)).code == 0


def test_the_keys_lie_where_a_setting_puts_them(run: Run, hotel: Path, tmp_path: Path) -> None:
    keys = tmp_path / "stick" / "hotel.keys"
    database = tmp_path / "new.db"
    options = ("--database", database, "--keys", keys)
    assert run(*options, "init", "--name", "New", "--timezone", "UTC").code == 0
    room = tmp_path / "rooms.csv"
    room.write_text("number,room_type,floor,section\n101,STD,1,East\n", encoding="utf-8")
    assert run(*options, "import", "rooms", room).code == 0
    assert run(*options, "import", "bookings", a_named_guest(tmp_path)).code == 0
    assert keys.stat().st_mode & 0o777 == 0o600
    assert not Path(f"{database}.keys").exists()
    assert run(*options, "keys", "--json").json["in_use"] == 1


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_keys_that_others_can_read_are_told_with_what_mends_it(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="housekeeper keys ") as folder:
        Path(folder).chmod(0o755)
        keys = Path(folder) / "hotel.keys"
        keys.write_bytes(Path(f"{hotel}.keys").read_bytes())
        keys.chmod(0o644)
        told = run("--keys", keys, "doctor")
        assert f"chmod 600 '{keys}'" in told.err
        keys.chmod(0o600)
        assert "chmod" not in run("--keys", keys, "keys").err
