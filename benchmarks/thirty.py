"""Boards on one machine: how soon they are told, what they cost at rest, and their memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from benchmarks.hotels import HOTEL, fresh_hotel
from benchmarks.live import Program, once, program_of, running
from benchmarks.machine import cpu_seconds
from benchmarks.plan import ROOT, Plan, environment, floor_command, open_board, open_floor
from benchmarks.start import resident_mb
from benchmarks.table import Row, percentile
from benchmarks.terminal import Terminal

_BOARDS = 30
_ROOMS = 100
_LARGE_HOTEL = 8_000
_SETTLED_SECONDS = 5.0


@contextmanager
def _bare_follower(path: Path) -> Iterator[Program]:
    with running([*floor_command("raw_following"), str(path), HOTEL.slug]) as program:
        yield program


def _told(plan: Plan) -> list[Row]:
    """From a commit to another program's board, beside a program that asks without a pause."""
    path = fresh_hotel(plan.folder, _ROOMS, "told")
    random = Random(13)
    ours: list[float] = []
    bare: list[float] = []
    with ExitStack() as stack:
        follower = stack.enter_context(program_of("follow", str(path), None))
        actor = stack.enter_context(program_of("act", str(path), None))
        floor = stack.enter_context(_bare_follower(path))
        for _ in range(plan.times(500, 20)):
            time.sleep(random.uniform(0.02, 0.1))
            ours.append(once(actor, follower))
            time.sleep(random.uniform(0.02, 0.1))
            floor.go()
            assert floor.heard() == ["looking"]
            bare.append(once(actor, floor))
            follower.heard()
    floors = f"asking without a pause p50 {percentile(bare, 50):.2f} p99 {percentile(bare, 99):.2f}"
    worst = f"worst {max(ours):.1f} ms; {floors} ms; {len(ours)} acts each"
    what = "commit to another's board on this machine"
    return [
        Row(f"{what}, p50", percentile(ours, 50), 10, "ms", worst),
        Row(f"{what}, p99", percentile(ours, 99), 25, "ms"),
    ]


def _rest(terminals: list[Terminal], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        for terminal in terminals:
            terminal.read_what_is_there()
        time.sleep(0.2)


def _shares(terminals: list[Terminal], seconds: float) -> list[float]:
    """Percent of a core that each of these uses in so many seconds."""
    used = [cpu_seconds(one.pid) for one in terminals]
    began = time.monotonic()
    _rest(terminals, seconds)
    lasted = time.monotonic() - began
    return [
        100 * (cpu_seconds(one.pid) - before) / lasted
        for one, before in zip(terminals, used, strict=True)
    ]


def _frames_after(boards: list[Terminal], number_of: list[int], within: float) -> list[int]:
    """When each board has painted more than its first line since, by `perf_counter_ns`."""
    ends = time.monotonic() + within
    found: dict[int, int] = {}
    while len(found) < len(boards) and time.monotonic() < ends:
        for place, board in enumerate(boards):
            board.read_what_is_there()
            new = [one for one in board.frames[number_of[place] :] if not one.lines <= {1}]
            if new and place not in found:
                found[place] = new[0].at_ns
    return list(found.values())


def _side_by_side(plan: Plan) -> list[Row]:
    """Many idle boards of one hotel, and how soon all of them have painted one act."""
    path = fresh_hotel(plan.folder, _ROOMS, "thirty")
    count, seconds = plan.times(_BOARDS, 3), plan.times(60, 3)
    painted: list[float] = []
    with ExitStack() as stack:
        floor = stack.enter_context(open_floor("one_line"))
        floor.until("one line")
        alone = stack.enter_context(open_board(path))
        alone.until("TO INSPECT", "to turn")
        _rest([alone, floor], _SETTLED_SECONDS)
        one, bare = _shares([alone, floor], seconds)
        boards = [alone]
        for _ in range(count - 1):
            boards.append(stack.enter_context(open_board(path)))
            boards[-1].until("TO INSPECT", "to turn")
        _rest(boards, _SETTLED_SECONDS)
        all_of_them = sum(_shares(boards, seconds))
        actor = stack.enter_context(program_of("act", str(path), None))
        for _ in range(plan.times(40, 3)):
            _rest(boards, 0.4)
            known = [len(board.frames) for board in boards]
            actor.go()
            frames = _frames_after(boards, known, 5.0)
            _, _, committed = actor.heard()
            painted += [(at_ns - int(committed)) / 1e6 for at_ns in frames]
    words = f"{seconds} s of {_ROOMS} rooms; bare Textual that shows one line {bare:.3f} %"
    many = f"{count} boards; {count} of bare Textual {count * bare:.2f} %"
    acts = f"{len(painted)} frames, p99 {percentile(painted, 99):.1f} ms"
    return [
        Row("an idle board", one, 0.2, "% of a core", words),
        Row(f"{_BOARDS} idle boards together", all_of_them, 5, "% of a core", many),
        Row(
            f"commit to the frame on {_BOARDS} boards, p50",
            percentile(painted, 50),
            None,
            "ms",
            acts,
        ),
    ]


def _memory(plan: Plan) -> list[Row]:
    """What a board comes to by a day of acts, done as fast as they go."""
    rooms, acts = plan.times(_LARGE_HOTEL, 200), plan.times(60_000, 500)
    path = fresh_hotel(plan.folder, rooms, "memory")
    command = [sys.executable, "-m", "benchmarks.playing", "anywhere", str(path), str(acts)]
    sizes: list[float] = []
    with open_board(path) as board, open_floor("imports_line") as floor:
        floor.until("one line")
        importing = resident_mb(floor.pid)
        board.until("TO INSPECT", "to turn")
        board.quiet(1.2)
        at_first = resident_mb(board.pid)
        player = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment()})  # noqa: S603
        while player.poll() is None:
            board.rest(1.0)
            # What it has painted is not looked at here.
            board.written.clear()
            board.frames.clear()
            sizes.append(resident_mb(board.pid))
        board.rest(1.0)
        sizes.append(resident_mb(board.pid))
    half = sizes[len(sizes) // 2]
    words = (
        f"{rooms:,} rooms; {at_first:.0f} MB at first, {half:.0f} after half, "
        f"{sizes[-1]:.0f} at the end; importing app {importing:.0f} MB"
    )
    return [
        Row(f"memory of a board after {acts:,} acts, most", max(sizes), 110, "MB", words),
        Row("memory that the second half of them adds", max(sizes[-1] - half, 0.0), 3, "MB"),
    ]


def measure(plan: Plan) -> list[Row]:
    """Rows for being told, for boards at rest, and for memory; they look at Linux' /proc."""
    return [*_told(plan), *_side_by_side(plan), *_memory(plan)]
