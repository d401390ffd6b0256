"""What the board paints line by line is what Textual paints when it paints all of the screen.

CI runs them a second time with HOUSEKEEPER_DRAWING=textual.
"""

import re
from pathlib import Path
from random import Random

import pytest

from benchmarks.hotels import MANAGER, fresh_hotel, in_hotel
from benchmarks.plan import open_board, sign_in
from benchmarks.terminal import ESCAPE, Terminal
from housekeeper.core.acts import Verb, Via
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork

_PAGE_DOWN, _PAGE_UP, _END = "\x1b[6~", "\x1b[5~", "\x1b[F"
_MOVES = ("j", "j", "k", "l", "l", "h", _PAGE_DOWN, _PAGE_UP, _END, " ", "J", "K", "w", "1", "3")
_CLOCK = re.compile(r"\d\d:\d\d")
DIRTY = RoomStatus.CHECKOUT_DIRTY
_ACTS = ("s", "c", "p", "d", "x", "u")


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh_hotel(tmp_path_factory.mktemp("hotel"), 300, "painting")


def _is_as_painted_whole(board: Terminal) -> bool:
    """Whether the screen stays as it is when Textual paints it whole, as it does behind help."""
    board.quiet(0.3)
    before = board.screen()
    board.tap("?", ESCAPE)
    board.quiet(0.3)
    after = board.screen()
    # Ages turn with the minute that the first line tells.
    return before[1:] == after[1:] or _CLOCK.findall(before[0]) != _CLOCK.findall(after[0])


def test_the_screen_after_many_keys_is_the_one_that_is_painted_whole(hotel: Path) -> None:
    pytest.importorskip("pyte")
    random = Random(5)
    with open_board(hotel) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        sign_in(board)
        for _ in range(4):
            board.tap(*random.choices(_MOVES, k=6), *random.choices(_ACTS + _MOVES, k=6))
            # A list of what was refused may be in front.
            board.tap(ESCAPE)
            assert _is_as_painted_whole(board)


def test_the_screen_while_a_filter_is_typed_is_the_one_that_is_painted_whole(hotel: Path) -> None:
    pytest.importorskip("pyte")
    with open_board(hotel) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        for words in ("dlx", "4xx"):
            board.tap("/", *words, "\r")
            assert _is_as_painted_whole(board)
            board.tap("/", *("\x7f" * len(words)), "\r")
            assert _is_as_painted_whole(board)


def test_a_notice_on_the_board_is_not_painted_over(hotel: Path) -> None:
    pytest.importorskip("pyte")
    with open_board(hotel) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        board.tap("t")
        board.tap(":", *"zzz " * 45, "\r")
        board.tap(ESCAPE)
        board.tap(*"jjjj")
        assert _is_as_painted_whole(board)


def test_a_screen_in_front_of_the_board_is_not_painted_over(hotel: Path) -> None:
    pytest.importorskip("pyte")
    with open_board(hotel) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        board.tap("?")
        board.quiet(0.3)
        in_front = board.screen()

        def elsewhere(work: UnitOfWork) -> None:
            for room in [room for room in work.rooms.all() if room.status is DIRTY][:3]:
                request = TurnRequest(Verb.START, room.number)
                perform(work, Act(work.staff.get(MANAGER), Via.BOARD), request)

        in_hotel(hotel, elsewhere)
        board.quiet(0.5)
        assert board.screen()[1:] == in_front[1:]
