"""What each command imports before it acts: nothing that it can do without."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import housekeeper

PROGRAM = """
import contextlib, io, json, os, sys
from housekeeper import cli
told = {}
for words in json.loads(sys.argv[1]):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        sys.argv = ["housekeeper", *words]
        with contextlib.redirect_stdout(io.StringIO()) as said:
            code = cli.main()
        with os.fdopen(writing, "w") as answer:
            json.dump([code, said.getvalue(), sorted(sys.modules)], answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told[" ".join(words)] = json.load(answer)
    os.wait()
print(json.dumps(told))
"""
"""Does each command in a copy of one young process, which has imported nothing of the hotel."""

OUTSIDE = {"sqlalchemy", "aiosqlite", "typing_extensions"}
"""Packages of others that a command on a file cannot do without; SQLAlchemy brings the last."""

HEAVY = {
    "sqlalchemy.dialects.postgresql",
    "housekeeper.store.postgresql.engine",
    "housekeeper.store.transfer.backup",
    "housekeeper.store.sqlite.rewrite_file",
    "housekeeper.core.staff.sign_in",
    "housekeeper.core.staff.manage",
    "housekeeper.core.imports",
    "housekeeper.files",
    "housekeeper.live",
    "housekeeper.screens",
    "housekeeper.app",
    "housekeeper.demo",
}
"""What some command needs, and none of these."""

_BLANKS_A_NOTE = {"housekeeper.store.sqlite.rewrite_file", "housekeeper.core.staff.manage"}
NEEDED_BY = {"history": {"housekeeper.files", *_BLANKS_A_NOTE}, "handover": _BLANKS_A_NOTE}
"""What a command needs of these: a note that it blanks is to leave the file; CSV is written."""

COMMANDS = [
    "stats",
    "rooms",
    "room 101",
    "types",
    "due",
    "arrivals",
    "history",
    "handover",
    "availability DLX 2015-09-18 +2",
    "start 101",
    "note 101 --note late",
    "do 101",
    "undo",
    "checkin B1",
    "late B1 14:00",
]

ANSWERED_AT_ONCE = ["--version", "--help", "completion next -- st", "completion next -- start 10"]

AT_ONCE = """
import os, sys
if "completion" in sys.argv:
    import sqlite3
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
from housekeeper import cli
code = cli.main(sys.argv[2:])
print(code, *sorted(set(sys.modules) - before), file=sys.stderr)
"""


@pytest.fixture
def engine() -> str:
    """A file."""
    return "sqlite"


def told_of(commands: list[list[str]]) -> dict[str, tuple[int, str, set[str]]]:
    """The exit code of each command, what it said, and the modules that it had imported."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(commands)], capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    return {words: (code, said, set(modules)) for words, (code, said, modules) in found.items()}


def packages(modules: set[str]) -> set[str]:
    """The packages of others among these modules."""
    top = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    return {name for name in top if not name.startswith("_")} - {"housekeeper", "cython_runtime"}


def test_a_command_imports_nothing_that_it_can_do_without(hotel: Path, tmp_path: Path) -> None:
    asked = []
    for place, words in enumerate(COMMANDS):
        copy = tmp_path / f"{place}.db"
        for end in ("", ".keys"):
            shutil.copy(f"{hotel}{end}", f"{copy}{end}")
        asked.append(["--database", str(copy), "--as", "ines", *words.split()])
    for words, (code, said, modules) in told_of(asked).items():
        assert code in {0, 1}, (words, said)
        assert "sqlalchemy" in modules, words
        joined = packages(modules) - OUTSIDE
        needs_keys = {"cryptography", "cffi"} if {"checkin", "late"} & set(words.split()) else set()
        assert joined <= needs_keys, f"{words} imports {sorted(joined)}"
        heavy = (HEAVY & modules) - NEEDED_BY.get(words.split()[4], set())
        assert not heavy, f"{words} imports {sorted(heavy)}"
        migrations = {name for name in modules if ".migrations.version_" in name}
        assert not migrations, f"{words} imports {sorted(migrations)}"


@pytest.mark.parametrize("words", ANSWERED_AT_ONCE)
def test_help_version_and_a_shells_tab_import_next_to_nothing(hotel: Path, words: str) -> None:
    root = str(Path(housekeeper.__file__).parents[1])
    command = [sys.executable, "-I", "-S", "-c", AT_ONCE, root, *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split()
    assert (code, bool(done.stdout)) == ("0", True)
    others = {name for name in modules if not name.startswith("housekeeper")}
    of_python = {name.partition(".")[0] for name in others if not name.startswith("_")}
    assert of_python <= {"gc", "resource"}
    ours = [name for name in modules if name.startswith("housekeeper")]
    assert len(ours) <= (16 if "completion" in words else 8)
