"""What a script waits for: the commands that it runs, one by one, and `do -` that does many.

Commands are measured in processor time of the whole process, user and system, children in turns
with their floors. They run on an interpreter of their own that finds the packages by their path:
what an editable install does at every start would be in the floors too, and flatter each ratio.
"""

import os
import subprocess
import sysconfig
import time
import venv
from contextlib import closing
from itertools import cycle

from benchmarks.floors.raw_transition import RawTransitions
from benchmarks.hotels import MANAGER, fresh_hotel, room_number
from benchmarks.plan import ROOT, WITHOUT, Plan
from benchmarks.table import Row, percentile

_COMMAND_GOAL, _AT_ONCE_GOAL = 1.35, 3.0
_MS_A_LINE = 1000 / 300
_RAW_GOAL = 5.0


class _Interpreter:
    """A Python that starts as an installed program's does."""

    def __init__(self, plan: Plan) -> None:
        folder = plan.folder / "interpreter"
        venv.create(folder, symlinks=os.name == "posix")
        self._python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
        path = os.pathsep.join((str(ROOT), sysconfig.get_path("purelib")))
        # Bytecode is kept, as it is where a program is installed, and no settings are found.
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": path}

    def start(
        self, words: list[str], stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """A child that runs these words; what it prints goes nowhere unless that is asked for."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [self._python, *words], env=self._environment, stdin=stdin, stdout=stdout
        )

    def processor_ms(self, words: list[str]) -> float:
        """Milliseconds of processor time of a child that runs these words to its end."""
        child = self.start(words)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, f"{words} ended with {child.returncode}"
        return (used.ru_utime + used.ru_stime) * 1000


def _program(*words: str) -> list[str]:
    trick = os.environ.get(WITHOUT, "")
    return ["-m", *(["benchmarks.without", trick] if trick else ["housekeeper"]), *words]


def _time_commands(plan: Plan, python: _Interpreter) -> list[Row]:
    path = str(fresh_hotel(plan.folder, min(plan.sizes), "scripts"))
    of_hotel, acting = ["--database", path], ["--database", path, "--as", MANAGER]
    nothing, query = ["-c", "pass"], ["-m", "benchmarks.floors.one_query", path]
    first = room_number(0)
    commands = {
        "stats": (_program(*of_hotel, "stats"), query),
        "rooms": (_program(*of_hotel, "rooms"), query),
        "history": (_program(*of_hotel, "history"), query),
        "an act: note": (_program(*acting, "note", first, "--note", "linen"), query),
        "an act: do": (_program(*acting, "do", f"{first} note linen"), query),
        "--help": (_program("--help"), nothing),
        "--version": (_program("--version"), nothing),
        "completion of a command": (_program("completion", "next", "--", "st"), nothing),
        "completion of a room": (
            _program("completion", "next", "--", *of_hotel, "start", "1"),
            nothing,
        ),
    }
    took: dict[str, list[float]] = {name: [] for name in ("pass", "query", *commands)}
    for turn in range(plan.times(21, 1) + 1):
        found = {"pass": python.processor_ms(nothing), "query": python.processor_ms(query)}
        found |= {name: python.processor_ms(words) for name, (words, _) in commands.items()}
        # The first turn writes the bytecode.
        for name, used in found.items() if turn else ():
            took[name].append(used)
    typical = {name: percentile(used, 50) for name, used in took.items()}
    rows = []
    for name, (_, floor) in commands.items():
        is_query = floor is query
        goal = _COMMAND_GOAL if is_query else _AT_ONCE_GOAL
        bare = typical["query" if is_query else "pass"]
        words = "SQLAlchemy with one query" if is_query else "python -c pass"
        detail = f"{typical[name]:.0f} ms, {words} {bare:.0f} ms of processor time"
        rows.append(Row(f"command line, {name}", typical[name] / bare, goal, "x floor", detail))
    return rows


def _time_lines(plan: Plan, python: _Interpreter) -> list[Row]:
    """Lines of `do -` sent one by one, in turns with bare sqlite3 on a copy of the file."""
    path, raw_path = (fresh_hotel(plan.folder, 500, name) for name in ("lines", "raw_lines"))
    words = _program("--database", str(path), "--as", MANAGER, "do", "-")
    child = python.start(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    ours, bare = [], []
    with child, closing(RawTransitions(raw_path)) as raw:
        for turn, place in zip(range(plan.times(600, 30)), cycle(range(400))):
            line = f"{room_number(place)} note linen {turn}\n".encode()
            began = time.perf_counter_ns()
            child.stdin.write(line)
            child.stdin.flush()
            answer = child.stdout.readline()
            ours.append((time.perf_counter_ns() - began) / 1e6)
            assert not answer.startswith(b"refused"), answer
            bare.append(raw.one_ns() / 1e6)
        child.stdin.close()
    took, floor = percentile(ours[10:], 50), percentile(bare[10:], 50)
    detail = f"do - {took:.2f}, raw {floor:.2f} ms; p99 {percentile(ours[10:], 99):.2f} ms"
    return [Row("line of do - to its answer, durable", took / floor, _RAW_GOAL, "x raw", detail)]


def _time_a_thousand(plan: Plan, python: _Interpreter) -> list[Row]:
    path = fresh_hotel(plan.folder, 500, "thousand")
    count = plan.times(1000, 50)
    lines = plan.folder / "thousand.txt"
    numbers = cycle(map(room_number, range(400)))
    lines.write_text("".join(f"{next(numbers)} note linen {turn}\n" for turn in range(count)))
    words = _program("--database", str(path), "--as", MANAGER, "do", "-")
    took, bare = [], []
    for turn in range(plan.times(3, 1)):
        with lines.open("rb") as opened:
            began = time.perf_counter()
            child = python.start(words, stdin=opened.fileno())
            assert child.wait() == 0
            took.append((time.perf_counter() - began) * 1000 / count)
        with closing(RawTransitions(fresh_hotel(plan.folder, 500, f"bare{turn}"))) as raw:
            bare.append(sum(raw.one_ns() for _ in range(count)) / 1e6 / count)
    each, floor = percentile(took, 50), percentile(bare, 50)
    detail = (
        f"{1000 / each:.0f} acts a second, start and end of the program in it; "
        f"bare sqlite3 {1000 / floor:.0f}"
    )
    return [Row(f"{count:,} acts by do -, each", each, _MS_A_LINE, "ms", detail)]


def measure(plan: Plan) -> list[Row]:
    """Rows for commands, for what is answered at once, and for many acts in one program."""
    python = _Interpreter(plan)
    return [
        *_time_commands(plan, python),
        *_time_lines(plan, python),
        *_time_a_thousand(plan, python),
    ]
