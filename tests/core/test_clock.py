"""Waits are measured by how long the machine has been up, or by its clock where none knows."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from housekeeper.core.clock import RealMoment, SystemClock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WAIT = timedelta(seconds=30)


@pytest.mark.parametrize("clock_moved", [timedelta(), timedelta(days=9), timedelta(days=-9)])
@pytest.mark.parametrize(("up", "left"), [(100, 30), (110, 20), (130, 0), (500, 0)])
def test_setting_the_clock_changes_no_wait(clock_moved: timedelta, up: float, left: float) -> None:
    began = RealMoment(NOON, "boot", 100)
    now = RealMoment(NOON + clock_moved, "boot", up)
    assert began.left_of(WAIT, now) == timedelta(seconds=left)


@pytest.mark.parametrize("boot", [None, "another boot"])
@pytest.mark.parametrize(("passed", "left"), [(0, 30), (10, 20), (30, 0), (900, 0), (-1, 0)])
def test_on_another_machine_or_after_a_new_start_the_clock_is_asked(
    boot: str | None, passed: float, left: float
) -> None:
    began = RealMoment(NOON, boot, 100)
    now = RealMoment(NOON + timedelta(seconds=passed), "boot", 101)
    assert began.left_of(WAIT, now) == timedelta(seconds=left)


def test_another_program_on_this_machine_measures_by_the_same_start() -> None:
    program = (
        "from housekeeper.core.clock import SystemClock\n"
        "moment = SystemClock().real_moment()\n"
        "print(moment.boot, moment.up_seconds)"
    )
    before = SystemClock().real_moment()
    if sys.platform != "linux":
        pytest.skip("this system does not tell its starts apart")
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    boot, up_seconds = said.stdout.decode().split()
    after = SystemClock().real_moment()
    assert boot == before.boot == after.boot
    assert before.up_seconds < float(up_seconds) < after.up_seconds
