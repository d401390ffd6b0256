"""Backing up and restoring on the command line."""

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def engine() -> str:
    """These tests are about a hotel's files."""
    return "sqlite"


def test_a_backup_tells_what_it_holds(run: Run, hotel: Path, tmp_path: Path) -> None:
    run("--as", "ana", "dirty", "101")
    told = run("backup", tmp_path / "copy.db", "--json").json
    assert told["last_seq"] == {"grand-hotel": 1}
    assert told["counts"]["bookings"] == 4
    assert "verified" in run("backup", tmp_path / "second.db").out


def test_a_restore_refuses_to_lose_what_is_newer_until_it_is_told(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    run("--as", "ana", "dirty", "101")
    run("backup", copy)
    run("--as", "ana", "start", "101")
    refused = run("restore", copy)
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "the last 1 event of grand-hotel" in refused.sentences[0]
    assert "--discard-newer" in refused.sentences[0]
    done = run("restore", copy, "--discard-newer", "--json")
    assert done.code == 0
    assert done.json["discarded"] == ["the last 1 event of grand-hotel"]
    assert [event["seq"] for event in run("history", "--json").of_rooms] == [1]


def test_a_hotel_moves_to_a_new_machine_with_its_backup(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    run("--as", "ana", "dirty", "101")
    run("backup", tmp_path / "copy.db")
    elsewhere = tmp_path / "elsewhere.db"
    done = run("--database", elsewhere, "restore", tmp_path / "copy.db")
    assert done.code == 0
    assert "grand-hotel up to event 1" in done.out
    assert run("--database", elsewhere, "history", "--json").of_rooms[0]["room_number"] == "101"


def test_what_is_no_backup_is_told_in_one_sentence(run: Run, hotel: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear guest")
    for name in ("letter.txt", "missing.db", "."):
        refused = run("restore", tmp_path / name, "--discard-newer")
        assert (refused.code, len(refused.sentences)) == (1, 1), name
    assert run("rooms").code == 0


def test_a_server_is_restored_by_its_own_tools(run: Run, hotel: Path, tmp_path: Path) -> None:
    refused = run("--database", "postgresql://u@host/db", "restore", tmp_path / "copy.db")
    assert refused.code == 1
    assert "pg_restore" in refused.sentences[0]


def test_keys_are_copied_apart_and_bring_the_words_back(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway")
    told = run("backup", tmp_path / "copy.db", "--keys", tmp_path / "copy.keys", "--json")
    assert told.code == 0, told.err
    assert told.json["keys"] == str(tmp_path / "copy.keys")
    for file in tmp_path.glob("grand.db*"):
        file.unlink()
    lost = run("restore", tmp_path / "copy.db")
    assert lost.code == 0
    assert "1 name of bookings, 1 name of guests" in lost.err
    assert "housekeeper restore FILE --keys COPY" in lost.err
    found = run(
        "restore", tmp_path / "copy.db", "--keys", tmp_path / "copy.keys", "--discard-newer"
    )
    assert (found.code, found.err) == (0, "")


def test_a_guest_who_left_after_the_backup_is_told_of(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    number = run("--as", "rui", "checkin", "B1", "--anyway", "--json").json["room_number"]
    run("backup", tmp_path / "copy.db")
    run("--as", "rui", "checkout", number, "--yes")
    restored = run("restore", tmp_path / "copy.db", "--discard-newer")
    assert f"since the guest has left after the backup: {number}" in restored.out
    kinds = [event["kind"] for event in run("history", "--json").of_rooms]
    assert kinds == ["CHECKED_OUT", "CHECKED_IN"]


def test_a_backup_that_was_copied_over_the_database_is_told_and_made_safe(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    number = run("--as", "rui", "checkin", "B1", "--anyway", "--json").json["room_number"]
    run("backup", tmp_path / "copy.db")
    run("--as", "rui", "checkout", number, "--yes")
    for end in ("-wal", "-shm"):
        hotel.with_name(f"{hotel.name}{end}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy.db", hotel)
    assert "housekeeper restore --in-place" in run("doctor").err
    done = run("restore", "--in-place", "--json")
    assert done.code == 0, done.err
    assert [one["room_number"] for one in done.json["checked_out_again"]] == [number]
    assert "--in-place" not in run("doctor").err
    assert "Every vacant room has a new PIN." in run("restore", "--in-place", "--keys-too").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the backup"),
        (("copy.db", "--in-place"), "Name the backup"),
        (("--in-place", "--discard-newer"), "from a FILE"),
        (("copy.db", "--keys-too"), "goes with --in-place"),
    ],
)
def test_a_restore_is_of_a_file_or_in_place(
    run: Run, hotel: Path, words: tuple[str, ...], said: str
) -> None:
    refused = run("restore", *words)
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert said in refused.sentences[0]


def restores_told(run: Run) -> list[str]:
    return [one["note"] for one in run("history", "--json").json if one["kind"] == "RESTORED"]


def test_the_same_backup_is_restored_again_and_both_stand_in_the_history(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db")
    for count in (1, 2, 3):
        again = run("restore", tmp_path / "copy.db", "--json")
        assert (again.code, again.err) == (0, "")
        assert again.json["discarded"] == []
        assert restores_told(run) == ["copy.db"] * count
    assert run("doctor").code == 0


def test_what_was_set_after_a_restore_is_not_lost_unsaid(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db")
    run("restore", tmp_path / "copy.db")
    assert run("--as", "ines", "staff", "role", "ana", "supervisor").code == 0
    refused = run("restore", tmp_path / "copy.db")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "would lose what was imported or set since" in refused.err
    assert run("restore", tmp_path / "copy.db", "--discard-newer").code == 0
    assert run("restore", tmp_path / "copy.db").code == 0
    assert len(restores_told(run)) == 3


def test_pins_that_guests_are_to_be_given_are_told(run: Run, hotel: Path, tmp_path: Path) -> None:
    guest = run("--as", "rui", "checkin", "B1", "--anyway", "--json").json
    number, before = guest["room_number"], guest["pin"]
    run("backup", tmp_path / "copy.db", "--keys", tmp_path / "copy.keys")
    options = (tmp_path / "copy.db", "--keys", tmp_path / "copy.keys", "--discard-newer")
    hotel.with_name("grand.db.keys").unlink()
    [told] = run("restore", *options, "--json").json["new_pins"]
    assert told["room_number"] == number
    assert told["pin"] != before
    assert run("session", "open", number, told["pin"]).code == 0
    hotel.with_name("grand.db.keys").unlink()
    said = run("restore", *options).out
    assert f"may have left since: {number} " in said
    pin = said.partition(f"left since: {number} ")[2].partition(".")[0]
    assert run("session", "open", number, pin).code == 0
