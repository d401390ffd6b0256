"""`demo --live`: a second process plays the staff, and the board moves by its feed."""

import pytest

from tests.system.conftest import Machine

pytestmark = pytest.mark.needs("tmux")

WORDS = ("cleaning started", "cleaned", "inspection", "maintenance", "put back")


def foot(screen: str) -> str:
    """The line in which the board says what came."""
    return screen.rstrip("\n").splitlines()[-2]


def test_the_board_of_a_live_demonstration_moves_by_itself(machine: Machine) -> None:
    board = machine.terminal("demo", "--live")
    board.wait_for("rooms 120", "●   not signed in")
    board.wait_for(lambda screen: any(f" {word}" in foot(screen)[60:] for word in WORDS))
    board.press("q")
    board.wait_for("Leave the board?")
    board.press("y")
    assert board.wait_for_exit() == 0
