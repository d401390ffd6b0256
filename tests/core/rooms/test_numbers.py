"""Numbers that mean the same room are the same; none of them breaks a path."""

import pytest

from housekeeper.core.board.board import Board, find_room
from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.numbers import (
    KnownNames,
    begins_so,
    check_room_number,
    expand_rooms,
    folded,
)
from housekeeper.core.typed_acts.parse import RoomsLine, parse
from tests.core.building import TODAY, WHEN, a_room


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12A", "12a"),
        ("7", "07"),
        ("7", "007"),
        ("A7", "a07"),
        ("1.5", "01.05"),
        ("412", "４１２"),
        ("12A", "１２ａ"),
        ("STD", "std"),
        ("スイート", "ｽｲｰﾄ"),
        ("caf\u00e9", "CAFE\u0301"),
    ],
)
def test_names_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert KnownNames([one]).find(other) == one


@pytest.mark.parametrize(
    ("one", "other"), [("7", "70"), ("1001", "101"), ("42", "4²"), ("A-1", "A1"), ("0", "00 ")]
)
def test_names_that_mean_others_are_others(one: str, other: str) -> None:
    assert KnownNames([one]).find(other) is None


def test_two_rooms_of_old_that_are_written_alike_are_told_apart_by_their_spelling() -> None:
    known = KnownNames(["7", "07", "8"])
    assert (known.find("7"), known.find("07"), known.find("007")) == ("7", "07", None)
    assert known.alike("007") == ("7", "07")
    assert known.find("08") == "8"


@pytest.mark.parametrize("text", [".", "..", "...", "@", "=_=", "", "a/b", "a\0", "１/２", "4²"])
def test_what_breaks_a_path_is_no_room_number(text: str) -> None:
    with pytest.raises(InvalidInput, match="no room number"):
        check_room_number(text)


@pytest.mark.parametrize(("text", "number"), [(".5", ".5"), ("４１２", "412"), ("Ｐ．２", "P.2")])
def test_a_number_of_another_width_is_the_plain_one(text: str, number: str) -> None:
    assert check_room_number(text) == number


def test_ranges_may_be_of_another_width_too() -> None:
    assert expand_rooms(["３０１-３０３"], ["301", "302", "310"]) == ["301", "302"]


@pytest.mark.parametrize(
    "line", ["12a,7", "12A 07", "１２Ａ，７", "012a,7", "007,12a", "７，１２ａ"]
)
def test_a_typed_line_finds_its_rooms_however_they_are_written(line: str) -> None:
    found = parse(line, ["12A", "7", "70"], ["STD"], TODAY)
    assert isinstance(found, RoomsLine)
    assert set(found.rooms) == {"12A", "7"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("07", "7"), ("７", "7"), ("007", "7"), ("12a", "12A"), ("１２", "12A"), ("05", "005")],
)
def test_the_board_jumps_to_a_number_however_it_is_typed(typed: str, number: str) -> None:
    board = Board([a_room(number) for number in ("7", "70", "12A", "005")], WHEN)
    assert find_room(board, typed) == number


@pytest.mark.parametrize(("typed", "number"), [("07", "7"), ("007", "007"), ("７０", "70")])
def test_the_filter_shows_a_number_however_it_is_typed(typed: str, number: str) -> None:
    matches = parse_filter(typed, ["STD"])
    assert matches is not None
    assert matches(haystack(a_room(number), WHEN, {}))
    assert not matches(haystack(a_room("101"), WHEN, {}))


def test_a_list_is_narrowed_by_numbers_however_they_are_typed() -> None:
    assert begins_so("12A", " １２ａ ")
    assert begins_so("007", "00")
    assert begins_so("7", "07")
    assert not begins_so("70", "071")
