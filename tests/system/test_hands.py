"""Hands that are fast and wrong, in a real terminal: nothing they do acts on another room.

Each is typed at 2 ms and at 200 ms a key, as a hand types that does not look and one that does.
"""

import json
from pathlib import Path

import pytest

from tests.system.conftest import Machine
from tests.system.terminal import Terminal

pytestmark = [pytest.mark.needs("tmux"), pytest.mark.parametrize("pace", [0.002, 0.2])]

PIN = "7301"
ROOMS = [f"{floor}{door:02d}" for floor in (1, 7) for door in range(1, 13)]


@pytest.fixture
def hotel(machine: Machine, tmp_path: Path) -> Machine:
    """Rooms 101-112 and 701-712, all ready but those that a test turns; no room 170."""
    rooms, staff = tmp_path / "rooms.csv", tmp_path / "staff.csv"
    lines = [f"{number},STD,{number[0]},East" for number in ROOMS]
    rooms.write_text("\n".join(["number,room_type,floor,section", *lines, ""]))
    staff.write_text("code,name,role\nmaria,Maria Keller,supervisor\nmax,Max Almeida,manager\n")
    machine.prepare("init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon")
    machine.prepare("import", "rooms", str(rooms))
    machine.prepare("import", "staff", str(staff))
    machine.prepare("--as", "max", "staff", "set-pin", "maria", typed=f"{PIN}\n")
    return machine


def board_of(hotel: Machine) -> Terminal:
    """A board at which the supervisor has signed in, and no key is younger than a question."""
    board = hotel.terminal()
    board.wait_for("Grand Hotel", "TO INSPECT")
    board.type(f"Smaria\r{PIN}\r")
    board.wait_for("Maria Keller")
    board.type_slowly("jkjk", 0.2)
    return board


def rooms_in(hotel: Machine, status: str) -> list[str]:
    """The rooms of a status, as the command lists them."""
    listed = json.loads(hotel.run("rooms", "--json"))
    return [room["room_number"] for room in listed[status]]


def test_behind_a_number_that_does_not_exist_no_verb_acts(hotel: Machine, pace: float) -> None:
    board = board_of(hotel)
    board.type_slowly("170d", pace)
    board.wait_for("There is no room 170. d did nothing")
    board.type_slowly("d", pace)
    board.wait_for("There is no room 170. d did nothing")
    assert rooms_in(hotel, "checkout_dirty") == []
    board.press("Down")
    board.wait_for(lambda screen: "no room 170" not in screen)
    board.type_slowly("d", pace)
    board.wait_for("102 is now dirty")
    assert rooms_in(hotel, "checkout_dirty") == ["102"]


def test_two_numbers_in_a_row_land_on_the_second(hotel: Machine, pace: float) -> None:
    board = board_of(hotel)
    board.type_slowly("107704d", pace)
    board.wait_for("704 is now dirty")
    assert rooms_in(hotel, "checkout_dirty") == ["704"]


def test_a_number_that_goes_on_behind_a_whole_one_acts_on_no_room(
    hotel: Machine, pace: float
) -> None:
    board = board_of(hotel)
    board.type_slowly("1077d", pace)
    board.wait_for("7 is no whole number: d did nothing")
    assert rooms_in(hotel, "checkout_dirty") == []


def test_a_verb_pressed_twice_acts_once(hotel: Machine, pace: float) -> None:
    hotel.run("--as", "max", "dirty", "101-104")
    board = board_of(hotel)
    board.wait_for("to turn 4")
    board.type_slowly("101ss", pace)
    board.wait_for("s was pressed twice")
    assert rooms_in(hotel, "cleaning_in_progress") == ["101"]


def test_what_is_typed_on_behind_a_dialog_acts_on_no_room(hotel: Machine, pace: float) -> None:
    hotel.run("--as", "max", "dirty", "101-104")
    hotel.run("--as", "max", "clean", "101-104")
    board = board_of(hotel)
    board.wait_for("to turn 4")
    board.type_slowly("101nlamp\rppp", pace)
    board.wait_for("p came too soon behind a question")
    assert rooms_in(hotel, "awaiting_inspection") == ["101", "102", "103", "104"]


@pytest.mark.parametrize("words", ["999njam in lock\r", "101fdust under bed\r"])
def test_the_words_behind_a_key_that_opened_no_line_do_nothing(
    hotel: Machine, pace: float, words: str
) -> None:
    board = board_of(hotel)
    board.type_slowly(words, pace)
    board.wait_for("was not taken")
    board.wait_until_idle()
    assert "Flag" not in board.wait_for("was not taken")
    board.type_slowly("j", 0.6)
    board.type_slowly("jd", 0.6)
    board.wait_for("is now dirty")
    assert len(rooms_in(hotel, "checkout_dirty")) == 1


def test_enter_twice_behind_a_fault_opens_no_room_in_which_a_verb_acts(
    hotel: Machine, pace: float
) -> None:
    hotel.run("--as", "max", "dirty", "101-104")
    hotel.run("--as", "max", "clean", "101-104")
    board = board_of(hotel)
    board.wait_for("to turn 4")
    board.type_slowly("101mtoilet leaks\r\rp", pace)
    board.wait_until_idle()
    assert len(rooms_in(hotel, "awaiting_inspection")) >= 3
    assert "Escape" not in board.wait_for("TO INSPECT")
