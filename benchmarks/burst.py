"""A burst of changes from another process while keys are pressed, and the board left alone."""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from benchmarks.hotels import fresh_hotel
from benchmarks.machine import cpu_seconds
from benchmarks.plan import ROOT, Plan, environment, open_board
from benchmarks.playing import A_TRANSACTION
from benchmarks.table import Row, percentile
from benchmarks.terminal import Terminal

_CHANGES = 7_000


def _player(path: Path, changes: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.playing", "notes", str(path), str(changes)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment()})  # noqa: S603


def _press(board: Terminal, random: Random, key: str) -> float:
    board.rest(random.uniform(0.02, 0.06))
    return board.press(key).first_ns / 1e6


def _columns(board: Terminal) -> list[str]:
    """Titles and cards, as they stand on the screen: without clock, counts and foot."""
    return board.screen()[2:46]


def _is_as_opened_anew(board: Terminal, path: Path) -> bool:
    """Whether the screen shows what a board shows that reads the whole hotel now."""
    with open_board(path) as fresh:
        fresh.until("TO INSPECT", "to turn")
        for _ in range(5):
            # Ages turn with the minute, on each board at its own tick.
            fresh.quiet()
            board.quiet()
            if _columns(fresh) == _columns(board):
                return True
            board.rest(1.1)
            fresh.rest(0.1)
    return False


def measure(plan: Plan) -> list[Row]:
    """Rows for the idle board, and for keys and frames in the middle of a burst."""
    rooms = plan.largest
    path = fresh_hotel(plan.folder, rooms, "burst")
    changes = min(_CHANGES, rooms * 5)
    random = Random(7)
    with open_board(path) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        idle = [_press(board, random, "jk"[place % 2]) for place in range(plan.times(120, 20))]
        burst: list[float] = []
        for _ in range(plan.times(4, 1)):
            player = _player(path, changes)
            while player.poll() is None:
                burst.append(_press(board, random, "jk"[len(burst) % 2]))
            burst += [_press(board, random, "jk"[place % 2]) for place in range(10)]
        board.quiet(0.5)
        board.tap("\x1b[H")
        is_true = _is_as_opened_anew(board, path)
        before = len(board.frames)
        player = _player(path, changes)
        while player.poll() is None:
            board.rest(0.05)
        board.quiet(0.5)
        painted = [frame for frame in board.frames[before:] if not frame.lines <= {1}]
        seconds = plan.times(60, 3)
        began, used = time.monotonic(), cpu_seconds(board.pid)
        board.rest(seconds)
        idling = 100 * (cpu_seconds(board.pid) - used) / (time.monotonic() - began)
    slow, usual = percentile(burst, 99), percentile(idle, 99)
    transactions = -(-changes // A_TRANSACTION)
    return [
        Row(
            f"key in a burst of {changes:,} changes, p99",
            slow / usual,
            3,
            "x idle",
            f"burst p50 {percentile(burst, 50):.1f} p99 {slow:.1f}, "
            f"idle p50 {percentile(idle, 50):.1f} p99 {usual:.1f} ms, {len(burst)} keys",
        ),
        Row(
            f"frames that paint a burst in {transactions} transactions",
            len(painted),
            transactions,
            "frames",
        ),
        Row("boards that differ after it from one that is opened anew", float(not is_true), 0, ""),
        Row(
            "idle board with the feed on",
            idling,
            0.2,
            "% of a core",
            f"{seconds} s of {rooms:,} rooms",
        ),
    ]
