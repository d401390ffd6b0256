"""A guest's words are nowhere once the guest has left: not on the terminal, not in the file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.system.conftest import Machine
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")

NAME, WORDS = "Ottilie Wendelin", "a peony wallpaper in confidence"
FILES = {
    "rooms": "number,room_type,floor,section\n101,STD,1,East\n102,STD,1,East\n",
    "staff": "code,name,role\ndesk,Sofia Reis,front_desk\nmax,Max Almeida,manager\n",
    "bookings": (
        "reference,room_type,arrival,departure,adults,children,status,room,guest_name\n"
        f"B1,STD,2026-11-20,2026-11-22,2,0,CHECKED_IN,101,{NAME}\n"
    ),
}


@pytest.fixture
def hotel(machine: Machine, tmp_path: Path) -> Machine:
    """A hotel with a guest in 101 who was written to."""
    machine.prepare("init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon")
    for kind, text in FILES.items():
        (tmp_path / kind).write_text(text)
        # The guest of the file was to leave on a day that has passed.
        anyway = ("--anyway",) if kind == "bookings" else ()
        machine.prepare("import", kind, str(tmp_path / kind), *anyway)
    machine.prepare("--as", "desk", "message", "send", "101", WORDS)
    return machine


def everything_in(folder: Path) -> bytes:
    """The bytes of every file beneath a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def open_room(terminal: Terminal) -> None:
    """Look at the guest's room, so that all words of the guest were on the screen."""
    terminal.wait_for("Grand Hotel", "rooms 2")
    terminal.type("w")
    terminal.type("101")
    terminal.wait_for(" 101 ")
    terminal.press("Enter")
    terminal.wait_for(NAME)
    terminal.wait_for(WORDS)


def test_the_scrollback_tells_nothing_of_a_guest_after_the_board_was_left(hotel: Machine) -> None:
    terminal = hotel.terminal(columns=160, lines=45)
    open_room(terminal)
    terminal.press("Escape")
    terminal.wait_for("rooms 2")
    terminal.press("q")
    terminal.wait_for("Leave the board?")
    terminal.press("y")
    assert terminal.wait_for_exit() == 0
    left = terminal.scrollback
    assert "Ottilie" not in left
    assert "peony" not in left


def test_nothing_is_left_when_a_board_runs_while_the_guest_leaves(hotel: Machine) -> None:
    terminal = hotel.terminal(columns=120, lines=40)
    terminal.wait_for("Grand Hotel", "rooms 2")
    hotel.run("--as", "desk", "checkout", "101", "--yes")
    terminal.wait_for("◌ erasure pending")
    (database,) = hotel.home.rglob("housekeeper.db")
    with closing(sqlite3.connect(database)) as opened, opened:
        # Nobody has acted for long.
        opened.execute("UPDATE room_event SET real_at = 1767225600000000")
    terminal.wait_for(lambda screen: "◌" not in screen.splitlines()[0])
    found = everything_in(hotel.home)
    assert b"Ottilie" not in found
    assert b"peony" not in found
