"""A guest orders through another program: boards in real terminals ring, once each, and show it."""

from pathlib import Path

import pytest

from tests.system.conftest import Machine

pytestmark = pytest.mark.needs("tmux")

ROOMS = "number,room_type,floor,section\n101,STD,1,East\n102,STD,1,East\n"
STAFF = "code,name,role\nana,Ana Reis,manager\n"
BOOKINGS = (
    "reference,room_type,arrival,departure,adults,children,status,room,guest_name\n"
    "B1,STD,2026-01-01,2036-01-01,1,0,CHECKED_IN,101,Quintavalle Ondina\n"
)


def rings(recorded: Path) -> int:
    """How often a terminal's bell rang; a bell that ends a title is none."""
    return recorded.read_bytes().count(b"\a")


def test_an_order_rings_once_at_each_terminal_and_goes_when_it_is_done(machine: Machine) -> None:
    machine.prepare("init", "--name", "City Hotel", "--timezone", "Europe/Lisbon")
    for kind, rows in (("rooms", ROOMS), ("staff", STAFF), ("bookings", BOOKINGS)):
        file = machine.home / f"{kind}.csv"
        file.write_text(rows)
        machine.prepare("import", kind, str(file))
    boards = [machine.terminal(), machine.terminal(columns=80, lines=24)]
    recorded = [machine.home / f"board-{place}" for place, _ in enumerate(boards)]
    for board, file in zip(boards, recorded, strict=True):
        board.wait_for("City Hotel", "●")
        board.record(file)
    machine.run("order", "add", "101", "Pot of green tea")
    for board in boards:
        board.wait_for("oldest 0m")
        board.press("C", "Enter")
        board.wait_for("101 STD ✉", "/ waiting")
        assert "green tea" not in board.screen
    machine.run("--as", "ana", "order", "done", "1")
    for board in boards:
        board.wait_for(lambda screen: "✉" not in screen)
    assert [rings(file) for file in recorded] == [1, 1]
