"""Words typed into dialogs at once, in a real terminal: words, whatever they begin with."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.system.conftest import Machine
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")

ROOMS = ("101", "102", "103", "104")
PIN = "7301"
CLEANED = 3
"""The version of a room that was made, put to dirty and cleaned."""


@pytest.fixture
def hotel(machine: Machine, tmp_path: Path) -> Machine:
    """Four rooms that wait for an inspection, and their supervisor."""
    rooms, staff = tmp_path / "rooms.csv", tmp_path / "staff.csv"
    lines = [f"{number},STD,1,East" for number in ROOMS]
    rooms.write_text("\n".join(["number,room_type,floor,section", *lines, ""]))
    staff.write_text("code,name,role\nmax,Max Almeida,manager\n")
    machine.prepare("init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon")
    machine.prepare("import", "rooms", str(rooms))
    machine.prepare("import", "staff", str(staff))
    machine.prepare("--as", "max", "staff", "set-pin", "max", typed=f"{PIN}\n")
    machine.prepare("--as", "max", "dirty", ",".join(ROOMS))
    machine.prepare("--as", "max", "clean", ",".join(ROOMS))
    return machine


def sign_in(board: Terminal) -> None:
    board.wait_for("TO INSPECT", "to turn 4")
    board.type(f"Smax\r{PIN}\r")
    board.wait_for("Max Almeida · manager")
    board.think()


def stand(hotel: Machine) -> dict[str, dict[str, Any]]:
    """The rooms as the command line tells them, by number."""
    told: dict[str, list[dict[str, Any]]] = json.loads(hotel.run("rooms", "--json"))
    return {room["room_number"]: room for rooms in told.values() for room in rooms}


def untouched(hotel: Machine) -> set[str]:
    """The rooms that nothing was done to since they were cleaned."""
    return {number for number, room in stand(hotel).items() if room["version"] == CLEANED}


def find(board: Terminal, number: str) -> None:
    """Put the cursor on a room."""
    board.type(number)
    board.wait_for(f"▌ {number}")


@pytest.mark.parametrize("words", ["2 pillows missing", "fresh paint missing", "99", "p"])
def test_a_reason_of_any_words_fails_its_room_and_no_other(hotel: Machine, words: str) -> None:
    board = hotel.terminal()
    sign_in(board)
    find(board, "102")
    board.type(f"f{words}\r")
    board.wait_for("102 is now dirty")
    assert stand(hotel)["102"]["fail_reason"] == words
    assert untouched(hotel) == {"101", "103", "104"}


def test_a_digit_that_nothing_follows_is_a_reason(hotel: Machine) -> None:
    board = hotel.terminal()
    sign_in(board)
    find(board, "102")
    board.press("f", "2")
    board.wait_for("102 is now dirty")
    assert stand(hotel)["102"]["fail_reason"] == "bathroom not clean"
    assert untouched(hotel) == {"101", "103", "104"}


@pytest.mark.parametrize("words", ["toilet leaks", "3 lamps", "high shelf", "low water"])
def test_a_fault_of_any_words_is_noted_whole_and_keeps_its_priority(
    hotel: Machine, words: str
) -> None:
    board = hotel.terminal()
    sign_in(board)
    find(board, "102")
    board.type(f"m{words}\r")
    board.wait_for("102 is now maintenance")
    room = stand(hotel)["102"]
    assert (room["maintenance_notes"], room["maintenance_priority"]) == (words, "MED")
    assert untouched(hotel) == {"101", "103", "104"}


def test_a_round_walks_on_where_a_room_is_flagged_and_passed_in_one_go(hotel: Machine) -> None:
    board = hotel.terminal()
    sign_in(board)
    board.press("i")
    board.wait_for(" 0 of 4", "Ahead  102")
    board.think()
    board.type("m3 lamps broken\rp")
    board.wait_for(" of 3", "Ahead  10")
    for done in range(1, len(ROOMS)):
        # What came up behind a question is looked at before a key acts on it.
        board.think()
        board.think()
        if f" {done} of 3" not in board.screen:
            board.press("p")
        board.wait_for(f" {done} of 3")
    board.wait_for("The round is walked", " 3 of 3")
    assert stand(hotel)["101"]["maintenance_notes"] == "3 lamps broken"


def test_the_board_is_left_by_leave_and_not_by_stay(hotel: Machine) -> None:
    board = hotel.terminal()
    board.wait_for("TO INSPECT")
    for stays in ("Enter", "Escape", "n"):
        board.press("q")
        board.wait_for("Leave the board?", "Leave y", "Stay esc")
        board.press(stays)
        board.wait_for(lambda screen: "Leave the board?" not in screen)
    board.press("q")
    board.wait_for("Leave the board?")
    board.press("y")
    assert board.wait_for_exit() == 0
