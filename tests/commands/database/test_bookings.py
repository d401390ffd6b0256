"""`housekeeper bookings`: how many are kept, and letting go of old ones at once."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def old_bookings(run: Run, hotel: Path, tmp_path: Path) -> None:
    """Three bookings of years ago beside those of the hotel."""
    file = tmp_path / "old.csv"
    file.write_text(
        "reference,room_type,arrival,departure,adults,children,status,guest_name\n"
        "O1,STD,2012-05-01,2012-05-03,2,0,CANCELLED,Rosa\n"
        "O2,STD,2012-05-01,2012-05-03,2,0,NO_SHOW,Rosa\n"
        "O3,STD,2015-05-01,2015-05-03,2,0,CANCELLED,Rosa\n",
        encoding="utf-8",
    )
    assert run("import", "bookings", file).code == 0


@pytest.mark.usefixtures("old_bookings")
def test_what_is_kept_is_told_and_what_is_old_is_deleted(run: Run) -> None:
    told = run("bookings", "--json").json
    assert told["bookings"] == {"CANCELLED": 3, "CONFIRMED": 3, "NO_SHOW": 1}
    assert (told["kept_from"], told["too_old"]) == ("2013-09-18", 2)
    assert "'housekeeper bookings sweep' at once" in run("bookings").out
    assert run("bookings", "sweep").out.startswith("2 bookings deleted that ended before 2013-09-")
    told = run("bookings", "--json").json
    assert (told["bookings"], told["too_old"]) == ({"CANCELLED": 2, "CONFIRMED": 3}, 0)


@pytest.mark.usefixtures("old_bookings")
def test_a_house_that_keeps_all_is_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUSEKEEPER_BOOKINGS_KEPT_MONTHS", "0")
    assert "All are kept: bookings_kept_months is 0." in run("bookings", "sweep").out
    assert run("bookings", "--json").json["bookings"]["CANCELLED"] == 3


@pytest.mark.usefixtures("old_bookings")
def test_where_commands_ask_for_a_pin_nobody_deletes_without_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEKEEPER_CLI_PIN", "yes")
    assert run("bookings", "sweep").code != 0
    assert run("bookings", "--json").json["too_old"] == 2
