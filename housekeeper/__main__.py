"""Where the program begins, as the command `housekeeper` and as `python -m housekeeper`."""

import gc

INTERRUPTED = 130


def main() -> int:
    """Run the program; see `cli.main`. Ctrl-C ends it without a word, also while it is imported."""
    # What is imported stays: looking through it again and again takes a tenth of a command.
    gc.disable()
    try:
        from housekeeper.cli import main as run

        return run()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
