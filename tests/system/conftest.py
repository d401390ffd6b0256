"""A machine on which housekeeper was just installed: an empty home, and the command."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from housekeeper.cli import main
from housekeeper.screens.drawing.switch import VARIABLE as DRAWING
from tests.system.terminal import Terminal

COMMAND = Path(sys.executable).with_name("housekeeper")
DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Machine:
    """Runs the installed command with an empty home folder, and nothing else configured."""

    home: Path
    open_terminal: Callable[[Terminal], Terminal]

    @property
    def environment(self) -> dict[str, str]:
        """All that the program finds in its environment: who draws, where this run tells it."""
        told = {name: os.environ[name] for name in (DRAWING,) if name in os.environ}
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **told}

    def run(self, *words: str) -> str:
        """Run one command to its end, and give what it wrote; it must succeed."""
        done = subprocess.run(
            [str(COMMAND), *words],
            capture_output=True,
            text=True,
            env=self.environment,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self, *words: str, typed: str = "") -> None:
        """Have done what a command does, sooner: in this process. It must succeed."""
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "stdin", io.StringIO(typed)),
        ):
            assert main([*words]) == 0

    def terminal(self, *words: str, columns: int = 120, lines: int = 40) -> Terminal:
        """Open the command in a terminal of its own; the test's end closes it."""
        return self.open_terminal(
            Terminal([str(COMMAND), *words], self.environment, columns, lines)
        )


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine with nothing on it but the command."""
    home = tmp_path / "home"
    home.mkdir()
    with ExitStack() as stack:
        yield Machine(home, stack.enter_context)
