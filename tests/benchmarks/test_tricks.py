"""What a speed trick is measured against: the program without it."""

import subprocess
import sys

import pytest

from benchmarks.plan import ROOT, WITHOUT, board_command
from benchmarks.without import TRICKS


def test_every_trick_can_still_be_taken_away() -> None:
    code = "from benchmarks.without import TRICKS\nfor take_away in TRICKS.values(): take_away()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_run_goes_without_the_trick_that_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT / "hotel.db"
    assert board_command(path)[1:3] == ["-m", "housekeeper"]
    for trick in TRICKS:
        monkeypatch.setenv(WITHOUT, trick)
        assert board_command(path)[1:4] == ["-m", "benchmarks.without", trick]
