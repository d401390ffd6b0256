"""Once a manager has turned the command line's PIN on, no setting of a shell takes it off."""

import io
import os
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Outcome, Run

PIN = "4711"


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


@pytest.fixture
def manager(run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ines has a PIN, and gives it wherever one is asked for."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PIN}\n"))
    assert run("--as", "ines", "staff", "set-pin", "ines").code == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    monkeypatch.setenv("HOUSEKEEPER_PIN", PIN)


@pytest.fixture
def asked(run: Run, manager: None) -> None:
    """The PIN of the command line is on."""
    assert run("--as", "ines", "cli-pin", "on").code == 0


def refused_without_pin(outcome: Outcome) -> bool:
    return outcome.code == 1 and "The code or the PIN is not right." in outcome.err


def test_it_is_turned_on_and_off_by_a_manager_with_the_pin(
    run: Run, manager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("cli-pin", "--json").json == {"cli_pin": False}
    assert "that takes: manager" in run("--as", "ana", "cli-pin", "on").err
    assert "Say who acts" in run("cli-pin", "on").err
    assert run("--as", "ines", "cli-pin", "on", "--json").json == {"cli_pin": True}
    assert "is on already" in run("--as", "ines", "cli-pin", "on").err
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4712")
    assert refused_without_pin(run("--as", "ines", "cli-pin", "off"))
    monkeypatch.setenv("HOUSEKEEPER_PIN", PIN)
    assert run("--as", "ines", "cli-pin", "off", "--json").json == {"cli_pin": False}
    kinds = [event["kind"] for event in run("history", "--by", "ines", "--json").json]
    assert kinds == ["CLI_PIN_OFF", "CLI_PIN_ON", "STAFF_PIN_SET"]


def test_nobody_turns_it_on_who_has_no_pin(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEKEEPER_PIN", PIN)
    assert refused_without_pin(run("--as", "ines", "cli-pin", "on"))
    assert run("cli-pin", "--json").json == {"cli_pin": False}


def test_no_environment_and_no_other_folder_takes_it_off(
    run: Run, asked: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "no")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "elsewhere"))
    assert refused_without_pin(run("--as", "ana", "dirty", "101"))
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4712")
    assert refused_without_pin(run("--as", "ines", "staff", "add", "eve", "Eve", "manager"))


