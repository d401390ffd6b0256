"""Making a hotel and reading its files: all rows or none, and every fault said."""

import os
import signal
import threading
from pathlib import Path

import pytest

from housekeeper import file_import
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.whole_file import Imported
from housekeeper.core.rooms.event import Act
from housekeeper.core.unit_of_work import UnitOfWork
from tests.commands.conftest import Run

DATA = Path(__file__).parents[1] / "data"


def test_a_hotel_is_made_in_the_data_folder_of_its_owner_alone(run: Run, home: Path) -> None:
    made = run("init", "--name", "City Hotel", "--timezone", "Europe/Lisbon")

    folder = home / "data" / "housekeeper"
    assert made.code == 0
    assert "city-hotel" in made.out
    assert (folder / "housekeeper.db").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert run("stats", "--json").json["total_rooms"] == 0


def test_the_slug_is_made_of_the_name_without_accents(run: Run) -> None:
    made = run("init", "--name", "Hôtel de l'Île", "--timezone", "UTC", "--json")
    assert made.json["slug"] == "hotel-de-l-ile"


@pytest.mark.parametrize(
    "options",
    [
        ("--name", ""),
        ("--name", "  "),
        ("--name", "\x1b[31mRed"),
        ("--name", "x" * 201),
        ("--name", "A", "--slug", "a_b"),
        ("--name", "A", "--slug", "a-"),
        ("--name", "A", "--slug", "x" * 65),
        ("--name", "A", "--timezone", "Mars/Olympus"),
        ("--name", "A", "--timezone", "Europe"),
        ("--name", "A", "--timezone", "../../etc/passwd"),
        ("--name", "A", "--timezone", ""),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_hotel_with_a_bad_name_slug_or_zone_is_refused_in_one_sentence(
    run: Run, options: tuple[str, ...], home: Path
) -> None:
    refused = run("init", *options)

    assert refused.code == 1
    assert len(refused.sentences) == 1
    assert refused.out == ""
    assert not (home / "data").exists()


def test_a_slug_is_given_once(run: Run) -> None:
    run("init", "--name", "Grand", "--timezone", "UTC")
    again = run("init", "--name", "Grand", "--timezone", "UTC")
    assert (again.code, len(again.sentences)) == (1, 1)


def test_of_several_hotels_one_must_be_named(run: Run) -> None:
    run("init", "--name", "North", "--timezone", "UTC")
    run("init", "--name", "South", "--timezone", "UTC")

    unnamed = run("rooms")
    assert unnamed.code == 1
    assert "north, south" in unnamed.err
    assert len(unnamed.sentences) == 1
    assert run("--hotel", "south", "rooms").code == 0
    wrong = run("--hotel", "west", "rooms")
    assert wrong.code == 1
    assert "north, south" in wrong.err


def test_without_a_hotel_the_way_to_one_is_told_and_nothing_is_made(run: Run, home: Path) -> None:
    refused = run("rooms")

    assert refused.code == 1
    assert "housekeeper init" in refused.err
    assert "housekeeper demo" in refused.err
    assert len(refused.sentences) == 1
    assert list(home.rglob("*.db")) == []


def test_the_real_hotel_is_imported_as_it_is(run: Run) -> None:
    run("init", "--name", "City Hotel", "--timezone", "Europe/Lisbon")
    rooms = run("import", "rooms", DATA / "city_hotel_2015_rooms.csv", "--json")
    bookings = run("import", "bookings", DATA / "city_hotel_2015_bookings.csv", "--json")

    assert rooms.json["added"] == 231
    assert bookings.json["added"] == 3586
    stats = run("stats", "--json").json
    assert stats["total_rooms"] == stats["available_for_booking"] == 231
    again = run("import", "bookings", DATA / "city_hotel_2015_bookings.csv", "--json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 3586)


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "more.csv"
    file.write_text("number,room_type,floor,section\n301,SUI,3,East\n101,STD,1,North\n")

    dry = run("import", "rooms", file, "--dry-run", "--json")

    assert dry.code == 0
    assert dry.json == {
        "added": 1,
        "updated": 1,
        "unchanged": 0,
        "left_alone": [],
        "types_without_rooms": [],
        "stand_elsewhere": [],
        "dry_run": True,
    }
    assert run("stats", "--json").json["total_rooms"] == 6
    assert run("room", "101", "--json").json["section"] == "East"


def test_every_fault_of_file_and_hotel_is_told_with_line_and_column(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bookings.csv"
    file.write_text(
        "reference,room_type,arrival,departure,adults,children,status\n"
        "N1,STD,2015-09-20,2015-09-19,1,0,CONFIRMED\n"
        "N2,ATTIC,2015-09-20,2015-09-21,1,0,CONFIRMED\n"
        "N3,STD,20/09/2015,2015-09-21,one,0,MAYBE\n"
        "N4,STD,2015-09-20,2015-09-21,1,0,CONFIRMED\n"
        "N4,STD,2015-09-20,2015-09-21,1,0,CONFIRMED\n"
    )

    refused = run("import", "bookings", file)

    assert refused.code == 1
    told = refused.err
    for place in (
        "line 2, departure",
        "line 3, room_type",
        "line 4, arrival",
        "line 4, adults",
        "line 4, status",
        "line 6, reference",
    ):
        assert place in told
    assert "6 faults" in refused.sentences[-1]
    assert run("import", "bookings", file, "--dry-run").code == 1
    assert run("--as", "rui", "checkin", "N4").code == 1


def test_of_a_hundred_faults_twenty_are_listed_and_all_counted(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rooms.csv"
    lines = [f"{number},STD,upstairs,East" for number in range(100)]
    file.write_text("\n".join(["number,room_type,floor,section", *lines]))

    refused = run("import", "rooms", file)

    assert refused.code == 1
    assert len(refused.sentences) == 22
    assert "100 faults" in refused.sentences[-1]


def test_a_guest_in_the_house_is_left_alone_by_an_import(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    run("--as", "rui", "checkin", "B1", "--anyway")
    file = tmp_path / "bookings.csv"
    file.write_text(
        "reference,room_type,arrival,departure,adults,children,status\n"
        "B1,STD,2015-09-17,2015-09-25,2,0,CANCELLED\n"
    )

    done = run("import", "bookings", file)

    assert done.code == 0
    assert "left alone" in done.out
    assert "B1" in done.out
    assert run("due", "--json").json[0]["departure"] == "2015-09-18"


def test_staff_codes_differ_by_more_than_their_case(run: Run, hotel: Path, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("code,name,role\nANA,Ana Silva Costa,attendant\n")
    assert run("--as", "ines", "import", "staff", file, "--json").json["updated"] == 1
    file.write_text("code,name,role\nbo,Bo,attendant\nBO,Bo Lund,attendant\n")
    twice = run("--as", "ines", "import", "staff", file)
    assert twice.code == 1
    assert "line 3, code" in twice.err


@pytest.mark.parametrize("code", ["SYSTEM", "system"])
def test_nobody_is_imported_under_the_code_of_the_program_itself(
    run: Run, hotel: Path, tmp_path: Path, code: str
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(f"code,name,role\nbo,Bo Lund,attendant\n{code},Eve,manager\n")
    refused = run("--as", "ines", "import", "staff", file)
    assert refused.code == 1
    assert "line 3, code: SYSTEM is the program's own; take another" in refused.err
    assert "bo" not in [one["code"] for one in run("staff", "list", "--json").json]


@pytest.mark.parametrize("name", ["missing.csv", ".", "binary.csv", "empty.csv", "two\0.csv"])
def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    run: Run, hotel: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty.csv").write_text("")
    refused = run("import", "rooms", f"{tmp_path}/{name}")
    assert (refused.code, len(refused.sentences)) == (1, 1)


def test_an_import_that_is_broken_off_leaves_nothing(
    run: Run, hotel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "more.csv"
    file.write_text("number,room_type,floor,section\n301,SUI,3,East\n")
    noticed = threading.Event()
    was_noticed: list[bool] = []

    def interrupted_import(work: UnitOfWork, rows: list[RoomRow], act: Act) -> Imported:
        imported = import_rooms(work, rows, act)
        os.kill(os.getpid(), signal.SIGINT)
        was_noticed.append(noticed.wait(30))
        return imported

    monkeypatch.setattr(file_import, "Event", lambda: noticed)
    monkeypatch.setattr(file_import, "import_rooms", interrupted_import)

    broken_off = run("import", "rooms", file)

    assert was_noticed == [True]
    assert (broken_off.code, broken_off.out, broken_off.err) == (130, "", "")
    assert run("stats", "--json").json["total_rooms"] == 6


def test_a_file_with_two_bookings_on_one_room_is_imported_only_anyway(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bookings.csv"
    file.write_text(
        "reference,room_type,arrival,departure,adults,children,status,room,guest_name\n"
        "B8,DLX,2015-09-18,2015-09-20,1,0,CONFIRMED,202,\n",
        encoding="utf-8",
    )
    refused = run("import", "bookings", file)
    assert (refused.code, refused.out) == (1, "")
    assert "line 2, room: 202 is held for B3 from 2015-09-18 to 2015-09-19" in refused.err
    done = run("import", "bookings", file, "--anyway")
    assert (done.code, done.out.splitlines()[1]) == (
        0,
        "line 2: 202 is held for B3 from 2015-09-18 to 2015-09-19",
    )
    again = run("import", "bookings", file, "--anyway", "--json").json
    assert again["shared_rooms"] == [
        {"line": 2, "reference": "B8", "room_number": "202", "other": "B3"}
    ]


def test_a_guest_in_the_house_who_left_long_ago_is_imported_only_anyway(
    run: Run, hotel: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bookings.csv"
    file.write_text(
        "reference,room_type,arrival,departure,status,room\n"
        "B8,STD,2014-09-18,2014-09-20,CHECKED_IN,103\n",
        encoding="utf-8",
    )
    told = "line 2, departure: CHECKED_IN, and was to leave on 2014-09-20"
    refused = run("import", "bookings", file)
    assert (refused.code, refused.out) == (1, "")
    assert f"{told}; --anyway imports it" in refused.err
    trial = run("import", "bookings", file, "--anyway", "--dry-run", "--json").json
    assert trial["doubts"] == [
        {"line": 2, "column": "departure", "problem": told.partition(": ")[2]}
    ]
    assert run("import", "bookings", file, "--anyway").out.splitlines()[1] == told
