"""The command line: opens the board, or does one command of the same services without a screen.

Nothing heavy is imported before the words are understood: the board's first frame waits for
what is imported here.
"""

import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from housekeeper.commands.parser import WrongUsage, parse
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HousekeeperError, InvalidInput, NotPossible

if TYPE_CHECKING:
    from argparse import Namespace
    from subprocess import Popen

    from housekeeper.core.clock import Clock
    from housekeeper.core.hotel import Hotel
    from housekeeper.settings.table import Settings
    from housekeeper.store.database import Database

DONE, FAILED, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes: the last two are those that a shell gives for SIGINT and SIGPIPE."""

Run = Callable[["Settings", "Namespace"], Coroutine[Any, Any, int]]


def main(argv: list[str] | None = None) -> int:
    """Run the program with these words (those of the process by default); give its exit code."""
    _make_streams_forgiving()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Nobody reads any more; Python must not find that out again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except WrongUsage as fault:
        return _fail(f"housekeeper: {fault}", USAGE)
    except HousekeeperError as fault:
        return _fail(str(fault), FAILED)
    except OSError as fault:
        return _fail(f"The system refused: {(fault.strerror or str(fault)).lower()}.", FAILED)
    except Exception as fault:
        # Python's own report would print the fault's words, which may be a guest's.
        from housekeeper.fault_report import fault_report

        sys.stderr.write(fault_report(fault))
        return FAILED
    return code


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(plain(sentence) + "\n")
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


def _run(words: Sequence[str]) -> int:
    _refuse_unreadable(words)
    arguments = parse(words)
    from housekeeper.settings.load import load
    from housekeeper.settings.table import option_rows

    given = {name: getattr(arguments, name) for name, _ in option_rows()}
    settings = load(given)
    if arguments.command in {None, "demo"}:
        return _open_board(settings, arguments)
    import asyncio

    arguments.given = given
    return asyncio.run(_command(arguments.run)(settings, arguments))


def _refuse_unreadable(words: Sequence[str]) -> None:
    """Refuse what no database and no file name can hold: NUL, and bytes that are no UTF-8."""
    for word in words:
        if "\0" in word:
            raise InvalidInput(f"'{plain(word[:40])}' holds a NUL character.")
        try:
            word.encode("utf-8")
        except UnicodeEncodeError as fault:
            raise InvalidInput(f"'{plain(word[:40])}' is not UTF-8 text.") from fault


def _command(run: str) -> Run:
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
    if arguments.command == "demo":
        return _open_demonstration(settings, arguments.live)
    from housekeeper.app.terminal_app import run_board

    async def open_it() -> "Database":
        from housekeeper.hotel_access import open_database

        return await open_database(settings, may_make=True)

    return run_board(
        open_it,
        settings.hotel,
        partial(_clock_for, settings),
        settings.staff,
        is_light=settings.theme == "light",
        terminal=settings.terminal(),
        pusher=settings.pusher,
    )


def _clock_for(settings: "Settings", hotel: "Hotel") -> "Clock":
    from housekeeper.hotel_access import clock_for

    return clock_for(settings, hotel)


def _play_staff(target: str, clock: "Clock") -> "Popen[bytes]":
    """A second process that works in the demonstration, as another terminal would."""
    from subprocess import DEVNULL, Popen

    words = [
        sys.executable,
        "-m",
        "housekeeper.demo.staff_at_work",
        target,
        clock.now().isoformat(),
    ]
    return Popen(words, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)  # noqa: S603 - our own


def _open_demonstration(settings: "Settings", is_live: bool) -> int:
    """The board on a hotel of its own, in a database that goes when the board is left.

    With `is_live` a second process plays its staff, so that the board moves by itself.
    """
    from contextlib import ExitStack
    from tempfile import TemporaryDirectory

    from housekeeper.app.terminal_app import run_board
    from housekeeper.core.staff.pin import DEMONSTRATION_PIN

    clocks: list[Clock] = []
    with (
        TemporaryDirectory(prefix="housekeeper-demo-", ignore_cleanup_errors=True) as folder,
        ExitStack() as playing,
    ):

        async def open_it() -> "Database":
            from housekeeper.core.clock import SystemClock
            from housekeeper.demo.morning import HOTEL, make_demonstration, mid_morning
            from housekeeper.store.database import Database

            is_training = settings.now is not None
            clock = _clock_for(settings, HOTEL) if is_training else mid_morning(SystemClock())
            clocks.append(clock)
            database = await Database.open(f"{folder}/demonstration.db")
            await make_demonstration(database, clock)
            if is_live:
                playing.callback(_play_staff(f"{folder}/demonstration.db", clock).kill)
            return database

        return run_board(
            open_it,
            None,
            lambda _: clocks[-1],
            settings.staff,
            is_light=settings.theme == "light",
            terminal=settings.terminal(DEMONSTRATION_PIN),
        )
