"""The command line: opens the board, or does one command of the same services without a screen.

Help, version and a shell that completes a word are answered before anything is imported, not even
`typing`. After that nothing heavy is imported before the words are understood: the board's first
frame waits for what is imported here.
"""

import gc
import os
import sys

from housekeeper.commands.overview import overview, version_text
from housekeeper.core.errors import HousekeeperError, InvalidInput, NeedsAnyway, NotPossible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any

    from housekeeper.settings.table import Settings

    Run = Callable[[Settings, Namespace], Coroutine[Any, Any, int]]

DONE, FAILED, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes: the last two are those that a shell gives for SIGINT and SIGPIPE."""


def main(argv: list[str] | None = None) -> int:
    """Run the program with these words (those of the process by default); give its exit code."""
    _leave_no_core_files()
    _make_streams_forgiving()
    words = sys.argv[1:] if argv is None else argv
    try:
        code = DONE if _is_answered_at_once(words) else _run(words)
        sys.stdout.flush()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Nobody reads any more; Python must not find that out again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as fault:
        return _tell(fault)
    return code


def _is_answered_at_once(words: "Sequence[str]") -> bool:
    """Answer what needs no hotel and no parser, where these words ask for that alone."""
    match words:
        case ["--version"]:
            sys.stdout.write(version_text())
        case ["--help" | "-h"]:
            sys.stdout.write(overview())
        case ["completion", "next", "--", *typed]:
            from housekeeper.commands.completion.candidates import print_candidates

            print_candidates(typed)
        case _:
            return False
    return True


def _tell(fault: Exception) -> int:
    """Say in one sentence what went wrong, and give the exit code."""
    from housekeeper.commands.parser import WrongUsage

    if isinstance(fault, WrongUsage):
        return _fail(f"housekeeper: {fault}", USAGE)
    if isinstance(fault, NeedsAnyway):
        return _fail(f"{fault} With --anyway it is done.", FAILED)
    if isinstance(fault, HousekeeperError):
        return _fail(str(fault), FAILED)
    if isinstance(fault, OSError):
        _drop_what_cannot_be_written()
        return _fail(f"The system refused: {(fault.strerror or str(fault)).lower()}.", FAILED)
    # Python's own report would print the fault's words, which may be a guest's.
    from housekeeper.fault_report import fault_report

    sys.stderr.write(fault_report(fault))
    return FAILED


def _leave_no_core_files() -> None:
    """Let the system write no image of a crashed program's memory: keys and words are in it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


def _drop_what_cannot_be_written() -> None:
    """Send to nowhere what a full disk does not take; Python would try again at exit, and tell."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(sentence: str, code: int) -> int:
    from housekeeper.core.entered_text import plain
    from housekeeper.settings.address_text import without_passwords

    sys.stderr.write(plain(without_passwords(sentence)) + "\n")
    return code


def _make_streams_forgiving() -> None:
    """Replace what an output's encoding lacks; write to nowhere where an output is closed."""
    for name in ("stdin", "stdout", "stderr"):
        # Python leaves None where the shell closed a stream before the program began.
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _run(words: "Sequence[str]") -> int:
    _refuse_unreadable(words)
    from housekeeper.commands.parser import parse

    arguments = parse(words)
    from housekeeper.settings.load import load
    from housekeeper.settings.table import option_rows

    given = {name: getattr(arguments, name) for name, _ in option_rows()}
    # It tells what is wrong with the settings, of all that is wrong.
    settings = load(given, keeps_all_faults=arguments.command == "config")
    if arguments.command in {None, "demo"}:
        return _open_board(settings, arguments)
    import asyncio

    arguments.given = given
    run = _command(arguments.run)
    if not gc.isenabled():
        # What is imported stays, so no collection need look through it.
        gc.freeze()
        gc.enable()
    return asyncio.run(run(settings, arguments))


def _refuse_unreadable(words: "Sequence[str]") -> None:
    """Refuse what no database and no file name can hold: NUL, and bytes that are no UTF-8."""
    for word in words:
        if "\0" in word:
            raise InvalidInput(f"{_shown(word)} holds a NUL character.")
        try:
            word.encode("utf-8")
        except UnicodeEncodeError as fault:
            raise InvalidInput(f"{_shown(word)} is not UTF-8 text.") from fault


def _shown(word: str) -> str:
    from housekeeper.core.entered_text import plain
    from housekeeper.settings.address_text import without_password

    return f"'{plain(without_password(word)[:40])}'"


def _command(run: str) -> "Run":
    """The function that a command runs, named `module:function` within the package."""
    from importlib import import_module

    module, _, function = run.partition(":")
    found: Run = getattr(import_module(f"housekeeper.{module}"), function)
    return found


def _open_board(settings: "Settings", arguments: "Namespace") -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NotPossible(
            "The board needs a terminal; without one use the commands that 'housekeeper --help' "
            "lists."
        )
    # Read once, when textual is imported: a key pressed right after a frame then waits less.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from housekeeper.app.run_board import run_board

    is_demonstration = arguments.command == "demo"
    return run_board(settings, is_demonstration, is_demonstration and arguments.live)
