"""The scripts that `housekeeper completion` prints, in the shells that they are for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.commands.conftest import Run

BASH = """
comp() {
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _housekeeper "$1"
    printf '%s ' "${COMPREPLY[@]}"; echo
}
comp housekeeper start 10
comp housekeeper --as = t
comp housekeeper types rename ''
"""


@pytest.fixture
def engine() -> str:
    """A file."""
    return "sqlite"


@pytest.fixture
def shell_home(hotel: Path, run: Run, tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that finds our command, and the script of each shell."""
    command = tmp_path / "bin" / "housekeeper"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m housekeeper "$@"\n')
    command.chmod(0o755)
    for shell in ("bash", "zsh", "fish"):
        (tmp_path / f"script.{shell}").write_text(run("completion", shell).out)
    rooms = tmp_path / "rooms.csv"
    rooms.write_text("number,room_type,floor,section\n301,$(touch x),3,East\n")
    assert run("import", "rooms", rooms).code == 0
    return {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}"}


def told_by(command: list[str], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, cwd=folder
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.needs("bash")
def test_bash_completes_and_quotes(shell_home: dict[str, str], tmp_path: Path) -> None:
    told = told_by(["bash", "-c", f". ./script.bash\n{BASH}"], shell_home, tmp_path)
    assert told.splitlines() == ["1009 101 102 103 ", "teo ", "\\$\\(touch\\ x\\) DLX STD "]


@pytest.mark.needs("fish")
def test_fish_completes_with_what_a_word_is(shell_home: dict[str, str], tmp_path: Path) -> None:
    asked = (
        "source script.fish; complete -C 'housekeeper start 10'; complete -C 'housekeeper --as=t'; "
        "complete -C 'housekeeper --database=script.z'"
    )
    told = told_by(["fish", "--no-config", "-c", asked], shell_home, tmp_path).splitlines()
    told.sort()
    assert told == ["--as=teo\tTeo Braga", "--database=script.zsh", "1009", "101", "102", "103"]


@pytest.mark.needs("zsh")
def test_zsh_completes_in_its_line_editor(shell_home: dict[str, str], tmp_path: Path) -> None:
    prompt = {"PS1": "ready>", "HOME": str(tmp_path)}
    with Terminal(["zsh", "-f", "-i"], {**shell_home, **prompt}) as zsh:
        zsh.until("ready>")
        zsh.tap(f". {tmp_path}/script.zsh; echo load''ed\r")
        zsh.until("loaded")
        zsh.tap("housekeeper --as=t\t")
        zsh.until("eo")
        zsh.tap("start 2\t", "\t")
        zsh.until("201", "202")
