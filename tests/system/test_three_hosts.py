"""Two boards and a server, each on a host of its own, and the network between them cut."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.system.hosts import Host
from tests.system.house_on_three_hosts import House, house
from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("ip", "tmux", "soketi")

WITHIN_SECONDS = 15.0
"""How soon after the network is back all must be right again."""


def offers_retry(screen: str) -> bool:
    """Whether a key is offered that tries again, on however many lines."""
    return "tries again" in " ".join(screen.split())


_CURSOR_OR_NEWS = str.maketrans("▌•", "  ")


@dataclass(frozen=True, slots=True)
class Boards:
    """The board at the front desk, of the manager Max, and the one on the floor, of Ana."""

    house: House
    front: Terminal
    floor: Terminal

    def act(self, board: Terminal, key: str, number: str) -> None:
        """Go to a room by its number, and press a verb's key once it is under the cursor."""
        board.type(number)
        board.wait_for(under_the_cursor(number))
        board.think()
        board.press(key)

    def see_both_equal(self, *wanted: str) -> None:
        """Both screens show this, and the same of every room, soon enough."""
        ends = time.monotonic() + WITHIN_SECONDS
        while True:
            one, other = self.front.screen, self.floor.screen
            if rooms_of(one) == rooms_of(other) and all(
                text in rooms_of(screen) for text in wanted for screen in (one, other)
            ):
                return
            assert time.monotonic() < ends, f"they differ, or lack {wanted}:\n{one}\n{other}"
            time.sleep(0.05)

    def heal(self) -> None:
        """Bring the floor's network back, and see its board recover in time."""
        began = time.monotonic()
        self.house.network.heal(self.house.floor)
        self.floor.wait_for(lambda screen: " old " not in screen.splitlines()[0])
        assert time.monotonic() - began < WITHIN_SECONDS


def under_the_cursor(number: str) -> Callable[[str], bool]:
    """Whether the line below the columns tells of this room."""
    return lambda screen: bool(re.search(rf" {number} [○◐◕●▲]", screen.splitlines()[-2]))


def rooms_of(screen: str) -> str:
    """Counts and columns, without widths, the cursor and the marks of what changed in an outage."""
    return "\n".join(
        " ".join(line.translate(_CURSOR_OR_NEWS).split())
        for line in screen.splitlines()[1:20]
        if not set(line) & set("─━")
    )


def shows(text: str) -> Callable[[str], bool]:
    """Whether the columns show this."""
    return lambda screen: text in rooms_of(screen)


@pytest.fixture(scope="module")
def opened() -> Iterator[Boards]:
    """Both boards open, live over soketi, and somebody signed in at each."""
    with ExitStack() as stack:
        made = stack.enter_context(house())
        front = stack.enter_context(made.board(made.front, "max"))
        floor = stack.enter_context(made.board(made.floor, "ana"))
        boards = Boards(made, front, floor)
        for board, code in ((front, "max"), (floor, "ana")):
            board.wait_for("City Hotel", "rooms 12", "●")
            made.sign_in(board, code)
        yield boards


@pytest.fixture
def boards(opened: Boards) -> Iterator[Boards]:
    """Both boards live; whatever a test did to the network is mended."""
    for board in (opened.front, opened.floor):
        board.wait_for("●")
    yield opened
    opened.house.network.heal(opened.house.floor)


def test_what_one_host_does_the_other_shows(boards: Boards) -> None:
    boards.act(boards.front, "s", "101")
    boards.floor.wait_for(shows("101 STD Max"))
    boards.act(boards.floor, "c", "101")
    boards.see_both_equal("101 STD Ana")
    assert boards.house.acts("101") == ["CLEANING_STARTED", "CLEANED"]


def test_packets_lost_for_a_moment_cost_a_wait_and_nothing_else(boards: Boards) -> None:
    house = boards.house
    house.network.drop_packets(house.floor)
    boards.act(boards.floor, "s", "102")
    boards.floor.wait_for("waiting for the database", " s old ")
    assert house.acts("102") == []
    boards.heal()
    boards.see_both_equal("102 STD Ana")
    assert "cannot be reached" not in boards.floor.screen
    assert house.acts("102") == ["CLEANING_STARTED"]


def test_an_act_behind_lost_packets_is_told_as_not_done_and_done_once_when_asked_again(
    boards: Boards,
) -> None:
    house = boards.house
    house.network.drop_packets(house.floor)
    boards.act(boards.floor, "s", "103")
    boards.act(boards.front, "s", "104")
    boards.front.wait_for(shows("104 STD Max"))
    boards.floor.wait_for("waiting for the database")
    see_that_the_board_stays_in_use(boards.floor)
    boards.floor.wait_for(" s old ")
    boards.floor.wait_for(offers_retry)
    assert not shows("104 STD Max")(boards.floor.screen)
    boards.heal()
    boards.see_both_equal("104 STD Max")
    assert house.acts("103", "104") == ["CLEANING_STARTED"]
    boards.floor.press("R")
    boards.see_both_equal("103 STD Ana")
    assert house.acts("103", "104") == ["CLEANING_STARTED", "CLEANING_STARTED"]
    boards.floor.wait_for(lambda screen: not offers_retry(screen))
    see_that_no_session_is_left_over(house, house.floor)


def test_both_hosts_take_one_room_while_a_cable_is_out_and_one_of_them_is_refused(
    boards: Boards,
) -> None:
    house = boards.house
    house.network.pull_cable(house.floor)
    boards.act(boards.front, "s", "105")
    boards.act(boards.floor, "s", "105")
    boards.front.wait_for(shows("105 STD Max"))
    boards.floor.wait_for(offers_retry, " s old ")
    boards.heal()
    boards.see_both_equal("105 STD Max")
    boards.floor.press("R")
    # The room is another's by now, so nothing is offered to be tried again.
    boards.floor.wait_for("nothing to try again", lambda screen: not offers_retry(screen))
    boards.see_both_equal("105 STD Max")
    assert house.acts("105") == ["CLEANING_STARTED"]


def see_that_the_board_stays_in_use(board: Terminal) -> None:
    """Cursor, help and filter answer while the database does not."""
    board.press("Down")
    board.wait_for(under_the_cursor("105"))
    board.press("?")
    board.wait_for("Keys and signs")
    board.press("Escape")
    board.wait_for(lambda screen: "Keys and signs" not in screen)
    board.press("/")
    board.type("111")
    board.wait_for(shows("111 STD"), lambda screen: not shows("106 STD")(screen))
    board.press("Escape")
    board.wait_for(shows("106 STD"))


def see_that_no_session_is_left_over(house: House, host: Host) -> None:
    """The server has let go of the sessions that were cut off."""
    ends = time.monotonic() + WITHIN_SECONDS
    while doubled := [name for name, count in house.sessions(host).items() if count > 1]:
        assert time.monotonic() < ends, f"sessions left over: {doubled}"
        time.sleep(0.1)
