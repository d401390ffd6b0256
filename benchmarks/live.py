"""From a commit in one process to another process's board: through Pusher, and without it."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from random import Random
from shutil import which
from typing import Any

from benchmarks.hotels import fresh_hotel
from benchmarks.plan import ROOT, Plan, environment
from benchmarks.table import Row, percentile
from housekeeper.settings.pusher import PusherSettings

_WITHIN_SECONDS = 30.0


class Program:
    """One of the programs of `benchmarks.live_program`, at the other end of two pipes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._lines: list[str] = []
        self._rest = b""

    def go(self) -> None:
        """Let it do its one thing once."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()

    def heard(self) -> list[str]:
        """The words of its next line."""
        assert self._process.stdout is not None
        ends = time.monotonic() + _WITHIN_SECONDS
        while b"\n" not in self._rest:
            if not select.select([self._process.stdout], [], [], ends - time.monotonic())[0]:
                raise TimeoutError("a program of the live measurement said nothing")
            more = os.read(self._process.stdout.fileno(), 65536)
            if not more:
                raise EOFError("a program of the live measurement ended")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode().split()


@contextmanager
def program_of(role: str, target: str, settings: PusherSettings | None) -> Iterator[Program]:
    """A program of `benchmarks.live_program` that is ready, at a path or URL; ended at the end."""
    told = "null" if settings is None else json.dumps(asdict(settings))
    with running([sys.executable, "-m", "benchmarks.live_program", role, target, told]) as program:
        yield program


@contextmanager
def running(command: list[str]) -> Iterator[Program]:
    """A program that says when it is ready; ended at the end."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=ROOT,
        env={**os.environ, **environment()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        program = Program(process)
        assert program.heard() == ["ready"]
        yield program
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def once(doer: Program, receiver: Program) -> float:
    """Milliseconds from the one's commit (or trigger) to the other's board (or callback)."""
    doer.go()
    _, seq, began = doer.heard()
    _, came, applied = receiver.heard()
    assert seq == came, "an event was applied that was not this one"
    return (int(applied) - int(began)) / 1e6


def _words(times: list[float]) -> str:
    p50, p99 = percentile(times, 50), percentile(times, 99)
    return f"p50 {p50:.1f} p99 {p99:.1f} worst {max(times):.1f} ms"


def _through_pusher(plan: Plan, settings: PusherSettings) -> Row:
    path = fresh_hotel(plan.folder, min(plan.sizes), "live-pusher")
    random = Random(11)
    ours: list[float] = []
    bare: list[float] = []
    with ExitStack() as stack:
        parts: dict[str, Any] = {
            role: stack.enter_context(program_of(role, str(path), settings))
            for role in ("listen", "follow", "trigger", "act")
        }
        for place in range(plan.times(1010, 40)):
            time.sleep(random.uniform(0.005, 0.02))
            ours.append(once(parts["act"], parts["follow"]))
            time.sleep(random.uniform(0.005, 0.02))
            bare.append(once(parts["trigger"], parts["listen"]))
            if place == 9:
                # First times connect, import and compile.
                ours.clear()
                bare.clear()
    ratio = percentile(ours, 50) / percentile(bare, 50)
    words = f"ours {_words(ours)}; bare pusher and pysher {_words(bare)}; {len(ours)} each"
    return Row("commit to another's board through Pusher, p50", ratio, 2, "x bare", words)


def _through_store(plan: Plan) -> Row:
    path = fresh_hotel(plan.folder, min(plan.sizes), "live-store")
    random = Random(12)
    times: list[float] = []
    with ExitStack() as stack:
        follower = stack.enter_context(program_of("follow", str(path), None))
        actor = stack.enter_context(program_of("act", str(path), None))
        for _ in range(plan.times(1000, 20)):
            # Any moment between two looks.
            time.sleep(random.uniform(0.0, 0.1))
            times.append(once(actor, follower))
    words = f"{_words(times)}; {len(times)} acts"
    return Row(
        "commit to another's board by the store's feed, p99",
        percentile(times, 99),
        120,
        "ms",
        words,
    )


def measure(plan: Plan) -> list[Row]:
    """Rows for both ways; the one through Pusher needs npm for a server of its own."""
    rows = [_through_store(plan)]
    if which("npm") is None or which("node") is None:
        print("live: npm is missing, so nothing is measured through Pusher", file=sys.stderr)
        return rows
    from tests.soketi.server import running_soketi

    with running_soketi() as soketi:
        return [_through_pusher(plan, soketi.settings), *rows]
