"""A new act is one row, one right and one rule: everything that offers or tells of it finds it.

An act is invented in a copy of the program, as a developer would write it, and `polish` says
there what a hotel sees of it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ROW = """\
    ActRow(
        verb=Verb.new("polish"),
        kind=EventKind.new("POLISHED"),
        key="y",
        label="polish",
        tooltip="Polish a room that is ready.",
        words=("polish", "polished"),
        help="polish rooms that are ready",
        transition=_leads(
            TurnStatus.CLEANED_UNINSPECTED, RoomStatus.AVAILABLE, RoomStatus.READY_FOR_GUEST
        ),
        is_reversible=True,
        counts=Counts.WORK,
        handover=HandoverLine("polished", 10),
    ),
"""
RIGHT = """\
        Verb("polish"): _CLEANERS,
"""
RULE = """\
@_rule_for(Verb("polish"))
def _polish(work: "UnitOfWork", act: Act, request: TurnRequest, room: Room) -> Room:
    after = _lead_on(work, act, request, room)
    return replace(after, housekeeping_notes=f"polished by {act.staff.code}")


"""


def put_before(anchor: str, text: str, file: Path) -> None:
    """Write some lines into a file where these stand, which they do once."""
    source = file.read_text("utf-8")
    assert source.count(anchor) == 1, f"{anchor!r} stands not once in {file.name}"
    file.write_text(source.replace(anchor, text + anchor), "utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program with its tests."""
    without = shutil.ignore_patterns("__pycache__", "__snapshots__", "node_modules")
    for folder in ("housekeeper", "tests", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=without)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def polish_in(copy: Path) -> subprocess.CompletedProcess[str]:
    """Run what a hotel sees of the act, on the program of the copy."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "tests/screens/polish.py"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "HOUSEKEEPER_TEST_POSTGRESQL": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_row_a_right_and_a_rule_make_a_new_act(copy: Path) -> None:
    core = copy / "housekeeper" / "core"
    put_before(')\n"""In the order in which screens', ROW, core / "acts.py")
    put_before("    }\n)\n\n\ndef may(", RIGHT, core / "rights.py")
    put_before("def perform(", RULE, core / "rooms" / "turnover.py")
    subprocess.run(
        [sys.executable, "docs/write_commands.py"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        check=True,
    )
    ran = polish_in(copy)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "6 passed" in ran.stdout
