"""What may import what, seen from a fresh interpreter."""

import subprocess
import sys
from importlib.metadata import entry_points, files
from pathlib import Path

import pytest

import housekeeper

PACKAGE = Path(housekeeper.__file__).parent
CORE = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in (PACKAGE / "core").rglob("*.py")
}


def modules_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {statement}; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_core_is_the_hotel_alone() -> None:
    loaded = modules_after("; ".join(f"import {name}" for name in sorted(CORE)))
    ours = {name for name in loaded if name.startswith("housekeeper.")}
    assert ours == CORE
    outside = {"textual", "rich", "sqlalchemy", "aiosqlite", "sqlite3", "pydantic"}
    assert loaded & (outside | {"pusher", "pysher"}) == set()


@pytest.mark.parametrize(
    ("statement", "spared"),
    [
        (
            "import housekeeper.cli",
            {"textual", "sqlalchemy", "aiosqlite", "pydantic", "pusher", "pysher"},
        ),
        (
            "import housekeeper.app.terminal_app",
            {"sqlalchemy", "aiosqlite", "pydantic", "pusher", "pysher", "cryptography"},
        ),
        ("import housekeeper.hotel_access", {"inotify_simple", "textual", "pusher", "pysher"}),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str, spared: set[str]) -> None:
    assert modules_after(statement) & spared == set()


def test_the_command_and_the_module_are_the_same_program() -> None:
    (command,) = entry_points(group="console_scripts", name="housekeeper")
    assert command.value == "housekeeper.__main__:main"
    done = subprocess.run(
        [sys.executable, "-m", "housekeeper", "--help"], capture_output=True, text=True, check=True
    )
    assert "housekeeper" in done.stdout


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
    assert files("housekeeper")
