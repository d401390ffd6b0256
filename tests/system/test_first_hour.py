"""The first hour of a hotel: README's example runs as it is written, on an empty machine."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.system.conftest import COMMAND, Machine

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def example() -> list[str]:
    """The lines under `A hotel of your own`."""
    found = re.search(r"^## A hotel of your own\n+```sh\n(.*?)^```", README, re.M | re.S)
    assert found is not None
    return found[1].splitlines()


@pytest.mark.needs("tmux")
def test_the_hotel_of_readme_is_set_up_by_its_lines_and_stands_on_the_board(
    machine: Machine, tmp_path: Path
) -> None:
    lines = example()
    assert lines[-1] == "housekeeper"
    environment = machine.environment | {"PATH": f"{COMMAND.parent}:/usr/bin:/bin"}
    for line in lines[:-1]:
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    terminal = machine.terminal(columns=120, lines=40)
    terminal.wait_for("City Hotel", "rooms 5", " 101 ", "READY")
