"""A hotel lies in the time zone of a place."""

import pytest

from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import check_timezone
from housekeeper.settings.places import machine_timezone


@pytest.mark.parametrize(
    "name", ["Europe/Lisbon", "America/Argentina/Ushuaia", "Japan", "US/Eastern", "UTC", "Etc/UTC"]
)
def test_a_place_has_a_zone_and_so_has_who_keeps_to_utc(name: str) -> None:
    assert check_timezone(name) == name


@pytest.mark.parametrize(
    "name",
    ["Factory", "localtime", "posixrules", "Etc/GMT+5", "right/Europe/Lisbon", "EST5EDT", "GMT"],
)
def test_a_zone_in_which_nobody_lives_is_no_hotels(name: str) -> None:
    with pytest.raises(InvalidInput, match="the time zone of no place"):
        check_timezone(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("Europe/Lisboa", "Europe/Lisbon"),
        ("Eurpoe/Lisbon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_who_comes_close_is_told_what_was_perhaps_meant(typed: str, meant: str) -> None:
    with pytest.raises(InvalidInput, match=rf"no time zone; did you mean {meant}\?$"):
        check_timezone(typed)


@pytest.mark.parametrize(
    "typed", ["EST", "CET", "est", "CEST", "AEST", "WEST", "ACT", "UTC+2", "Asia", "Home", "Geneva"]
)
def test_who_writes_no_place_is_told_of_none(typed: str) -> None:
    with pytest.raises(InvalidInput, match="; write it as Europe/Lisbon or UTC"):
        check_timezone(typed)


@pytest.mark.parametrize("typed", ["", "Mars/Olympus", "../../etc/passwd", "\0", "x" * 5_000])
def test_who_comes_close_to_nothing_is_told_how_a_zone_is_written(typed: str) -> None:
    with pytest.raises(InvalidInput, match="no time zone; write it as Europe/Lisbon or UTC"):
        check_timezone(typed)


def test_the_machines_zone_is_found_without_a_search_through_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def search() -> set[str]:
        raise AssertionError

    monkeypatch.setattr("housekeeper.core.hotel.available_timezones", search)
    monkeypatch.setenv("TZ", "Factory")
    assert machine_timezone() != "Factory"
