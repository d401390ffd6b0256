"""Twenty tasks of a day, done by keys in a real terminal: the table in docs/keystrokes.md.

They follow one another on the demonstration hotel, which is the same every morning. Run with `-s`
to see the counts.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.system.conftest import Machine
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")

PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"


@dataclass(slots=True)
class Day:
    """One person's keys at the board, counted for each task."""

    board: Terminal
    counts: dict[str, int] = field(default_factory=dict)
    _keys: int = 0

    def type(self, text: str) -> None:
        """Type keys that belong together, as a hand does that has read what came before."""
        self.board.think()
        self._keys += len(text)
        self.board.type(text)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.board.think()
            self._keys += 1
            self.board.press(key)

    def find(self, number: str) -> None:
        self.type(number)
        self.board.wait_for(lambda screen: re.search(rf"▌ {number}\b", screen) is not None)

    def sees(self, *wanted: str) -> None:
        self.board.wait_for(*wanted)

    def done(self, task: str, *back: str) -> None:
        """This task is done; the keys that lead back to the board are not of it."""
        self.counts[task] = self._keys
        for key in back:
            self.press(key)
        self._keys = 0


def turn_rooms(day: Day) -> None:
    """What attendants and supervisors do."""
    day.find("101")
    day.done("find a room")
    for _ in range(8):
        day.press("s")
    day.sees("CLEANING         16")
    day.done("start eight rooms in a row")
    day.find("203")
    day.type("c")
    day.sees("203 is now cleaned")
    day.done("find a room and mark it cleaned")
    day.find("301")
    day.type("p")
    day.sees("301 is now ready")
    day.done("find a room and pass it")
    day.find("313")
    day.type("f")
    day.sees("Fail room 313")
    day.type("1")
    day.sees("313 is now dirty")
    day.done("find a room and fail it, for a usual reason")
    day.find("305")
    day.type("m")
    day.sees("Maintenance for room 305")
    day.type("toilet leaks")
    day.press("Enter")
    day.sees("305 is now maintenance")
    day.done("flag a fault, in words")
    day.find("203")
    day.type("n")
    day.sees("Note for room 203")
    day.type("linen late")
    day.press("Enter")
    day.sees("203 noted")
    day.done("leave a note with a room")
    day.press("u")
    day.sees("Undone")
    day.done("take it back")
    day.find("604")
    day.type("o")
    day.sees("Out of order: room 604")
    day.type("bath")
    day.press("Enter")
    day.type("tomorrow")
    day.press("Enter")
    day.sees("604 is now out of order")
    day.done("take a room out of order until tomorrow")


def serve_guests(day: Day) -> None:
    """What the desk does."""
    day.find("109")
    day.type("g")
    day.sees("Check in to room 109")
    day.press("Enter")
    day.sees("Room        109")
    day.press("Enter")
    day.sees("hand it to the guest")
    day.done("check a guest in to the room at hand", "Escape")
    day.find("108")
    day.type("e")
    day.sees("Type 108 to check it out")
    day.type("108")
    day.press("Enter")
    day.sees("Room 108 checked out")
    day.done("check a guest out", "Escape")
    day.find("106")
    day.press("Enter")
    day.sees("late", "move")
    day.type("l")
    day.sees("Late check-out")
    day.type("14:00")
    day.press("Enter")
    day.sees("Late check-out until 14:00 is agreed")
    day.done("agree a late check-out", "Escape")
    day.find("105")
    day.press("Enter")
    day.sees("late", "move")
    day.type("M")
    day.sees("Move the guest of room 105")
    day.type("208")
    day.press("Enter")
    day.sees("has moved to room 208")
    day.done("move a guest to another room", "Escape", "Escape")
    day.type("C")
    day.press("Enter")
    day.sees("waiting")
    day.done("see which guests wait for an answer")
    day.press("Enter")
    day.sees("CONVERSATION")
    day.type("a")
    day.type("At once.")
    day.press("Enter")
    day.sees("◂ Max Almeida")
    day.done("answer the first of them", "Escape", "Escape", "Escape")


def keep_in_view(day: Day) -> None:
    """What everybody does to see the house, and to pass it on."""
    day.type("/overdue")
    day.press("Enter")
    day.sees(" 308 ", " 510 ")
    day.done("see who is overdue", "Escape")
    # Not sooner: Escape with a letter right behind it is another key to a terminal.
    day.sees(" 101 ")
    day.press("w")
    day.sees("OCC")
    day.done("see the occupied rooms beside the others", "w")
    day.type("H")
    day.sees("Handover since")
    day.type("n")
    day.type("keys at desk")
    day.press("Enter")
    day.sees("keys at desk")
    day.done("leave a note to the next shift", "Escape")
    day.type(":floor 2 start")
    day.press("Enter")
    day.sees("cleaning started")
    day.done("start all dirty rooms of a floor")
    day.press("S")
    day.type("maria")
    day.press("Enter")
    day.type("2580")
    day.press("Enter")
    day.sees("Maria Keller")
    day.done("switch person")


def test_twenty_tasks_of_a_day_take_the_keys_that_the_page_says(machine: Machine) -> None:
    board = machine.terminal("demo")
    board.wait_for("Grand Hotel", "rooms 120")
    day = Day(board)
    day.press("S")
    day.type("max")
    day.press("Enter")
    day.type("2580")
    day.press("Enter")
    day.sees("Max Almeida")
    day.done("sign in")
    del day.counts["sign in"]
    turn_rooms(day)
    serve_guests(day)
    keep_in_view(day)
    assert len(day.counts) == 20
    page = PAGE.read_text(encoding="utf-8")
    for task, keys in day.counts.items():
        print(f"{keys:4} keys  {task}")
    for task, keys in day.counts.items():
        assert re.search(rf"^\| {re.escape(task)} \| [^|]+ \| {keys} \|", page, re.M), task
