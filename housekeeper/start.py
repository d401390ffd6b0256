"""Where the installed command begins: Ctrl-C ends it without a word, from its first moment on."""

INTERRUPTED = 130


def main() -> int:
    """Run the program; see `cli.main`. What it imports may be interrupted as well."""
    try:
        from housekeeper.cli import main as run

        return run()
    except KeyboardInterrupt:
        return INTERRUPTED
