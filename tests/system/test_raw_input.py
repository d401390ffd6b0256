"""A real terminal that sends what no keyboard has: the board lives, and the next key is a key."""

import sys
from random import Random

import pytest

from tests.system.conftest import Machine
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")

HELP = "Keys and signs"
RANDOM = Random(6456)
NO_LINE = "Nothing was pasted: the cursor is in no line of text."

GARBAGE = {
    "every byte that begins no letter": bytes(range(0x80, 0x100)),
    "half a letter of two bytes": b"\xc3",
    "half a letter of four bytes": b"\xf0\x9f\x9b",
    "bytes that are too many for a letter": b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80",
    "half surrogate pairs": b"\xed\xa0\x80\xed\xbf\xbf",
    "an old mouse report": b"\x1b[M !!",
    "an old mouse report far to the right": b"\x1b[M\xc0\xd0\xd0",
    "an old mouse report that could be a letter": b"\x1b[M \xc3\xa9",
    "a key with a number that nobody has": b"\x1b[99999999999999999999;1u",
    "a key with two numbers": b"\x1b[97:65;1u",
    "a key that is half a surrogate pair": b"\x1b[55296;;55296u",
    "what a terminal answers about itself": b"\x1b[>1;10;0c",
    "bytes at random": bytes(RANDOM.choices(range(0x80, 0x100), k=500)),
}


def demonstration(machine: Machine) -> Terminal:
    """The demonstration's board, in its first second."""
    board = machine.terminal("demo")
    board.wait_for("Grand Hotel", " 101 ")
    return board


def counts(board: Terminal) -> str:
    """The line of the hotel's numbers; an act of a verb changes it."""
    screen = board.wait_for("rooms 120")
    return next(line.strip() for line in screen.splitlines() if line.startswith(" rooms "))


def test_the_key_behind_any_garbage_works_and_nothing_was_done(machine: Machine) -> None:
    board = demonstration(machine)
    before = counts(board)
    for name, sent in GARBAGE.items():
        board.send(sent)
        board.press("?")
        board.wait_for(HELP)
        board.press("?")
        screen = board.wait_for(lambda screen: HELP not in screen, before)
        assert "Who is acting?" not in screen, name
    board.wait_until_idle()
    assert counts(board) == before


def test_bytes_that_are_no_letter_are_told_of(machine: Machine) -> None:
    board = demonstration(machine)
    board.send(b"\xe9\xe9")
    board.wait_for("is the terminal set to UTF-8?")


def test_a_paste_where_no_line_is_open_goes_nowhere_and_the_processor_rests(
    machine: Machine,
) -> None:
    board = demonstration(machine)
    board.paste("2580\ns\nd\n105 dirty\n")
    board.wait_for(NO_LINE)
    board.wait_until_idle()
    board.type("S")
    board.wait_for("Staff code")
    board.type("maria")
    board.press("Enter")
    board.wait_for("maria")
    board.think()
    board.press("Enter")
    # The line of the PIN is empty: what was pasted is not waiting there.
    board.think()
    assert "•" not in board.wait_for("Who is acting?")


def test_a_paste_without_its_end_is_given_up_and_the_keyboard_lives(machine: Machine) -> None:
    board = demonstration(machine)
    board.send(b"\x1b[200~s\rlinen late")
    board.wait_for("Nothing was pasted: the end of it never came.")
    board.send(b"and more of it, too late s d c p\x1b[201~")
    board.press("?")
    board.wait_for(HELP)


def test_lines_pasted_into_a_note_are_kept_in_one(machine: Machine) -> None:
    board = demonstration(machine)
    board.type("Smaria")
    board.press("Enter")
    board.type("2580")
    board.press("Enter")
    board.wait_for("Maria Keller")
    board.think()
    board.type("110n")
    board.wait_for("Note for room 110")
    board.paste("Linen late\nTwo towels\n")
    board.wait_for("Linen late · Two towels", "Note for room 110")
    board.press("Enter")
    board.wait_for("110 noted")


FAULTS = {
    "in a key": "HousekeeperApp.action_help = fail",
    "in the thread that reads": "TerminalReader.read = fail",
    "while it closes": "HousekeeperApp.on_unmount = fail_later",
}
PROGRAM = """
import sys
from housekeeper.app.terminal_app import HousekeeperApp
from housekeeper.app.terminal.terminal_reader import TerminalReader
from housekeeper.cli import main

def fail(*_):
    raise RuntimeError("a guest's own words")

async def fail_later(*_):
    fail()

{fault}
sys.exit(main(["demo"]))
"""


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_that_ends_the_board_is_reported_without_words_and_never_as_success(
    machine: Machine, where: str
) -> None:
    program = [sys.executable, "-c", PROGRAM.format(fault=FAULTS[where])]
    board = machine.open_terminal(Terminal(program, machine.environment))
    board.wait_for("Grand Hotel", " 101 ")
    if where == "while it closes":
        board.press("q")
        board.wait_for("Leave")
        board.press("y")
    else:
        board.press("?")
    assert board.wait_for_exit() == 1
    assert "A fault in housekeeper itself" in board.scrollback
    assert "a guest's own words" not in board.scrollback


def test_a_board_that_textual_ends_by_itself_is_no_success(machine: Machine) -> None:
    fault = "HousekeeperApp.action_help = lambda app: app.panic('a fault')"
    program = [sys.executable, "-c", PROGRAM.format(fault=fault)]
    board = machine.open_terminal(Terminal(program, machine.environment))
    board.wait_for("Grand Hotel", " 101 ")
    board.press("?")
    assert board.wait_for_exit() == 1


def test_a_board_that_could_not_open_and_is_left_says_so_by_its_exit_code(
    machine: Machine,
) -> None:
    fault = "import housekeeper.app.open_board as o; o.BoardOpener.enter = fail"
    program = [sys.executable, "-c", PROGRAM.format(fault=fault)]
    board = machine.open_terminal(Terminal(program, machine.environment))
    board.wait_for("A fault in housekeeper itself")
    board.press("q")
    assert board.wait_for_exit() == 1
