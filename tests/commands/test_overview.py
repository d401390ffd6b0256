"""What is written down of the command line is what its parser says."""

import runpy
from pathlib import Path

import pytest

from housekeeper import VERSION
from housekeeper.commands.completion import candidates
from housekeeper.commands.overview import FILE
from tests.commands.conftest import Run


def test_help_and_completion_are_as_the_parser_is() -> None:
    docs = Path(__file__).parents[2] / "docs"
    written = runpy.run_path(str(docs / "write_commands.py"))
    again = "run: python docs/write_commands.py"
    assert Path(FILE).read_text(encoding="utf-8") == written["overview"](), again
    assert Path(candidates.FILE).read_text(encoding="utf-8") == written["grammar"](), again


@pytest.mark.parametrize("words", [("-h",), ("--hotel", "x", "--help"), ("--help", "start")])
def test_help_is_the_same_wherever_it_is_asked_for(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).out == run("--help").out


@pytest.mark.parametrize("columns", [40, 60, 76])
def test_help_is_wrapped_on_a_narrow_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wide = run("--help").out
    assert wide == Path(FILE).read_text(encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(columns))
    narrow = run("--help").out
    assert max(map(len, narrow.splitlines())) < columns
    assert narrow.split() == wide.split()


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").out.startswith(f"housekeeper {VERSION} (Python 3.")
    assert run("--hotel", "x", "--version").out == run("--version").out
