"""What a refusal and the line say, read in a real terminal."""

from pathlib import Path

import pytest

from tests.system.conftest import Machine

pytestmark = pytest.mark.needs("tmux")

STAFF = """code,name,role
ana,Ana Silva,attendant
max,Max Almeida,manager
"""
PIN = "7301"


@pytest.fixture
def hotel(machine: Machine, tmp_path: Path) -> Machine:
    """Ten rooms: 101 to 103 are dirty, 102 is being cleaned."""
    rooms, staff = tmp_path / "rooms.csv", tmp_path / "staff.csv"
    lines = [f"{number},STD,1,East" for number in range(101, 111)]
    rooms.write_text("\n".join(["number,room_type,floor,section", *lines, ""]))
    staff.write_text(STAFF)
    machine.prepare("init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon")
    machine.prepare("import", "rooms", str(rooms))
    machine.prepare("import", "staff", str(staff))
    for code in ("ana", "max"):
        machine.prepare("staff", "set-pin", code, "--as", "max", typed=f"{PIN}\n")
    machine.prepare("dirty", "101-103", "--as", "ana")
    machine.prepare("start", "102", "--as", "ana")
    return machine


def test_a_refusal_names_the_next_key_once_and_is_gone_when_that_is_pressed(
    hotel: Machine,
) -> None:
    board = hotel.terminal()
    board.wait_for("to turn 3")
    board.press("S")
    board.wait_for("Who is acting?")
    board.type("max")
    board.press("Enter")
    board.type(PIN)
    board.press("Enter")
    board.wait_for("Max Almeida")
    board.think()

    board.type("102p")
    told = board.wait_for("102 is still being cleaned: press c first.")
    assert told.count("still being cleaned") == 1
    board.press("c")
    done = board.wait_for("102 is now cleaned, to inspect")
    assert "still being cleaned" not in done

    board.type(":floor 1 start")
    board.wait_for("Enter: start, 2 rooms: 101, 103")
    board.press("Enter")
    board.wait_for("2 rooms cleaning started")
    board.type(":undo")
    board.press("Enter")
    board.wait_for("Undone: 'cleaning started' in 2 rooms: 101, 103.")
    board.type(":102 ready")
    board.wait_for("'ready' is a status, no act: write 102 pass.")
    board.press("C-u")
    board.type("q")
    board.wait_for("Enter leaves the board.")
    board.press("Enter")
    board.wait_for("Leave the board?")
    board.press("y")
    assert board.wait_for_exit() == 0
