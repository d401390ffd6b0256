"""Who is expected, which room is meant for them and whether it is ready; never a name."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_who_is_expected_today_those_first_who_should_have_come(run: Run, hotel: Path) -> None:
    told = run("arrivals", "--now", "2015-09-18T08:00", "--json").json
    assert [one["reference"] for one in told] == ["B2", "B3"]
    second = told[1]
    assert (second["assigned_room"], second["room_status"], second["is_ready"]) == (
        "202",
        "AVAILABLE",
        True,
    )


def test_a_guest_since_yesterday_is_told_as_such(run: Run, hotel: Path) -> None:
    shown = run("--now", "2015-09-19T08:00", "arrivals")
    assert shown.out.splitlines() == [
        "Booking  Type  Ready        Departs     Expected since",
        "B2       STD   4 STD ready  2015-09-20  yesterday",
    ]


def test_a_room_that_is_not_ready_is_told_with_its_status(run: Run, hotel: Path) -> None:
    assert run("dirty", "202", "--as", "ana").code == 0
    assert "B3       DLX   202   no, dirty    2015-09-19" in run("arrivals").out


@pytest.mark.parametrize("day", ["yesterday", "2015-09-17", "17 sep 2015"])
def test_another_day_has_those_who_come_then(run: Run, hotel: Path, day: str) -> None:
    assert [one["reference"] for one in run("arrivals", "--day", day, "--json").json] == ["B1"]
    assert [one["reference"] for one in run("arrivals", *day.split(), "--json").json] == ["B1"]
    assert run("arrivals", "--day", "+9").out == "Nobody is expected on 2015-09-27.\n"


def test_no_name_of_a_guest_is_told(run: Run, hotel: Path) -> None:
    for words in (("--day", "2015-09-17"), ("--day", "2015-09-17", "--json")):
        assert "Adler" not in run("arrivals", *words).out
