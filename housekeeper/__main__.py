"""Where the program begins, as the command `housekeeper` and as `python -m housekeeper`."""

import gc
import os
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the program; see `cli.main`. Ctrl-C ends it without a word, also while it is imported."""
    # What is imported stays: looking through it again and again takes a tenth of a command.
    gc.disable()
    try:
        from housekeeper.cli import main as run

        code = run()
        if "textual" not in sys.modules:
            _leave(code)
        return code
    except KeyboardInterrupt:
        return INTERRUPTED


def _leave(code: int) -> None:
    """End a command at once: all that it opened is closed, and nothing runs any more.

    Python would take every module apart first, which takes a thirtieth of a command.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main())
