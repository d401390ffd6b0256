"""The program as a whole: words, exit codes, streams, and what it imports before the board."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from housekeeper import cli
from tests.commands.conftest import Run

COMMANDS = {
    *("demo", "init", "import", "rooms", "stats", "due", "checkin", "checkout"),
    *("start", "clean", "dirty", "pass", "fail", "maintenance", "fixed", "out-of-order"),
    *("return", "note", "override", "move", "late", "room", "inventory", "session"),
    *("message", "order", "availability", "history", "backup", "doctor", "config"),
}


def program(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "housekeeper", *words],
        env={**os.environ, **environment},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("rooms", "--help"), ("--version",)])
def test_help_and_version_end_well(run: Run, words: tuple[str, ...]) -> None:
    shown = run(*words)
    assert (shown.code, shown.err) == (0, "")
    assert "housekeeper" in shown.out


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").out
    for name in COMMANDS:
        assert f"    {name} " in shown or f"    {name}\n" in shown, name


@pytest.mark.parametrize(
    "words",
    [
        ("sweep",),
        ("--sparkle",),
        ("--hotel",),
        ("rooms", "--sparkle"),
        ("rooms", "101"),
        ("import", "guests", "x.csv"),
        ("session",),
        ("message",),
        ("order", "cancel", "1"),
        ("rooms", "--stat", "x"),
        ("\x1b[31m",),
    ],
)
def test_wrong_words_are_usage_and_printed_safely(run: Run, words: tuple[str, ...]) -> None:
    refused = run(*words)
    assert (refused.code, refused.out) == (2, "")
    assert "\x1b" not in refused.err


def test_a_misspelt_command_is_met_with_the_right_one(run: Run) -> None:
    assert "'checkout'" in run("chekout", "101").err


def test_a_crash_leaves_no_image_of_the_memory_on_the_disk(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    assert run("--version").code == 0
    assert limits == {resource.RLIMIT_CORE: (0, 0)}


def test_a_settings_file_that_is_a_pipe_is_not_waited_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "settings" / "housekeeper"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "config.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent))
    shown = run("config")
    assert shown.code == 1
    assert shown.err.endswith("is a pipe; keep a file there.\n")


def test_a_training_clock_is_in_the_hotels_own_time(run: Run, hotel: Path) -> None:
    run("--now", "2015-07-01T00:30", "--as", "ana", "dirty", "101")
    run("--now", "2015-07-01T00:30+00:00", "--as", "ana", "dirty", "102")
    stamps = [event["at"][:16] for event in run("history", "--json").of_rooms]
    assert stamps == ["2015-07-01T00:30", "2015-06-30T23:30"]
    refused = run("--now", "half past", "rooms")
    assert (refused.code, len(refused.sentences)) == (1, 1)


@pytest.mark.parametrize("word", ["a\0b", "a\udcffb"])
def test_what_no_database_can_hold_is_refused_in_one_sentence(
    run: Run, hotel: Path, word: str
) -> None:
    for words in (
        ("--as", word, "dirty", "101"),
        ("--as", "ana", "note", "101", "--note", word),
        ("--database", word, "rooms"),
        ("--hotel", word, "rooms"),
        ("import", "rooms", word),
        ("backup", word),
    ):
        refused = run(*words)
        assert (refused.code, len(refused.sentences), refused.out) == (1, 1, ""), words


def test_the_board_without_a_terminal_says_what_else_there_is(run: Run) -> None:
    for words in ((), ("demo",)):
        refused = run(*words)
        assert (refused.code, len(refused.sentences)) == (1, 1)
        assert "terminal" in refused.err


def test_an_interrupt_ends_quietly(run: Run, hotel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert run("rooms") == type(run("rooms"))(130, "", "")


def test_the_program_runs_as_a_module_and_prints_in_any_encoding(run: Run, hotel: Path) -> None:
    run("--as", "ana", "note", "101", "--note", "Zoë 日本")

    plain = program("rooms", PYTHONIOENCODING="ascii")
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert b"Zo? ??" in plain.stdout
    json = program("rooms", "--json", PYTHONIOENCODING="ascii")
    assert b"Zo\\u00eb" in json.stdout


def test_a_reader_that_goes_away_is_no_error(hotel: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "housekeeper", "rooms", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == cli.PIPE_CLOSED
    running.stderr.close()


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["as it is", "unbuffered"])
def test_a_full_disk_behind_the_output_is_one_sentence(hotel: Path, unbuffered: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full: Linux has it")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "housekeeper", "rooms"],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_a_closed_output_is_no_error(hotel: Path) -> None:
    closed = "import os, sys; os.close(1); os.execv(sys.executable, sys.argv[1:])"
    words = [sys.executable, "-c", closed, sys.executable, "-m", "housekeeper", "rooms"]
    done = subprocess.run(words, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_nothing_heavy_is_imported_before_the_board_is(home: Path) -> None:
    script = (
        "import sys\n"
        "import housekeeper.cli as cli\n"
        "cli._open_board = lambda settings, demonstration: 0\n"
        "code = cli.main(['--database', 'x.db', '--as', 'ana'])\n"
        "heavy = {'pydantic', 'sqlalchemy', 'textual', 'asyncio', 'rich', 'housekeeper.store'}\n"
        "print(code, sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode() == "0 []\n"
