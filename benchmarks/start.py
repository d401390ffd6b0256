"""From the command to the empty frame and to the full board, and the memory that it takes."""

from pathlib import Path

from benchmarks.hotels import fresh_hotel
from benchmarks.plan import Plan, open_board, open_floor
from benchmarks.table import Row, percentile

_EMPTY_FRAME = "housekeeper"
_FULL_BOARD = ("TO INSPECT", "to turn", "start")
_LINE = "one line"


def resident_mb(pid: int) -> float:
    """Megabytes of memory that a process has for itself or shares, as the kernel counts them."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _floor(name: str) -> tuple[float, float]:
    with open_floor(name) as floor:
        shown = floor.until(_LINE) / 1e6
        floor.rest(0.3)
        return shown, resident_mb(floor.pid)


def _board(path: Path) -> tuple[float, float, float]:
    with open_board(path) as board:
        empty = board.until(_EMPTY_FRAME) / 1e6
        full = board.until(*_FULL_BOARD) / 1e6
        board.quiet(1.2)
        return empty, full, resident_mb(board.pid)


def measure(plan: Plan) -> list[Row]:
    """Rows for the empty frame, the full board and memory, floors started in turns with it."""
    paths = {rooms: fresh_hotel(plan.folder, rooms, "start") for rooms in plan.sizes}
    for path in paths.values():
        _board(path)
    lines, importing = [], []
    boards: dict[int, list[tuple[float, float, float]]] = {rooms: [] for rooms in plan.sizes}
    for _ in range(plan.times(5, 1)):
        for rooms, path in paths.items():
            lines.append(_floor("one_line"))
            boards[rooms].append(_board(path))
            importing.append(_floor("imports_line"))
    line = percentile([shown for shown, _ in lines], 50)
    imports = percentile([shown for shown, _ in importing], 50)
    imports_mb = percentile([used for _, used in importing], 50)
    rows = []
    empty = percentile([found[0] for board in boards.values() for found in board], 50)
    words = f"board {empty:.0f} ms, bare Textual {line:.0f} ms"
    rows.append(Row("start to the empty frame", empty / line, 1.3, "x floor", words))
    for rooms, found in boards.items():
        full = percentile([one[1] for one in found], 50)
        words = f"board {full:.0f} ms, importing app {imports:.0f} ms"
        goal = 1.6 if rooms > 500 else 1.3
        rows.append(
            Row(f"start to the board of {rooms:,} rooms", full / imports, goal, "x floor", words)
        )
    for rooms, found in boards.items():
        used = percentile([one[2] for one in found], 50)
        plan.points.append((rooms, "memory", used))
        if rooms == plan.largest:
            words = f"board {used:.0f} MB, importing app {imports_mb:.0f} MB"
            rows.append(Row(f"memory at {rooms:,} rooms", used / imports_mb, 1.3, "x floor", words))
    return rows
