"""From Enter on a check-out's confirmation to its receipt on the screen.

The floor is the bare purge of the same rooms and a frame of bare Textual, in turns with it.
"""

import time
from contextlib import closing
from pathlib import Path

from benchmarks.floors.raw_purge import RawPurge
from benchmarks.guests import add_guests
from benchmarks.hotels import fresh_hotel
from benchmarks.plan import Plan, open_board, open_floor, settle_memory, sign_in
from benchmarks.purge import copied
from benchmarks.table import Row, percentile
from benchmarks.terminal import ENTER

_SIZES = ((1, 20, 3.0), (200, 20_000, 1.5))
_TIMES = {1: 15, 200: 7}
_ROOMS_OF_THE_HOTEL = 1_000


def _receipt_ms(path: Path, numbers: list[str]) -> float:
    """Milliseconds from Enter on the confirmation of these rooms to the receipt's frame."""
    with open_board(path) as board:
        board.until("TO INSPECT", "to turn")
        board.quiet()
        sign_in(board)
        board.tap(":", f"{','.join(numbers)} checkout", ENTER)
        board.until("to check it out" if len(numbers) == 1 else "to check them out")
        board.quiet()
        board.tap(numbers[0] if len(numbers) == 1 else str(len(numbers)))
        board.quiet()
        began = time.perf_counter_ns()
        board.send(ENTER)
        board.until("checked out at")
        return (time.perf_counter_ns() - began) / 1e6


def _purge_ms(path: Path, numbers: list[str]) -> float:
    """Milliseconds of bare sqlite3 for the same rooms; another went before it, as at a board."""
    first, *others = numbers
    with closing(RawPurge(path)) as raw:
        raw.purge_ns([first])
        settle_memory()
        return raw.purge_ns(others) / 1e6


def _frame_ms(presses: int) -> float:
    """Milliseconds from a key to the frame of bare Textual, the median of so many."""
    with open_floor("one_cell") as floor:
        floor.until("0")
        taken = []
        for _ in range(presses):
            floor.rest(0.04)
            taken.append(floor.press("x").last_ns / 1e6)
    return percentile(taken, 50)


def measure(plan: Plan) -> list[Row]:
    """A row for one room and one for two hundred."""
    rows = []
    for rooms, messages, goal in _SIZES[: 1 if plan.is_quick else 2]:
        made = fresh_hotel(plan.folder, _ROOMS_OF_THE_HOTEL, f"receipt-{rooms}")
        numbers = add_guests(made, messages + messages // rooms, rooms + 1)
        ours, purges, frames = [], [], []
        for _ in range(plan.times(_TIMES[rooms], 1)):
            ours.append(_receipt_ms(copied(made, "ours.db"), numbers[1:]))
            purges.append(_purge_ms(copied(made, "raw.db"), numbers))
            frames.append(_frame_ms(plan.times(9, 1)))
        receipt, purge, frame = (percentile(times, 50) for times in (ours, purges, frames))
        rows.append(
            Row(
                f"Enter to the receipt of {rooms} rooms with {messages:,} messages, p50",
                receipt / (purge + frame),
                goal,
                "x purge and frame",
                f"receipt {receipt:.1f}, raw purge {purge:.1f}, frame {frame:.1f} ms",
            )
        )
    return rows
