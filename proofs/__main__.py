"""`python -m proofs`: tries to break the product's promises, and prints what it found."""

import argparse
import sys
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import Row, as_text, write_json
from proofs.options import Options

PARTS: dict[str, str] = {
    "residue": "nothing of a guest who left is in any file",
    "kills": "programs killed while they act lose and tear nothing",
    "restores": "who has left since a backup gets in nowhere after it was put back",
    "contention": "many programs on one file all get their turn",
    "fuzz": "hostile texts, files and messages on every way in",
}
"""The parts: each a module of this package with `run(options) -> list[Row]`."""


def arguments(words: list[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(
        prog="python -m proofs",
        description="Try to break the product's promises, and print what was found.",
        epilog="Parts: " + "; ".join(f"{part}: {what}" for part, what in PARTS.items()) + ".",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="only these parts")
    parser.add_argument("--runs", type=int, metavar="N", help="how often, instead of the usual")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another course of chance")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to a file")
    parser.add_argument("--quick", action="store_true", help="short: all parts under a minute")
    read = parser.parse_args(words)
    unknown = sorted(set(read.parts) - set(PARTS))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    return read


def main(words: list[str] | None = None) -> int:
    """Run the parts, print the table, and give 0 where every row passed."""
    asked = arguments(words)
    began = time.monotonic()
    rows: list[Row] = []
    with TemporaryDirectory(prefix="housekeeper-proofs-") as folder:
        options = Options(Path(folder), asked.runs, asked.seed, asked.quick)
        for part in asked.parts or PARTS:
            print(f"trying {part}: {PARTS[part]} ...", file=sys.stderr, flush=True)
            place = Path(folder) / part
            place.mkdir()
            rows += import_module(f"proofs.{part}").run(replace(options, folder=place))
    print(as_text(rows))
    failed = [row.name for row in rows if not row.passed]
    print(f"\n{len(rows) - len(failed)} of {len(rows)} hold; {time.monotonic() - began:.0f} s")
    if asked.json:
        write_json(rows, asked.json)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
