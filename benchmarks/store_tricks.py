"""What each trick for speed is worth: the rows that need it, with it and without, in turns.

A trick stays while a row of the benchmark fails without it. Nothing is judged here: the goals
stand beside the figures. With and without take turns in one run, so that a busy machine is
equally so for both.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection

from benchmarks import purge, reading
from benchmarks.hotels import HOTEL, fresh_hotel
from benchmarks.machine import cpu_seconds
from benchmarks.plan import CLOCK_LINES, Plan, environment
from benchmarks.table import Row, percentile
from benchmarks.terminal import Terminal
from housekeeper.core.rooms import room as room_module
from housekeeper.core.rooms.room import Room
from housekeeper.store.compiled_statement import CompiledStatement, Values
from housekeeper.store.repositories import rooms
from housekeeper.store.row_mapping import row_reader

_IDLE_SECONDS = 20
_WITHOUT_TRACE = (
    "from housekeeper.store.sqlite import file_trace; file_trace.trace_of = lambda path: None\n"
)
_UNTOLD_BOARD = """
import sys
from housekeeper.store.sqlite.listener import FileEar
async def hear_nothing(ear):
    pass
FileEar._begin_anew = hear_nothing
from housekeeper.__main__ import main
sys.exit(main())
"""


@contextmanager
def _rooms_made_as_they_are() -> Iterator[None]:
    """Without `fast_values.maker_of`."""
    slow = row_reader(Room, rooms.ALL_ROOMS)
    with patch.object(rooms, "_read_room", slow):
        yield


@contextmanager
def _rooms_replaced() -> Iterator[None]:
    """Without `fast_values.changer_of`."""
    with patch.object(room_module, "_changer", lambda: replace):
        yield


@contextmanager
def _statements_of_sqlalchemy() -> Iterator[None]:
    """Without compiled statements: each goes SQLAlchemy's way."""

    def execute(self: Any, connection: Connection, values: Values) -> int:
        return connection.execute(self._statement, dict(values)).rowcount

    def execute_all(self: Any, connection: Connection, values: Any) -> int:
        return connection.execute(self._statement, [dict(one) for one in values]).rowcount

    def rows(self: Any, connection: Connection, values: Values) -> list[Any]:
        return list(connection.execute(self._statement, dict(values)))

    with patch.multiple(CompiledStatement, execute=execute, execute_all=execute_all, rows=rows):
        yield


def _in_turns(
    plan: Plan,
    trick: str,
    without: Callable[[], Any],
    figure: Callable[[], float],
    row: str,
    goal: str,
) -> Iterator[Row]:
    found: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(plan.times(3, 1)):
        for has_trick in (True, False) if turn % 2 else (False, True):
            with ExitStack() as stack:
                if not has_trick:
                    stack.enter_context(without())
                found[has_trick].append(figure())
    for has_trick, values in found.items():
        words = f"goal {goal}; each turn {', '.join(f'{value:.2f}' for value in values)}"
        name = f"{row}, {'with' if has_trick else 'without'} {trick}"
        yield Row(name, percentile(values, 50), None, "x raw", words)


def _reading(plan: Plan) -> float:
    return reading.time_reading(plan)[0].value


def _checkout(plan: Plan, of_rooms: int, messages: int) -> float:
    ours, raw = purge.time_checkouts(plan, of_rooms, messages)
    return percentile(ours, 50) / percentile(raw, 50)


def _idle_boards(plan: Plan) -> Iterator[Row]:
    """Two idle boards that nothing tells of commits, the one without the file's trace."""
    programs = {"with": ["-c", _UNTOLD_BOARD], "without": ["-c", _WITHOUT_TRACE + _UNTOLD_BOARD]}
    seconds = plan.times(5 * _IDLE_SECONDS, 5)
    with ExitStack() as stack:
        boards = {}
        for name, program in programs.items():
            path = fresh_hotel(plan.folder, plan.largest, f"idle-{name}")
            options = ["--database", str(path), "--hotel", HOTEL.slug]
            terminal = Terminal(
                [sys.executable, *program, *options], environment(), clock_lines=CLOCK_LINES
            )
            boards[name] = stack.enter_context(terminal)
            boards[name].until("101")
            boards[name].quiet(2.0)
        for board in boards.values():
            board.rest(3.0)
        used = {name: cpu_seconds(board.pid) for name, board in boards.items()}
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            for board in boards.values():
                board.rest(0.2)
        lasted = time.monotonic() - began
        for name, board in boards.items():
            share = 100 * (cpu_seconds(board.pid) - used[name]) / lasted
            words = f"goal 1 % of a core; {lasted:.0f} s of {plan.largest:,} rooms"
            what = f"idle board that is not told, {name} the file's trace"
            yield Row(what, share, None, "% of a core", words)


def measure(plan: Plan) -> list[Row]:
    """Rows for each trick; none is judged."""
    of_fifty = partial(_checkout, plan, 50, 5_000)
    return [
        *_idle_boards(plan),
        *_in_turns(
            plan,
            "fast_values.maker_of",
            _rooms_made_as_they_are,
            partial(_reading, plan),
            f"reading {plan.largest:,} rooms",
            "2.3 x raw",
        ),
        *_in_turns(
            plan,
            "fast_values.changer_of",
            _rooms_replaced,
            of_fifty,
            "checkout of 50 rooms",
            "1.5 x raw",
        ),
        *_in_turns(
            plan,
            "compiled statements",
            _statements_of_sqlalchemy,
            partial(_checkout, plan, 1, 20),
            "checkout of 1 room",
            "2.2 x raw",
        ),
        *_in_turns(
            plan,
            "compiled statements",
            _statements_of_sqlalchemy,
            of_fifty,
            "checkout of 50 rooms",
            "1.5 x raw",
        ),
    ]
