"""`python -m benchmarks`: measures what the product promises, and says what holds."""

import argparse
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import load, machine
from benchmarks.plan import WITHOUT, Plan
from benchmarks.table import Row, as_text, write_json
from benchmarks.without import TRICKS

PARTS = {
    "keys": "key to frame, in every hotel",
    "start": "start to the empty frame and to the full board, and memory",
    "burst": "a burst of changes from another process, and the idle board",
    "live": "commit to another process's board, through Pusher and by the store's feed",
    "thirty": "boards on one machine: how soon they are told, at rest, and their memory",
    "reading": "reading rooms, and transitions",
    "years": "a hotel of two million acts beside one of two thousand",
    "scripts": "what a script waits for: commands, help, completion, many acts in one program",
    "purge": "checkout: time, write-ahead log, statements",
    "receipt": "Enter on a check-out's confirmation to its receipt on the screen",
}
ONLY_WHERE_ASKED_FOR = {
    "postgresql": "the same work on PostgreSQL and on SQLite, in turns; needs a server",
    "store_tricks": "the store's rows that need a trick for speed, with it and without, in turns",
    "screen_tricks": "keys without each trick of the screen, in turns with the board as it is",
}
SIZES = (100, 500, 2_000, 10_000)
QUICK_SIZES = (100, 500)


def arguments(words: list[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the product beside its floors, and print what holds.",
        epilog="Parts: "
        + "; ".join(f"{part}: {what}" for part, what in PARTS.items())
        + ". Only where asked for: "
        + "; ".join(f"{part}: {what}" for part, what in ONLY_WHERE_ASKED_FOR.items())
        + "; chain, with options of its own.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="only these parts")
    parser.add_argument(
        "--sizes",
        type=lambda text: tuple(int(size) for size in text.split(",")),
        help=f"numbers of rooms (default {','.join(map(str, SIZES))})",
    )
    parser.add_argument("--without", choices=TRICKS, help="measure the board without this trick")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to a file")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw rooms against p50 (SVG)")
    parser.add_argument(
        "--quick", action="store_true", help="under a minute: proves that it works, judges nothing"
    )
    parser.add_argument(
        "--remake", action="store_true", help="make the hotel of years anew, not that of last time"
    )
    read = parser.parse_args(words)
    known = PARTS | ONLY_WHERE_ASKED_FOR
    unknown = sorted(set(read.parts) - set(known))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; parts: {', '.join(known)}")
    return read


def main(words: list[str] | None = None) -> int:
    """Measure, print the table, and give 0 where every row passed (or nothing is judged)."""
    given = sys.argv[1:] if words is None else words
    if given[:1] == ["chain"]:
        from benchmarks.chain import main as chain

        return chain(given[1:])
    asked = arguments(given)
    sizes = asked.sizes or (QUICK_SIZES if asked.quick else SIZES)
    if asked.without:
        os.environ[WITHOUT] = asked.without
    began = time.monotonic()
    print(f"{machine()}; load {load()}", flush=True)
    rows: list[Row] = []
    with TemporaryDirectory(prefix="housekeeper-benchmarks-") as folder:
        plan = Plan(Path(folder), sizes, asked.quick, asked.remake)
        for part in asked.parts or PARTS:
            what = (PARTS | ONLY_WHERE_ASKED_FOR)[part]
            print(f"measuring {part}: {what} ...", file=sys.stderr, flush=True)
            found = import_module(f"benchmarks.{part}").measure(plan)
            print(as_text(found) + "\n", file=sys.stderr, flush=True)
            rows += found
    print(as_text(rows))
    judged = [row for row in rows if row.goal is not None]
    failed = [row for row in judged if not row.passed]
    verdict = f"{len(judged) - len(failed)} of {len(judged)} pass; " if judged else ""
    print(f"\n{verdict}{time.monotonic() - began:.0f} s; load {load()}")
    if asked.json:
        write_json(rows, asked.json)
    if asked.plot:
        from benchmarks.plot import draw

        asked.plot.write_text(draw(plan.points), encoding="utf-8")
    return 1 if failed and not asked.quick else 0


if __name__ == "__main__":
    raise SystemExit(main())
