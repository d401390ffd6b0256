"""Rooms and types get other names from the command line."""

from pathlib import Path

import pytest

from tests.commands.conftest import Outcome, Run

pytestmark = pytest.mark.usefixtures("hotel")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_a_room_gets_another_number_from_a_manager(run: Run) -> None:
    done = run("--as", "ines", "rooms", "rename", "0101", "５０１")
    assert (done.code, done.out.strip()) == (0, "Room 101 is 501.")
    assert "was 101" in run("history", "501").out
    refused = run("--as", "ana", "rooms", "rename", "501", "601")
    assert refused.code == 1
    assert "manager" in refused.err
    assert run("--as", "ines", "rooms", "rename", "501").code == 2


def test_the_types_are_listed_with_who_wants_them(run: Run) -> None:
    assert run("types", "--json").json == [
        {"code": "DLX", "rooms": 2, "bookings": 1},
        {"code": "STD", "rooms": 4, "bookings": 2},
    ]
    assert run("types").out.split()[:3] == ["Type", "Rooms", "Bookings"]


def test_an_import_that_takes_a_type_away_says_so_and_how_to_mend_it(run: Run, file: Path) -> None:
    file.write_text("number,room_type\n201,Suite\n202,Suite\n", encoding="utf-8")
    done: Outcome = run("import", "rooms", file)
    assert done.code == 0
    assert "types rename DLX Suite" in done.err
    renamed = run("--as", "ines", "types", "rename", "dlx", "suite")
    assert renamed.out.strip() == (
        "The type DLX is Suite, which has 2 rooms; 1 booking of today or later moved to it."
    )
    assert run("types", "--json").json[1] == {"code": "Suite", "rooms": 2, "bookings": 1}
    assert run("availability", "SUITE", "2015-09-18", "2015-09-19", "--json").json["available"] == 1


def test_rooms_that_stand_otherwise_than_in_their_file_are_counted(run: Run, file: Path) -> None:
    file.write_text("number,status\n101,dirty\n", encoding="utf-8")
    assert "1 room stays where it stands on the board" in run("import", "rooms", file).out
    file.write_text("number,status\n101,dirty\n102,dirty\n", encoding="utf-8")
    assert "2 rooms stay where they stand on the board" in run("import", "rooms", file).out
