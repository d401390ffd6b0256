"""The rooms as scripts and people read them."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run

KEYS = [
    "checkout_dirty",
    "cleaning_in_progress",
    "awaiting_inspection",
    "maintenance_required",
    "ready_for_guests",
    "occupied",
    "out_of_order",
]
ROOM_KEYS = {
    "room_number",
    "room_type",
    "room_status",
    "is_occupied",
    "maintenance_required",
    "maintenance_priority",
    "maintenance_notes",
    "housekeeping_notes",
    "last_cleaned_at",
    "cleaned_by",
    "last_inspected_at",
    "inspected_by",
    "version",
}


def test_rooms_are_listed_under_exactly_seven_keys_in_natural_order(run: Run, hotel: Path) -> None:
    listed = run("rooms", "--json").json

    assert list(listed) == KEYS
    ready = [room["room_number"] for room in listed["ready_for_guests"]]
    assert ready == ["101", "102", "103", "201", "202", "1009"]
    assert set(listed["ready_for_guests"][0]) >= ROOM_KEYS


def test_each_status_has_its_own_key(run: Run, hotel: Path) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "101")
    run("--as", "ana", "dirty", "102")
    run("--as", "ana", "dirty", "103")
    run("--as", "ana", "start", "103")
    run("--as", "ana", "dirty", "201")
    run("--as", "ana", "clean", "201")
    run("--as", "ana", "maintenance", "202")
    run("--as", "teo", "out-of-order", "1009", "--note", "flood")

    listed = run("rooms", "--json").json

    assert {key: [room["room_number"] for room in rooms] for key, rooms in listed.items()} == {
        "checkout_dirty": ["102"],
        "cleaning_in_progress": ["103"],
        "awaiting_inspection": ["201"],
        "maintenance_required": ["202"],
        "ready_for_guests": [],
        "occupied": ["101"],
        "out_of_order": ["1009"],
    }
    stats = run("stats", "--json").json
    assert stats["total_rooms"] == 6
    assert stats["occupied"] == stats["needs_cleaning"] == stats["needs_inspection"] == 1
    assert stats["needs_maintenance"] == 1


@pytest.mark.parametrize("word", ["CHECKOUT_DIRTY", "checkout_dirty", "dirty", "checkout-dirty"])
def test_one_status_is_listed_by_any_of_its_names(run: Run, hotel: Path, word: str) -> None:
    run("--as", "ana", "dirty", "102")
    listed = run("rooms", "--status", word, "--json").json
    assert list(listed) == KEYS
    assert [room["room_number"] for room in listed["checkout_dirty"]] == ["102"]
    assert listed["ready_for_guests"] == []
    assert run("rooms", "--status", word).out.count("\n") == 2


def test_an_unknown_status_is_refused_with_the_known_ones(run: Run, hotel: Path) -> None:
    refused = run("rooms", "--status", "sparkling")
    assert (refused.code, len(refused.sentences)) == (1, 1)
    words = "dirty, cleaning, to inspect, maintenance, ready, occupied, out of order."
    assert f"'sparkling' is no status of rooms; write {words}" in refused.err


@pytest.mark.parametrize(
    ("word", "numbers"),
    [("ready", {"101", "102"}), ("READY_FOR_GUEST", {"101"}), ("available", {"102"})],
)
def test_ready_lists_the_whole_column_and_a_status_itself(
    run: Run, hotel: Path, word: str, numbers: set[str]
) -> None:
    run("--as", "ines", "override", "101", "ready for guest", "--note", "seen")
    listed = run("rooms", "--status", word, "--json").json["ready_for_guests"]
    assert {room["room_number"] for room in listed} & {"101", "102"} == numbers


@pytest.mark.parametrize("word", ["to inspect", "maintenance", "cleaning", "out of order"])
def test_the_words_above_the_columns_are_taken(run: Run, hotel: Path, word: str) -> None:
    assert run("rooms", "--status", word).code == 0


def test_rooms_out_of_use_are_listed_only_when_asked_for(run: Run, hotel: Path) -> None:
    assert run("--as", "ines", "room", "103", "--active", "no").code == 0

    assert "103" not in run("rooms").out
    assert "not in use" in run("rooms", "--inactive").out
    assert run("stats", "--json").json["total_rooms"] == 5
    again = run("--as", "ines", "room", "103", "--active", "no")
    assert (again.code, len(again.sentences)) == (1, 1)
    assert run("--as", "ines", "room", "103", "--active", "yes").code == 0
    assert run("stats", "--json").json["total_rooms"] == 6


def test_a_text_table_is_aligned_and_has_no_empty_column(run: Run, hotel: Path) -> None:
    run("--as", "ana", "note", "101", "--note", "crib")
    lines = run("rooms").out.splitlines()
    place = lines[0].index("Status")
    assert all(line[place:].startswith("available") for line in lines[1:])
    assert "Notes" in lines[0]
    assert "Who" not in lines[0]


def test_one_room_in_full_names_its_people_and_booking(run: Run, hotel: Path) -> None:
    run("--as", "ana", "dirty", "102")
    run("--as", "ana", "clean", "102")
    run("--as", "maria", "pass", "102")
    run("--as", "rui", "checkin", "B1", "--anyway", "--room", "102")

    shown = run("room", "102").out

    assert "Ana Silva" in shown
    assert "Maria Keller" in shown
    assert "B1" in shown
    assert "PIN" not in shown
    assert run("room", "102", "--json").json["inspected_by"] == "maria"


@pytest.mark.parametrize("number", ["999", "1-2", "", "x" * 33, "1 2", "100,102"])
def test_a_room_that_is_none_is_refused_in_one_sentence(run: Run, hotel: Path, number: str) -> None:
    for words in (("room", number), ("history", number), ("message", "list", number)):
        refused = run(*words)
        assert (refused.code, len(refused.sentences)) == (1, 1), words


def test_a_room_tells_since_when_its_guest_is_expected(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "more.csv"
    file.write_text(
        "reference,room_type,arrival,departure,adults,children,status,room\n"
        "B9,STD,2015-09-18,2015-09-20,1,0,CONFIRMED,103\n"
    )
    assert run("import", "bookings", str(file)).code == 0
    assert run("room", "103").out.count("next arrival") == 1
    late = run("--now", "2015-09-19T09:00", "room", "103").out
    assert "expected since" in late
    assert "next arrival" not in late
    assert "arrival since 2015-09-18" in run("--now", "2015-09-19T09:00", "rooms").out
    assert "arrival since" not in run("rooms").out


@pytest.mark.usefixtures("hotel")
def test_a_room_is_found_however_its_number_is_typed(run: Run) -> None:
    assert run("room", "0101").out.split()[:2] == ["room", "101"]
    done = run("--as", "ana", "dirty", "0101,００１０１", "１０２-103", "--json")
    assert [one["room_number"] for one in done.json] == ["101", "102", "103"]
    assert run("history", "0101").out.count("put back") == 1


def test_a_held_room_goes_out_of_use_only_anyway(run: Run, hotel: Path) -> None:
    refused = run("--as", "ines", "room", "202", "--active", "no")
    assert refused.err.startswith("Room 202 is held for B3 from 2015-09-18 to 2015-09-19.")
    done = run("--as", "ines", "room", "202", "--active", "no", "--anyway")
    assert (done.code, done.out.splitlines()[1]) == (
        0,
        "Room 202 is held for B3 from 2015-09-18 to 2015-09-19.",
    )
