"""The end of a run tells what the machine lacked: one line for each part, however many tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = """
import pytest
from tests.missing_parts import skip_for_want_of

@pytest.mark.parametrize("room", range(6))
def test_of_a_lift(room):
    skip_for_want_of("lift", "set HOTEL_LIFT")

@pytest.mark.parametrize("room", range(2))
def test_of_a_pool(room):
    skip_for_want_of("pool", "dig one")

@pytest.mark.skipif(True, reason="it is winter")
def test_of_a_terrace():
    pass

def test_of_a_bed():
    pass
"""


def run(folder: Path, *words: str, **environment: str) -> list[str]:
    """The lines that pytest writes, run in a folder with these words."""
    (folder / "test_hotel.py").write_text(TESTS)
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST")}
    inherited.pop("CI", None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.missing_parts", "-r", "fE", *words],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("words", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_each_reason_is_one_line_the_most_frequent_first(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    lines = run(tmp_path, *words)
    (heading,) = [n for n, line in enumerate(lines) if "skipped on this machine" in line]
    assert lines[heading + 1 : -1] == [
        "6 skipped, no lift: set HOTEL_LIFT",
        "2 skipped, no pool: dig one",
        "1 skipped, it is winter",
    ]
    assert lines[-1].startswith("1 passed, 9 skipped")


def test_where_nothing_is_skipped_nothing_is_told(tmp_path: Path) -> None:
    assert not [line for line in run(tmp_path, "-k", "bed") if "skipped" in line]


def test_in_ci_a_missing_part_is_a_failure(tmp_path: Path) -> None:
    lines = run(tmp_path, CI="true")
    assert [line for line in lines if line.endswith("NOT TESTED, no pool: dig one")]
    assert lines[-1].startswith("8 failed, 1 passed, 1 skipped")
