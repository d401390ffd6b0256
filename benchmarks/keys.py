"""From a key to the last frame it causes: acts with their commit, moves, jumps, the filter.

Each key of the board is followed by one of bare Textual's and, for acts, by one bare commit,
in one loop: whatever else the machine does in that minute weighs on all of them.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from random import Random

from benchmarks.floors.raw_transition import RawTransitions
from benchmarks.hotels import fresh_hotel
from benchmarks.plan import CLOCK_LINES, Plan, open_board, open_floor, sign_in
from benchmarks.table import Row, percentile
from benchmarks.terminal import ESCAPE, Terminal

_FILTER_LINE = 48
PAGE_DOWN, PAGE_UP, _HOME = "\x1b[6~", "\x1b[5~", "\x1b[H"
_BACKSPACE = "\x7f"
_FILTERS = ("dlx", "arr", "failed", "4x")


@dataclass(slots=True)
class _Times:
    """Milliseconds of a kind of key, and of the floor's key after each."""

    board: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return percentile(self.board, 50) / percentile(self.floor, 50)

    def words(self, commit: float | None = None) -> str:
        words = (
            f"board p50 {percentile(self.board, 50):.2f} p99 {percentile(self.board, 99):.2f}, "
            f"floor p50 {percentile(self.floor, 50):.2f} p99 {percentile(self.floor, 99):.2f}"
        )
        return words + (f", commit {commit:.2f} ms" if commit is not None else " ms")


class _Loop:
    """The board and bare Textual, pressed in turns at random intervals of 20 to 60 ms."""

    def __init__(self, board: Terminal, floor: Terminal, seed: int) -> None:
        self.board = board
        self._floor = floor
        self._random = Random(seed)
        self.times: dict[str, _Times] = {}

    def pause(self) -> None:
        self.board.rest(self._random.uniform(0.02, 0.06))

    def time(self, kind: str, key: str) -> None:
        times = self.times.setdefault(kind, _Times())
        self.pause()
        times.board.append(self.board.press(key).last_ns / 1e6)
        self.pause()
        times.floor.append(self._floor.press("x").last_ns / 1e6)

    def untimed(self, key: str) -> None:
        self.pause()
        self.board.tap(key)


def _acts(loop: _Loop, cycles: int, raw: RawTransitions) -> list[float]:
    """Ready rooms one after another: put back, then timed started, cleaned and passed."""
    loop.board.tap(*"llll")
    commits = []
    for _ in range(cycles):
        loop.untimed("d")
        for key in "scp":
            loop.time("act", key)
            commits.append(raw.one_ns() / 1e6)
        loop.untimed("j")
    return commits


def _moves(loop: _Loop, cycles: int) -> None:
    loop.board.tap(*"hhhh", _HOME)
    for _ in range(cycles):
        for key in "jjjjkkkk":
            loop.time("cursor move", key)
        loop.time("page", PAGE_DOWN)
        loop.time("page", PAGE_UP)


def _jumps(loop: _Loop, cycles: int, numbers: Iterator[str]) -> None:
    for _ in range(cycles):
        for digit in next(numbers):
            loop.time("jump", digit)
        loop.untimed(ESCAPE)


def _filters(loop: _Loop, cycles: int) -> None:
    loop.board.tap("/")
    loop.board.clock_lines = CLOCK_LINES | {_FILTER_LINE}
    for cycle in range(cycles):
        word = _FILTERS[cycle % len(_FILTERS)]
        for letter in word:
            loop.time("filter keystroke", letter)
        for _ in word:
            loop.time("filter keystroke", _BACKSPACE)
    loop.board.tap(ESCAPE)
    loop.board.clock_lines = CLOCK_LINES


def _numbers(rooms: int, random: Random) -> Iterator[str]:
    """Beginnings of room numbers, long enough to jump far and too short to name one."""
    while True:
        yield f"{random.randint(1, max(1, rooms // 20))}{random.randint(0, 1)}"


@dataclass(frozen=True, slots=True)
class _Measured:
    times: dict[str, _Times]
    commit: float


def _measure(plan: Plan, rooms: int) -> _Measured:
    path = fresh_hotel(plan.folder, rooms, "keys")
    own = fresh_hotel(plan.folder, rooms, "raw")
    with (
        closing(RawTransitions(own)) as raw,
        open_floor("one_cell") as floor,
        open_board(path) as board,
    ):
        floor.until("0")
        board.until("TO INSPECT", "to turn")
        board.quiet()
        sign_in(board)
        loop = _Loop(board, floor, rooms)
        commits = _acts(loop, plan.times(24, 1), raw)
        _moves(loop, plan.times(5, 1))
        _jumps(loop, plan.times(8, 1), _numbers(rooms, Random(rooms)))
        _filters(loop, plan.times(4, 1))
        plan.points.append((rooms, "act", percentile(loop.times["act"].board, 50)))
        plan.points.append((rooms, "floor", percentile(loop.times["act"].floor, 50)))
        return _Measured(loop.times, percentile(commits, 50))


def measure(plan: Plan) -> list[Row]:
    """Rows for every kind of key in every hotel, and acts in the largest against the smallest."""
    measured = {rooms: _measure(plan, rooms) for rooms in plan.sizes}
    rows = []
    for rooms, found in measured.items():
        act = found.times["act"]
        floor = percentile(act.floor, 50)
        allowed = 2 + found.commit / floor
        name = f"act at {rooms:,} rooms"
        rows.append(
            Row(
                f"{name}: key to frame, p50", act.ratio, allowed, "x floor", act.words(found.commit)
            )
        )
        slow = percentile(act.board, 99) / percentile(act.floor, 99)
        rows.append(Row(f"{name}: key to frame, p99", slow, 4, "x floor"))
    smallest, largest = min(plan.sizes), max(plan.sizes)
    grown = measured[largest].times["act"].ratio / measured[smallest].times["act"].ratio
    rows.append(Row(f"act at {largest:,} rooms against {smallest:,}", grown, 1.5))
    for kind in ("cursor move", "page", "jump", "filter keystroke"):
        for rooms, found in measured.items():
            times = found.times[kind]
            goal = 6 if kind == "filter keystroke" and rooms >= 10_000 else 2
            name = f"{kind} at {rooms:,} rooms, p50"
            rows.append(Row(name, times.ratio, goal, "x floor", times.words()))
    return rows
