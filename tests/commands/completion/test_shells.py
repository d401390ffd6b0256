"""The scripts that `housekeeper completion` prints, in the shells that they are for."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.commands.conftest import Run

BASH = """
comp() {
    COMP_LINE="$1"; COMP_POINT=${#1}
    _housekeeper housekeeper
    printf '%s ' "${COMPREPLY[@]}"; echo
}
"""

TYPED_IN_BASH = {
    "housekeeper start 10": "1009 101 102 103 ",
    "housekeeper --as=t": "teo ",
    "housekeeper types rename ": "\\$\\(touch\\ x\\) A@1 B=2 DLX STD ",
    # What is offered is the list again, as it would have been typed.
    "housekeeper start 101,10": "101,1009 101,101 101,102 101,103 ",
    "housekeeper start 101\\,10": "101,1009 101,101 101,102 101,103 ",
    # The line editor keeps what stands before @ or up to =, and a quote that is open.
    "housekeeper types rename A@": "@1 ",
    "housekeeper types rename B=": "2 ",
    'housekeeper types rename "$': "\\$(touch x) ",
    "housekeeper types rename '$": "$(touch x) ",
    'housekeeper --database "a b/q.db" start 10': "1009 101 102 103 ",
    "housekeeper --database a\\ b/q.db start '10": "1009 101 102 103 ",
    "housekeeper --database 'a b'/q.db start \"10": "1009 101 102 103 ",
    "housekeeper --database $(touch ran)`touch ran` start 10": " ",
}


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
    rooms.write_text(
        "number,room_type,floor,section\n301,$(touch x),3,East\n401,A@1,4,\n402,B=2,4,\n"
    )
    assert run("import", "rooms", rooms).code == 0
    return {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}"}


def told_by(command: list[str], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, cwd=folder
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.needs("bash")
def test_bash_completes_and_quotes(shell_home: dict[str, str], hotel: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a b" / "q.db"
    elsewhere.parent.mkdir()
    for end in ("", ".keys"):
        shutil.copy(f"{hotel}{end}", f"{elsewhere}{end}")
    asked = "".join(f"comp {shlex.quote(line)}\n" for line in TYPED_IN_BASH)
    told = told_by(["bash", "-c", f". ./script.bash\n{BASH}{asked}"], shell_home, tmp_path)
    assert dict(zip(TYPED_IN_BASH, told.splitlines(), strict=True)) == TYPED_IN_BASH
    assert not (tmp_path / "ran").exists()


@pytest.mark.needs("bash")
def test_bash_completes_in_its_line_editor(shell_home: dict[str, str], tmp_path: Path) -> None:
    prompt = {"PS1": "ready>", "HOME": str(tmp_path)}
    with Terminal(["bash", "--norc", "--noprofile", "-i"], {**shell_home, **prompt}) as bash:
        bash.until("ready>")
        bash.tap(f". {tmp_path}/script.bash; echo load''ed\r")
        bash.until("loaded")
        bash.tap("housekeeper start 101,10\t", "\t")
        bash.until("101,1009", "101,103")
        bash.tap("3\t--as=te\t")
        bash.until("start 101,103 --as=teo ", within=20)
        bash.tap("\x15housekeeper types rename A@\t")
        bash.until("types rename A@1 ", within=20)


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
