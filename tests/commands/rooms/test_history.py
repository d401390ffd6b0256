"""The history on the command line, and blanking a note in it."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_the_history_tells_who_did_what_newest_first(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "101", "--note", "smells of smoke")
    run("--as", "ana", "start", "101")
    run("--as", "ana", "dirty", "102")

    assert [event["seq"] for event in run("history", "--json").of_rooms] == [3, 2, 1]
    of_101 = run("history", "101", "--json").of_rooms
    assert [event["kind"] for event in of_101] == ["CLEANING_STARTED", "PUT_BACK"]
    assert of_101[1]["staff_name"] == "Ana Silva"
    assert of_101[1]["via"] == "COMMAND_LINE"
    text = run("history", "101").out
    assert "Ana Silva (command line)" in text
    assert "cleaning started" in text
    assert "smells of smoke" in text
    assert "2015-09-18 08:00" in text


def test_only_the_newest_are_shown_up_to_the_limit(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "101-103")
    assert [one["seq"] for one in run("history", "--limit", "2", "--json").of_rooms] == [3, 2]
    assert "newest 2" in run("history", "--limit", "2").out
    assert "newest" not in run("history", "--limit", "6").out


def test_a_manager_blanks_a_note_everywhere(run: Run, hotel: Path) -> None:
    run("--as", "ana", "note", "101", "--note", "guest is rude")

    refused = run("--as", "ana", "history", "redact", "1")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert run("--as", "ines", "history", "redact", "1").code == 0

    assert "rude" not in run("history", "--json").out
    assert "rude" not in run("rooms", "--json").out
    again = run("--as", "ines", "history", "redact", "1")
    assert (again.code, len(again.sentences)) == (1, 1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("history", "999"), 1),
        (("history", "--limit", "0"), 1),
        (("history", "--limit", "9" * 30), 1),
        (("history", "--limit", "many"), 2),
        (("history", "101", "102"), 2),
        (("history", "redact"), 2),
        (("history", "redact", "first"), 2),
        (("history", "redact", "1", "2"), 2),
        (("--as", "ines", "history", "redact", "7"), 1),
        (("--as", "ines", "history", "redact", "9" * 30), 1),
        (("--as", "ines", "history", "redact", "9" * 5000), 1),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_what_history_cannot_show_or_blank(
    run: Run, hotel: Path, words: tuple[str, ...], code: int
) -> None:
    answer = run(*words)
    assert (answer.code, answer.out) == (code, "")
    assert len(answer.sentences) == 1 or code == 2


def test_an_import_is_in_the_history_with_who_and_how_many(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rooms.csv"
    file.write_text("number,room_type,floor,section\n101,DLX,1,East\n301,STD,3,East\n")
    assert run("--as", "ines", "import", "rooms", file).code == 0
    of_file, of_room = run("history", "--limit", "2", "--json").json
    assert of_file["kind"] == "ROOMS_IMPORTED"
    assert (of_file["staff_code"], of_file["note"]) == ("ines", "rooms.csv: 1 added, 1 updated")
    assert of_file["counts"]["added"] == 1
    assert (of_room["room_number"], of_room["note"]) == ("101", "type STD to DLX")
    assert "rooms.csv: 1 added, 1 updated" in run("history", "--by", "ines").out
    assert "ROOMS_IMPORTED" in run("history", "--kind", "rooms-imported", "--csv").out
    assert "rooms.csv" not in run("history", "101").out
    told = run("history", "--by", "SYSTEM", "--json").json
    assert [event["kind"] for event in told] == [
        "BOOKINGS_IMPORTED",
        "STAFF_IMPORTED",
        "ROOMS_IMPORTED",
    ]


def test_staff_come_from_a_file_only_with_a_manager_s_name(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("code,name,role\nbo,Bo Lund,attendant\n")
    assert "Say who acts" in run("import", "staff", file).err
    assert "that takes: manager" in run("--as", "rui", "import", "staff", file).err
    assert "bo" not in run("staff", "list").out
    assert run("--as", "ines", "import", "staff", file).code == 0
