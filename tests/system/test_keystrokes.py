"""How many keys the daily work takes, counted on the real program in a real terminal.

The counts stand in docs/keystrokes.md; run with `-s` to see them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.system.conftest import COMMAND, Machine
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")

PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
ROOMS = [f"{floor}{door:02d}" for floor in (1, 2, 3) for door in range(1, 21)]
STAFF = """code,name,role
ana,Ana Silva,attendant
maria,Maria Keller,supervisor
max,Max Almeida,manager
"""
PIN = "7301"


@dataclass(slots=True)
class Hand:
    """One person's keys, counted for each piece of work."""

    terminal: Terminal
    counts: dict[str, int] = field(default_factory=dict)
    _keys: int = 0

    def press(self, *keys: str) -> None:
        self._keys += len(keys)
        self.terminal.press(*keys)

    def type(self, text: str) -> None:
        self._keys += len(text)
        self.terminal.type(text)

    def sees(self, *wanted: str | Callable[[str], bool]) -> None:
        self.terminal.wait_for(*wanted)

    def done(self, work: str) -> None:
        """This piece of work is done; the next begins with no keys."""
        self.counts[work] = self._keys
        self._keys = 0


@pytest.fixture
def hotel(machine: Machine, tmp_path: Path) -> Machine:
    """Sixty rooms: 21 wait for an inspection on the first floors, 18 are dirty on the third."""
    rooms, staff = tmp_path / "rooms.csv", tmp_path / "staff.csv"
    lines = [f"{number},STD,{number[0]},East" for number in ROOMS]
    rooms.write_text("\n".join(["number,room_type,floor,section", *lines, ""]))
    staff.write_text(STAFF)
    machine.prepare("init", "--name", "Grand Hotel", "--timezone", "Europe/Lisbon")
    machine.prepare("import", "rooms", str(rooms))
    machine.prepare("import", "staff", str(staff))
    for code in ("ana", "maria", "max"):
        machine.prepare("--as", "max", "staff", "set-pin", code, typed=f"{PIN}\n")
    machine.prepare("--as", "ana", "dirty", "101-120,201,202,301-318")
    machine.prepare("--as", "ana", "clean", "101-120,201")
    return machine


def sign_in(hand: Hand, code: str) -> None:
    hand.press("S")
    hand.type(code)
    hand.press("Enter")
    hand.type(PIN)
    hand.press("Enter")


def test_the_daily_work_takes_the_keys_that_the_readme_says(hotel: Machine) -> None:
    board = hotel.terminal()
    hand = Hand(board)
    hand.sees("Grand Hotel", "TO INSPECT", "to turn 40")
    sign_in(hand, "max")
    hand.sees("Max Almeida")
    hand.done("sign in")

    sign_in(hand, "maria")
    hand.sees("Maria Keller · supervisor")
    hand.done("switch person")
    board.think()

    hand.press("i")
    for passed in range(20):
        hand.sees(f" {passed} of 21")
        board.think()
        hand.press("p")
    hand.sees(" 20 of 21")
    hand.done("pass 20 rooms in a round")

    hand.press("f", "1")
    hand.sees(" 21 of 21", "hair in the bath")
    hand.done("fail a room in a round, with a reason")
    board.think()
    board.press("Enter")
    hand.sees("20 passed, 1 failed")

    hand.type(":301-318 start")
    hand.press("Enter")
    hand.sees("18 rooms cleaning started")
    hand.done("start 18 rooms")
    hotel.run("--as", "ana", "clean", "202")
    hand.sees(lambda screen: "202" in screen and "cleaned" in screen)

    board.think()
    hand.type("202")
    hand.press("f", "1")
    hand.sees("202 is now dirty")
    hand.done("find a room and fail it, with a reason")

    del hand.counts["sign in"]
    assert hand.counts == {
        "switch person": len("maria") + len(PIN) + 3,
        "pass 20 rooms in a round": 21,
        "fail a room in a round, with a reason": 2,
        "start 18 rooms": len(":301-318 start") + 1,
        "find a room and fail it, with a reason": len("202") + 2,
    }
    page = PAGE.read_text()
    for work, keys in hand.counts.items():
        print(f"{keys:4} keys  {work}")
        assert f"| {work} | {keys} |" in page


EIGHT = [f"3{door:02d}" for door in range(1, 9)]


@pytest.mark.parametrize(
    ("after_act", "work", "keys"),
    [
        ("next", "start eight rooms in a row", 8),
        ("follow", "the same where the cursor follows the room", 15),
    ],
)
def test_a_series_takes_one_key_a_room(
    hotel: Machine, after_act: str, work: str, keys: int
) -> None:
    settings = hotel.home / ".config" / "housekeeper" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'after_act = "{after_act}"\n')
    board = hotel.terminal()
    hand = Hand(board)
    hand.sees("to turn 40")
    sign_in(hand, "maria")
    hand.sees("Maria Keller")
    hand.type("301")
    hand.sees("go to 301")
    hand.done("find the first")
    for place, number in enumerate(EIGHT):
        if place and after_act == "follow":
            hand.press(".")
            hand.sees(lambda screen, number=number: f"▌ {number}" in screen)  # type: ignore[misc]
        board.think()
        hand.press("s")
        hand.sees(f"{number} is now cleaning")
    hand.done(work)
    print(f"{hand.counts[work]:4} keys  {work}")
    assert hand.counts[work] == keys
    assert f"| {work} | {keys} |" in PAGE.read_text()


def test_the_round_outlives_its_terminal(hotel: Machine) -> None:
    with Terminal([str(COMMAND)], hotel.environment) as lost:
        lost.wait_for("to turn 40")
        hand = Hand(lost)
        sign_in(hand, "maria")
        hand.sees("Maria Keller")
        lost.think()
        hand.press("i")
        hand.sees(" 0 of 21")
        lost.think()
        hand.press("p")
        hand.sees(" 1 of 21", "Ahead  103")
    board = hotel.terminal()
    board.wait_for("to turn 39")
    hand = Hand(board)
    sign_in(hand, "maria")
    hand.sees("Maria Keller")
    board.think()
    hand.press("i")
    hand.sees(" 1 of 21", "Ahead  103")
