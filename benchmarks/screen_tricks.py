"""What each speed trick is worth: boards without one of them, pressed in turns with the board.

All boards and the floor are pressed in one loop, in an order that is another with every key, so
that whatever else the machine does weighs on all of them alike. With `--without TRICK` there is
one board beside the board as it is.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.floors.raw_transition import RawTransitions
from benchmarks.hotels import fresh_hotel
from benchmarks.keys import PAGE_DOWN, PAGE_UP
from benchmarks.plan import (
    CLOCK_LINES,
    FOLLOWING,
    WITHOUT,
    Plan,
    board_command,
    environment,
    open_floor,
    sign_in,
)
from benchmarks.table import Row, percentile
from benchmarks.terminal import ESCAPE, Terminal
from benchmarks.without import TRICKS

_ALL = ""
"""The board with all of its tricks."""

_FLOOR = "floor"
_FILTER_LINE = 48


@dataclass(slots=True)
class _Keys:
    """What keys of one kind took on one board: time to the last frame, and processor time."""

    frames: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


Round = dict[str, dict[str, _Keys]]
"""By the kind of key, then by the trick that a board lacks, or the floor."""


def _processor_ms(pid: int) -> float:
    """Milliseconds that all threads of a process have run."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


@dataclass(slots=True)
class _Boards:
    """Boards by the trick that each lacks, and the floor."""

    boards: dict[str, Terminal]
    floor: Terminal
    random: Random
    keys: Round = field(default_factory=dict)

    def tap(self, *keys: str) -> None:
        for board in self.boards.values():
            board.tap(*keys)

    def time(self, kind: str, key: str) -> None:
        keys = self.keys.setdefault(kind, {})
        order = [*self.boards, _FLOOR]
        self.random.shuffle(order)
        for name in order:
            at = keys.setdefault(name, _Keys())
            terminal, pressed = (self.floor, "x") if name == _FLOOR else (self.boards[name], key)
            terminal.rest(self.random.uniform(0.02, 0.06))
            before = _processor_ms(terminal.pid)
            at.frames.append(terminal.press(pressed).last_ns / 1e6)
            at.processor.append(_processor_ms(terminal.pid) - before)


def _press_all(boards: _Boards, plan: Plan, raw: RawTransitions) -> list[float]:
    """Acts, moves, pages, jumps and letters of the filter; gives the times of bare commits."""
    commits = []
    boards.tap(*"hhhh", "\x1b[H", *"llll")
    for _ in range(plan.times(12, 1)):
        boards.tap("d")
        for key in "scp":
            boards.time("act", key)
            commits.append(raw.one_ns() / 1e6)
        boards.tap("j")
    boards.tap(*"hhhh", "\x1b[H")
    for _ in range(plan.times(4, 1)):
        for key in "jjjjkkkk":
            boards.time("cursor move", key)
        for key in (PAGE_DOWN, PAGE_UP):
            boards.time("page", key)
    boards.tap("/")
    for board in boards.boards.values():
        board.clock_lines = CLOCK_LINES | {_FILTER_LINE}
    for word in ("dlx", "arr", "failed", "4x")[: plan.times(4, 1)]:
        for key in (*word, *("\x7f" * len(word))):
            boards.time("filter keystroke", key)
    boards.tap(ESCAPE)
    for board in boards.boards.values():
        board.clock_lines = CLOCK_LINES
    return commits


def _open(plan: Plan, rooms: int, tricks: Sequence[str], stack: ExitStack) -> _Boards:
    boards = {}
    for trick in (_ALL, *tricks):
        command = board_command(fresh_hotel(plan.folder, rooms, f"tricks-{trick}"), trick)
        board = stack.enter_context(
            Terminal(command, {**environment(), **FOLLOWING}, clock_lines=CLOCK_LINES)
        )
        board.until("TO INSPECT", "to turn")
        board.quiet()
        sign_in(board)
        boards[trick] = board
    floor = stack.enter_context(open_floor("one_cell"))
    floor.until("0")
    return _Boards(boards, floor, Random(rooms))


def _median(rounds: list[Round], kind: str, name: str) -> float:
    return percentile([one for it in rounds for one in it[kind][name].processor], 50)


def _rows(rounds: list[Round], commit: float, rooms: int) -> list[Row]:
    rows = []
    for kind in rounds[0]:
        for share in (50, 99) if kind == "act" else (50,):

            def against_floor(name: str, kind: str = kind, share: int = share) -> list[float]:
                return [
                    percentile(it[kind][name].frames, share)
                    / percentile(it[kind][_FLOOR].frames, share)
                    for it in rounds
                ]

            floor = percentile([one for it in rounds for one in it[kind][_FLOOR].frames], 50)
            goal = 6.0 if kind == "filter keystroke" and rooms >= 10_000 else 2.0
            if kind == "act":
                goal = 4.0 if share == 99 else 2 + commit / floor
            for name in (name for name in rounds[0][kind] if name != _FLOOR):
                ratios = against_floor(name)
                missed = sum(ratio > goal for ratio in ratios)
                words = (
                    f"goal {goal:.2f}, missed in {missed} of {len(ratios)}; "
                    f"rounds {' '.join(f'{ratio:.2f}' for ratio in ratios)}; "
                    f"processor {_median(rounds, kind, name):.2f} ms"
                )
                title = f"{kind} at {rooms:,} rooms, p{share}: "
                title += f"without {name}" if name else "as it is"
                rows.append(Row(title, percentile(ratios, 50), None, "x floor", words))
    return rows


def measure(plan: Plan) -> list[Row]:
    """Rows for each kind of key, with all tricks and without each: the median of three rounds."""
    rows = []
    chosen = os.environ.pop(WITHOUT, "")
    tricks = [chosen] if chosen else list(TRICKS)
    for rooms in plan.sizes:
        own = fresh_hotel(plan.folder, rooms, "tricks-raw")
        with ExitStack() as stack, closing(RawTransitions(own)) as raw:
            boards = _open(plan, rooms, tricks, stack)
            rounds, commits = [], []
            for count in range(plan.times(3, 1)):
                boards.keys = {}
                commits += _press_all(boards, plan, raw)
                rounds.append(boards.keys)
                print(f"round {count + 1} at {rooms:,} rooms", file=sys.stderr, flush=True)
            rows += _rows(rounds, percentile(commits, 50), rooms)
    return rows
