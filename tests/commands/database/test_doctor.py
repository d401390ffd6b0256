"""Backup, doctor and the settings."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from housekeeper.commands.database import doctor
from housekeeper.core.errors import StoreUnavailable
from housekeeper.store.migrations import migrate
from housekeeper.store.sqlite import file_watch
from tests.commands.conftest import Run


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


def settings_file(home: Path, text: str) -> Path:
    file = home / "config" / "housekeeper" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_backup_is_a_whole_database_of_its_own(run: Run, hotel: Path, tmp_path: Path) -> None:
    run("--as", "ana", "dirty", "101")
    copy = tmp_path / "copy.db"

    assert run("backup", copy).code == 0

    assert run("--database", copy, "history", "--json").of_rooms[0]["room_number"] == "101"


@pytest.mark.parametrize("target", ["taken.db", "link.db", "missing/copy.db", "."])
def test_a_backup_overwrites_nothing(run: Run, hotel: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "taken.db").write_text("mine")
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
    refused = run("backup", tmp_path / target)
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert (tmp_path / "taken.db").read_text() == "mine"


def test_doctor_tells_versions_pragmas_and_places(run: Run, hotel: Path) -> None:
    found = run("doctor", "--json")
    assert found.code == 0
    assert found.json["integrity"] == "ok"
    assert found.json["foreign_keys"] == "1"
    assert found.json["database"] == str(hotel)
    assert "config.toml" in found.json["settings_file"]
    assert found.json["problems"] == []
    text = run("doctor").out
    for word in ("textual", "sqlalchemy", "sqlite", "journal mode", "Grand Hotel"):
        assert word in text


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")
def test_doctor_says_whether_the_file_system_tells_of_what_others_do(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("doctor", "--json").json["news_of_other_terminals"]
    assert told == "told at once by the file system"

    def refuse(path: Path) -> None:
        raise OSError("too many open files")

    monkeypatch.setattr(file_watch, "FileWatch", refuse)
    monkeypatch.setattr(doctor, "_TOLD_WITHIN_SECONDS", 0.05)
    found = run("doctor")
    assert found.code == 0
    assert "the file system tells nothing: boards look ten times a second" in found.out


def test_doctor_says_what_is_wrong_with_a_file_that_is_no_database(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database at all, but quite some text")
    found = run("--database", file, "doctor", "--json")
    assert found.code == 1
    assert len(found.json["problems"]) == len(found.sentences) == 1
    assert file.read_text().startswith("not a database")


def test_doctor_in_an_empty_home_makes_nothing(run: Run, home: Path) -> None:
    found = run("doctor")
    assert "not there yet" in found.out
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"no database", b"SQLite format 3\0" + b"\xff" * 4096],
    ids=["text", "damaged database"],
)
def test_what_is_no_database_is_refused_and_left_as_it_was(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "strange.db"
    file.write_bytes(content)
    for words in (("rooms",), ("init", "--name", "X", "--timezone", "UTC")):
        refused = run("--database", file, *words)
        assert (refused.code, len(refused.sentences)) == (1, 1)
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "target",
    [
        "/proc/nowhere/x.db",
        "/",
        "postgresql://u:secret@host/db",
        "://",
        "x://y",
        "sqlite://",
        "~",
        "~nobody-here/x.db",
    ],
)
def test_a_database_that_cannot_be_opened_is_told_in_one_sentence(run: Run, target: str) -> None:
    refused = run("--database", target, "rooms")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "secret" not in refused.err


def test_a_pipe_is_no_database_and_is_left_where_it_is(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for words in (("rooms",), ("init", "--name", "X", "--timezone", "UTC")):
        refused = run("--database", pipe, *words)
        assert (refused.code, len(refused.sentences)) == (1, 1)
    assert pipe.is_fifo()


def test_an_empty_file_that_was_there_is_not_removed_when_opening_fails(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(migrate, "bring_up_to_date", fail)
    there, new = tmp_path / "there.db", tmp_path / "new.db"
    there.touch()
    for file in (there, new):
        refused = run("--database", file, "init", "--name", "X", "--timezone", "UTC")
        assert (refused.code, refused.sentences) == (1, ["The disk is full."])
    assert there.exists()
    assert not new.exists()


def test_a_newer_database_is_refused(run: Run, hotel: Path) -> None:
    with sqlite3.connect(hotel) as raw:
        raw.execute("UPDATE schema_version SET version = 999")
    raw.close()
    refused = run("rooms")
    assert (refused.code, len(refused.sentences)) == (1, 1)


def test_each_setting_says_where_it_came_from(
    run: Run, hotel: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file(home, 'hotel = "from-file"\nstaff = "filed"\ntheme = "light"\n')
    monkeypatch.setenv("HOUSEKEEPER_STAFF", "environed")

    listed = run("--hotel", "said", "config", "--json").json

    expected = {
        "database": (str(hotel), "environment"),
        "hotel": ("said", "command line"),
        "now": ("2015-09-18 08:00:00", "environment"),
        "staff": ("environed", "environment"),
        "theme": ("light", "file"),
        "cli_pin": ("no", "default"),
    }
    told = {name: (one["value"], one["origin"]) for name, one in listed.items()}
    assert {name: told[name] for name in expected} == expected
    assert {told[name][1] for name in told.keys() - expected.keys()} == {"default"}
    assert all(one["description"] for one in listed.values())
    text = run("config").out
    assert "HOUSEKEEPER_STAFF" in text
    assert "environed" in text


def test_the_file_sets_who_acts_and_the_clock(
    run: Run, hotel: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOUSEKEEPER_NOW")
    settings_file(home, 'staff = "ana"\nnow = 2015-09-18T08:00:00\n')
    assert run("dirty", "101").code == 0
    assert run("history", "--json").of_rooms[0]["at"].startswith("2015-09-18T07:00")


def test_doctor_tells_the_rules_of_the_house_that_this_terminal_goes_by(
    run: Run, hotel: Path, home: Path
) -> None:
    settings_file(home, 'checkout_time = "10:30"\nsell = "ready"\n')
    told = run("doctor", "--json").json
    assert (told["checkout_time"], told["checkout_grace"]) == ("10:30", "30")
    assert told["sell"] == "ready"


def test_config_shows_the_keymap_and_what_is_wrong_with_it(run: Run, home: Path) -> None:
    settings_file(home, '[keymap]\n"verb.start" = "z"\nhelp = "f1"\n')
    listed = run("config")
    assert (listed.code, "Not in force" in listed.out) == (0, False)
    assert "verb.start=z help=f1" in listed.out
    assert run("config", "--json").json["keymap"]["faults"] == []

    settings_file(home, 'staff = "max"\n[keymap]\n"verb.stat" = "z"\n"help" = "5"\nquit = 7\n')
    listed = run("config")
    assert listed.code == 1
    assert listed.out.splitlines()[-3:] == [
        'Not in force: The keymap gives quit no key: write a key, such as "z" or "z,f5".',
        "Not in force: The keymap names verb.stat, which nothing is called: "
        "the nearest is verb.start.",
        "Not in force: The keymap gives 5 to help, but digits type room numbers.",
    ]
    assert len(run("config", "--json").json["keymap"]["faults"]) == 3


def test_a_wrong_keymap_keeps_nobody_from_work(run: Run, hotel: Path, home: Path) -> None:
    settings_file(home, "keymap = 5\n")
    assert run("rooms").code == 0


def test_passwords_are_masked(run: Run) -> None:
    listed = run("--database", "postgresql://me:hidden@w0rd@host/db", "config").out
    assert "w0rd" not in listed
    assert "postgresql://me:********@host/db" in listed


@pytest.mark.parametrize(
    "text",
    [
        "hotel = ",
        "hotel = 5",
        'attribution = "pink"',
        'colour = "pink"',
        'now = "tomorrow"',
        'database = ""',
        "[hotel]\nslug = 1",
    ],
)
def test_a_bad_settings_file_is_one_sentence(run: Run, hotel: Path, home: Path, text: str) -> None:
    settings_file(home, text)
    os.environ.pop("HOUSEKEEPER_DATABASE")
    os.environ.pop("HOUSEKEEPER_NOW")
    for command in ("rooms", "doctor"):
        refused = run(command)
        assert (refused.code, len(refused.sentences), refused.out) == (1, 1, "")
        assert "settings file" in refused.err
    # Of what can be read, config shows all with what is wrong.
    listed = run("config")
    assert listed.code == 1
    assert "settings file" in listed.err + listed.out


def test_a_settings_file_of_bytes_or_that_is_a_folder_is_one_sentence(run: Run, home: Path) -> None:
    settings_file(home, "").write_bytes(b"\xff\xfe\x00")
    refused = run("rooms")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    (home / "config" / "housekeeper" / "config.toml").unlink()
    (home / "config" / "housekeeper" / "config.toml").mkdir()
    refused = run("rooms")
    assert (refused.code, len(refused.sentences)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value"), [("LOCKED_BOARD", "pink"), ("NOW", "late"), ("NOW", "0001-01-01T00:00")]
)
def test_a_bad_variable_is_one_sentence(
    run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"HOUSEKEEPER_{name}", value)
    refused = run("rooms")
    assert (refused.code, len(refused.sentences)) == (1, 1)