@pytest.mark.parametrize(
    "words",
    [
        ("backup", "copy.db"),
        ("restore", "backup.db"),
        ("copy", "grand.db", "other.db"),
        ("keys",),
        ("keys", "sweep"),
        ("erase",),
        ("init", "--name", "Palace"),
        ("import", "rooms", "rooms.csv"),
    ],
)
def test_what_is_done_to_the_whole_database_needs_a_manager(
    run: Run,
    hotel: Path,
    asked: None,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(hotel.parent)
    assert run("--as", "ines", "backup", "backup.db").code == 0
    Path("rooms.csv").write_text("number,room_type,floor,section\n101,STD,1,East\n")
    files = sorted(path.name for path in hotel.parent.iterdir())
    unnamed = run(*words)
    assert (unnamed.code, unnamed.out) == (1, "")
    assert "Say who acts" in unnamed.err
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4712")
    assert refused_without_pin(run("--as", "ines", *words))
    assert sorted(path.name for path in hotel.parent.iterdir()) == files
    monkeypatch.setenv("HOUSEKEEPER_PIN", PIN)
    done = run("--as", "ines", *words)
    assert done.code == 0, done.err


def test_a_restore_is_in_the_history_and_leaves_the_pin_asked_for(
    run: Run, hotel: Path, manager: None, tmp_path: Path
) -> None:
    assert run("--as", "ines", "backup", tmp_path / "before.db").code == 0
    assert run("--as", "ines", "cli-pin", "on").code == 0
    assert run("--as", "ines", "restore", tmp_path / "before.db", "--discard-newer").code == 0
    assert run("cli-pin", "--json").json == {"cli_pin": True}
    newest = run("history", "--json").json[0]
    assert (newest["kind"], newest["staff_code"]) == ("RESTORED", "ines")
    assert newest["note"] == "before.db"


def test_a_copy_of_the_hotel_asks_for_the_pin_too(
    run: Run, hotel: Path, asked: None, tmp_path: Path
) -> None:
    target = tmp_path / "new.db"
    assert run("--as", "ines", "copy", hotel, target).code == 0
    assert refused_without_pin(run("--database", target, "--as", "ana", "dirty", "101"))


def test_a_damaged_database_is_restored_by_whoever_may_write_its_file(
    run: Run, hotel: Path, asked: None, tmp_path: Path
) -> None:
    assert run("--as", "ines", "backup", tmp_path / "copy.db").code == 0
    hotel.write_bytes(hotel.read_bytes()[:4096] + bytes(20_000))
    for end in ("-wal", "-shm"):
        hotel.with_name(f"{hotel.name}{end}").unlink(missing_ok=True)
    assert run("rooms").code == 1
    assert run("restore", tmp_path / "copy.db", "--discard-newer").code == 0
    assert run("cli-pin", "--json").json == {"cli_pin": True}
    assert run("history", "--json").json[0]["staff_code"] == "SYSTEM"


@pytest.fixture
def palace(run: Run, asked: None) -> None:
    """A second hotel of the same database, in which nobody works yet."""
    assert run("--as", "ines", "init", "--name", "Palace", "--timezone", "UTC").code == 0


def test_nobody_makes_themselves_the_manager_of_a_further_hotel(
    run: Run, hotel: Path, palace: None, tmp_path: Path
) -> None:
    eve = ("--hotel", "palace", "staff", "add", "eve", "Eve", "manager")
    unnamed = run(*eve)
    assert (unnamed.code, "Say who acts" in unnamed.err) == (1, True)
    assert refused_without_pin(run("--as", "eve", *eve))
    assert run("--as", "ana", *eve).code == 1
    people = tmp_path / "staff.csv"
    people.write_text("code,name,role\neve,Eve,manager\n", encoding="utf-8")
    assert "no file gives the role" in run("--hotel", "palace", "import", "staff", people).err
    assert run("--hotel", "palace", "staff", "list", "--json").json == []


def test_the_manager_of_another_hotel_adds_the_first_one(
    run: Run, palace: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = ("--hotel", "palace", "--as", "ines", "staff", "add", "eve", "Eve", "manager")
    monkeypatch.setenv("HOUSEKEEPER_PIN", "4712")
    assert refused_without_pin(run(*eve))
    monkeypatch.setenv("HOUSEKEEPER_PIN", PIN)
    assert run(*eve).code == 0
    newest = run("--hotel", "palace", "history", "--json").json[0]
    assert (newest["kind"], newest["staff_code"]) == ("STAFF_ADDED", "ines")


def test_turning_it_off_is_in_the_history_of_every_hotel(run: Run, palace: None) -> None:
    assert run("--hotel", "grand-hotel", "--as", "ines", "cli-pin", "off").code == 0
    newest = run("--hotel", "palace", "history", "--json").json[0]
    assert (newest["kind"], newest["staff_code"]) == ("CLI_PIN_OFF", "ines")


@pytest.fixture
def settings_file(home: Path) -> Path:
    """The settings file of the database's owner says that commands ask for PINs."""
    file = home / "config" / "housekeeper" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("cli_pin = true\n", encoding="utf-8")
    return file


def test_what_the_owners_settings_file_says_is_kept_in_the_database(
    run: Run,
    manager: None,
    settings_file: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("rooms").code == 0
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "no")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "elsewhere"))
    assert refused_without_pin(run("--as", "ana", "dirty", "101"))
    assert run("cli-pin", "--json").json == {"cli_pin": True}
    told = [one for one in run("history", "--json").json if one["kind"] == "CLI_PIN_ON"]
    assert [(one["staff_code"], one["note"]) for one in told] == [
        ("SYSTEM", "as the settings file says")
    ]


def test_it_is_turned_off_once_the_settings_file_says_so_no_more(
    run: Run, manager: None, settings_file: Path
) -> None:
    refused = run("--as", "ines", "cli-pin", "off")
    assert (refused.code, "take it out there first" in refused.err) == (1, True)
    settings_file.write_text("cli_pin = false\n", encoding="utf-8")
    assert run("cli-pin", "--json").json == {"cli_pin": True}
    assert run("--as", "ines", "cli-pin", "off", "--json").json == {"cli_pin": False}


def test_nobody_is_shut_out_by_a_settings_file_before_a_manager_has_a_pin(
    run: Run, hotel: Path, settings_file: Path
) -> None:
    assert run("rooms").code == 0
    assert run("cli-pin", "--json").json == {"cli_pin": False}


def test_a_settings_file_of_another_account_is_not_kept(
    run: Run, manager: None, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert run("rooms").code == 0
    assert run("cli-pin", "--json").json == {"cli_pin": False}


def test_a_further_hotel_and_a_copy_are_in_every_hotels_history(
    run: Run, hotel: Path, palace: None, tmp_path: Path
) -> None:
    target = tmp_path / "new.db"
    words = ("--as", "ines", "--hotel", "grand-hotel", "copy", hotel, target, "--keep-source")
    assert run(*words).code == 0
    for database in (hotel, target):
        for slug in ("palace", "grand-hotel"):
            told = run("--database", database, "--hotel", slug, "history", "--json").json
            assert [(one["kind"], one["staff_code"], one["note"]) for one in told[:2]] == [
                ("COPIED", "ines", f"to {target}"),
                ("HOTEL_ADDED", "ines", "Palace (palace)"),
            ]
