"""What the board paints line by line is what Textual paints when it paints all of the screen.

CI runs them a second time with HOUSEKEEPER_DRAWING=textual.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from benchmarks.hotels import MANAGER, MANAGER_NAME, MANAGER_PIN, fresh_hotel, in_hotel
from benchmarks.plan import CLOCK_LINES, board_command, environment, sign_in
from benchmarks.terminal import ENTER, ESCAPE, Terminal
from housekeeper.core.acts import Verb, Via
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.unit_of_work import UnitOfWork

pyte = pytest.importorskip("pyte")

COLUMNS, LINES = 160, 48
_PAGE_DOWN, _PAGE_UP, _END = "\x1b[6~", "\x1b[5~", "\x1b[F"
_MOVES = ("j", "j", "k", "l", "l", "h", _PAGE_DOWN, _PAGE_UP, _END, " ", "J", "K", "w", "1", "3")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[?>=<][0-9;]*[$a-zA-Z]+")
_LOOKS = 5
"""How often a busy machine is given time to write what it has painted."""

_GONE_WITHIN = 2.5
"""Seconds for which a large number or a flash stands at most."""

_CLOCK = re.compile(r"\d\d:\d\d")
DIRTY = RoomStatus.CHECKOUT_DIRTY
_ACTS = ("s", "c", "p", "d", "x", "u")


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh_hotel(tmp_path_factory.mktemp("hotel"), 300, "painting")


class Eye:
    """Sees a board's screen; what was painted before the last look is not read again."""

    def __init__(self, board: Terminal) -> None:
        self._board, self._read = board, 0
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)

    def look(self) -> list[str]:
        """What stands on the screen once it is still, a line each."""
        self._board.quiet(0.3)
        seen, self._read = bytes(self._board.written[self._read :]), len(self._board.written)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", seen))
        return list(self._screen.display)

    def look_until_still(self) -> list[str]:
        """What two looks in a row see alike: a busy machine may leave a frame half written."""
        seen = self.look()
        for _ in range(_LOOKS):
            again = self.look()
            if again == seen:
                break
            seen = again
        return seen


@contextmanager
def a_board(hotel: Path) -> Iterator[tuple[Terminal, Eye]]:
    """A board on which all rooms stand, and who looks at it."""
    with Terminal(board_command(hotel), environment(), COLUMNS, LINES, CLOCK_LINES) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        yield board, Eye(board)


def _is_as_painted_whole(board: Terminal, eye: Eye, is_telling: bool = False) -> bool:
    """Whether the screen stays as it is when Textual paints it whole, as it does behind help.

    A board that `is_telling` something at its foot tells it no more behind another screen.
    """
    end = -2 if is_telling else None
    before = eye.look_until_still()
    board.tap("?", ESCAPE)
    for _ in range(_LOOKS):
        after = eye.look_until_still()
        # Ages turn with the minute that the first line tells.
        if before[1:end] == after[1:end] or _CLOCK.findall(before[0]) != _CLOCK.findall(after[0]):
            return True
    return False


def test_the_screen_after_many_keys_is_the_one_that_is_painted_whole(hotel: Path) -> None:
    random = Random(5)
    with a_board(hotel) as (board, eye):
        sign_in(board)
        for _ in range(4):
            board.tap(*random.choices(_MOVES, k=6), *random.choices(_ACTS + _MOVES, k=6))
            # A list of what was refused may be in front.
            board.tap(ESCAPE)
            # What stands out for a moment, or while a number is typed, goes by itself.
            board.rest(_GONE_WITHIN)
            assert _is_as_painted_whole(board, eye)


def test_a_small_hotel_whose_cards_take_many_lines_is_painted_so_too(tmp_path: Path) -> None:
    random = Random(8)
    with a_board(fresh_hotel(tmp_path, 70, "small")) as (board, eye):
        sign_in(board)
        for _ in range(3):
            board.tap("n", *"feather-free bedding, the guest has asthma and a cot", ENTER)
            board.tap(*random.choices(_MOVES, k=6), *random.choices(_ACTS + _MOVES, k=6))
            board.tap(ESCAPE)
            assert _is_as_painted_whole(board, eye)


def test_the_screen_while_a_filter_is_typed_is_the_one_that_is_painted_whole(hotel: Path) -> None:
    with a_board(hotel) as (board, eye):
        for words in ("dlx", "4xx"):
            board.tap("/", *words, "\r")
            assert _is_as_painted_whole(board, eye, is_telling=True)
            board.tap("/", *("\x7f" * len(words)), "\r")
            assert _is_as_painted_whole(board, eye, is_telling=True)


def test_a_notice_on_the_board_is_not_painted_over(hotel: Path) -> None:
    with a_board(hotel) as (board, eye):
        board.tap("t")
        board.tap(":", "zzz " * 45, "\r")
        board.tap(ESCAPE)
        board.tap(*"jjjj")
        assert _is_as_painted_whole(board, eye)


def _start_three_rooms(work: UnitOfWork) -> None:
    for room in [room for room in work.rooms.all() if room.status is DIRTY][:3]:
        perform(
            work,
            Act(work.staff.get(MANAGER), Via.BOARD),
            TurnRequest(Verb.START, room.number),
        )


def test_a_screen_in_front_of_the_board_is_not_painted_over(hotel: Path) -> None:
    with a_board(hotel) as (board, eye):
        board.tap("?")
        board.until("a guest has it")
        board.quiet(0.3)
        in_front = eye.look()
        in_hotel(hotel, _start_three_rooms)
        board.quiet(0.5)
        assert eye.look()[1:] == in_front[1:]


def test_what_changes_behind_a_lock_is_painted_there(hotel: Path) -> None:
    with a_board(hotel) as (board, eye):
        sign_in(board)
        board.tap("L")
        board.until("This terminal is locked")
        before = eye.look()
        in_hotel(hotel, _start_three_rooms)
        board.until("3 rooms changed")
        board.quiet(0.3)
        behind = eye.look()
        above = next(y for y, line in enumerate(behind) if "╭" in line)
        board.tap(*MANAGER, ENTER, *MANAGER_PIN, ENTER)
        for _ in range(20):
            board.quiet(0.3)
            whole = eye.look()
            if MANAGER_NAME in whole[0]:
                break
        assert MANAGER_NAME in whole[0]
        assert behind[1:above] != before[1:above]
        # Ages turn with the minute that the first line tells.
        is_another_minute = _CLOCK.findall(behind[0]) != _CLOCK.findall(whole[0])
        assert behind[1:above] == whole[1:above] or is_another_minute
