"""A day in the real hotel, through the installed command in a real terminal."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from housekeeper.store.event_format.codes import word_of
from tests.system.conftest import DATA, Machine
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")

STAFF = """code,name,role
ana,Ana Silva,attendant
desk,Sofia Reis,front_desk
max,Max Almeida,manager
"""
MORNING = ("--now", "2015-09-18T08:00")
ARRIVING = "C02746"
"""A booking of the real hotel: room type A, 18 to 19 September 2015."""


@pytest.fixture
def hotel(machine: Machine, tmp_path: Path) -> Machine:
    """The machine with the real hotel on it."""
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF)
    machine.run("init", "--name", "City Hotel", "--timezone", "Europe/Lisbon")
    machine.run("import", "rooms", str(DATA / "city_hotel_2015_rooms.csv"))
    machine.run("import", "staff", str(staff))
    machine.run("import", "bookings", str(DATA / "city_hotel_2015_bookings.csv"))
    return machine


def asked(machine: Machine, *words: str) -> Any:
    return json.loads(machine.run(*MORNING, *words, "--json"))


def database_of(machine: Machine) -> Path:
    (found,) = machine.home.rglob("housekeeper.db")
    return found


def go_to(terminal: Terminal, number: str, shown: str) -> None:
    """Jump to a room by its digits, and see it under the cursor."""
    terminal.type(number)
    terminal.wait_for(f" {number} {shown}")


def sign_in(machine: Machine, terminal: Terminal, code: str) -> None:
    """Say who acts, and choose a PIN by a one-time code that the manager gave."""
    given = asked(machine, "--as", "max", "staff", "code", code)
    terminal.wait_for("Who is acting?")
    terminal.type(code)
    terminal.wait_for(f"Staff code  {code}")
    terminal.press("Enter")
    terminal.type(given["one_time_code"])
    terminal.press("Enter")
    terminal.wait_for("choose the PIN")
    terminal.type("7301")
    terminal.press("Enter")
    terminal.type("7301")
    terminal.press("Enter")


def test_a_room_goes_from_guest_to_ready_by_keys_alone(hotel: Machine) -> None:
    given = asked(hotel, "--as", "desk", "checkin", ARRIVING)
    number = given["room_number"]
    token = asked(hotel, "session", "open", number, given["pin"])["token"]
    hotel.run(*MORNING, "message", "send", number, "Two more towels, please", "--token", token)
    hotel.run(*MORNING, "order", "add", number, "Club sandwich")

    board = hotel.terminal(*MORNING)
    board.wait_for("City Hotel", "rooms 231", "occupied 1")
    go_to(board, number, "■ occupied")
    board.press("e")
    sign_in(hotel, board, "max")
    board.wait_for(f"Type {number} to check it out", "Max Almeida")
    board.type(number)
    board.wait_for(f"erase: {number}")
    board.press("Enter")
    board.wait_for(f"Room {number} checked out")
    board.press("Escape")
    board.wait_for("occupied 0", "to turn 1")
    go_to(board, number, "○ dirty")
    board.think()
    board.press("s")
    board.wait_for(f" {number} ◐ cleaning")
    board.press("c")
    board.wait_for(f" {number} ◕ cleaned, to inspect")
    board.press("p")
    board.wait_for(f" {number} ● ready", "ready now 231")
    board.press("q")
    board.wait_for("Leave the board?")
    board.press("y")
    assert board.wait_for_exit() == 0

    (room,) = [
        room for room in asked(hotel, "rooms")["ready_for_guests"] if room["room_number"] == number
    ]
    assert (room["room_status"], room["is_occupied"]) == ("READY_FOR_GUEST", False)
    assert (room["cleaned_by"], room["inspected_by"]) == ("max", "max")
    with closing(sqlite3.connect(database_of(hotel))) as database:
        codes = database.execute("SELECT kind FROM room_event ORDER BY seq")
        kinds = [word_of("kind", code) for (code,) in codes]
        status = database.execute(
            "SELECT turn_status, is_occupied FROM room WHERE number = ?", (number,)
        ).fetchall()
        left = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("guest", "guest_chat_session", "room_message", "room_order")
        ]
        stayed = database.execute(
            "SELECT status FROM booking WHERE reference = ?", (ARRIVING,)
        ).fetchone()
    assert kinds == [
        "CHECKED_IN",
        "GUEST_WROTE",
        "GUEST_ORDERED",
        "CHECKED_OUT",
        "CLEANING_STARTED",
        "CLEANED",
        "INSPECTION_PASSED",
    ]
    assert (status, left, stayed) == ([("READY_FOR_GUEST", 0)], [0, 0, 0, 0], ("COMPLETED",))


def test_what_one_terminal_does_the_other_shows(hotel: Machine) -> None:
    hotel.run(*MORNING, "--as", "ana", "dirty", "101")
    first, second = hotel.terminal(*MORNING), hotel.terminal(*MORNING, columns=80, lines=24)
    for board in (first, second):
        board.wait_for("turn 1")
        go_to(board, "101", "○ dirty")
    first.press("s")
    sign_in(hotel, first, "ana")
    first.wait_for(" 101 ◐ cleaning")
    second.wait_for(" 101 ◐ cleaning", "Ana")


def test_the_demonstration_opens_on_a_machine_with_nothing_and_leaves_nothing(
    machine: Machine,
) -> None:
    board = machine.terminal("demo", columns=80, lines=24)
    board.wait_for("Grand Hotel", "rooms 120", "hair in the bath")
    board.press("q")
    board.wait_for("Leave the board?")
    board.press("y")
    assert board.wait_for_exit() == 0
    assert [path for path in machine.home.rglob("*") if path.is_file()] == []


def test_a_first_start_leads_to_the_demonstration_and_to_a_hotel(machine: Machine) -> None:
    welcome = machine.terminal(columns=80, lines=24)
    welcome.wait_for("There is no hotel here yet.", "Make a hotel here", "How to import a hotel")
    welcome.press("1")
    welcome.wait_for("Grand Hotel", "rooms 120")
