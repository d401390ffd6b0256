"""Terminals that know little: the console of a server, a locale without UTF-8, a keymap at work."""

import pytest

from tests.system.conftest import COMMAND, Machine
from tests.system.terminal import Terminal


def open_demonstration(machine: Machine, **environment: str) -> Terminal:
    """The demonstration in a terminal with these variables of its own."""
    told = {**machine.environment, **environment}
    return machine.open_terminal(Terminal([str(COMMAND), "demo"], told, 200))


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "linux"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "TERM": "vt100"}],
    ids=str,
)
def test_a_poor_terminal_shows_the_board_in_ascii(
    machine: Machine, environment: dict[str, str]
) -> None:
    terminal = open_demonstration(machine, **environment)
    screen = terminal.wait_for("DIRTY", "TO INSPECT", "hair in the")
    assert ". DIRTY" in screen
    assert "o CLEANING" in screen
    assert " @ " in screen.splitlines()[0]
    assert set(screen) & set("○◐●▲▌│─╰…") == set()
    if "LC_ALL" in environment:
        assert "Ines" in screen
        assert screen.isascii()
    else:
        assert "Inês" in screen
    terminal.press("q")
    terminal.wait_for("Leave the board?", "+---")
    terminal.press("y")
    assert terminal.wait_for_exit() == 0


def test_ascii_can_be_asked_for_in_any_terminal(machine: Machine) -> None:
    terminal = open_demonstration(machine, HOUSEKEEPER_GLYPHS="ascii")
    assert "○" not in terminal.wait_for(". DIRTY", "Inês")


def test_the_hotels_keys_work_in_a_real_terminal_and_are_named(machine: Machine) -> None:
    terminal = open_demonstration(machine, HOUSEKEEPER_KEYMAP="quit=f2 help=# further=ctrl+t")
    terminal.wait_for("hair in the", "# help", "f2 quit")
    terminal.press("C-t")
    terminal.wait_for("OCCUPIED")
    terminal.press("#")
    terminal.wait_for("Keys and signs")
    terminal.press("End")
    terminal.wait_for("f2              Ask, then leave.")
    terminal.press("Escape")
    terminal.wait_for("hair in the")
    terminal.press("q", "F2")
    terminal.wait_for("Leave the board?")
    terminal.press("y")
    assert terminal.wait_for_exit() == 0


def test_a_wrong_keymap_opens_the_board_with_the_usual_keys_and_says_so(machine: Machine) -> None:
    terminal = open_demonstration(machine, HOUSEKEEPER_KEYMAP="quit=ctrl+m")
    terminal.wait_for(
        "The usual keys are in use. The keymap gives ctrl+m to quit, which a terminal sends as "
        "enter."
    )
    terminal.press("q")
    terminal.wait_for("Leave the board?")
