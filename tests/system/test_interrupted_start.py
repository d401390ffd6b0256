"""Ctrl-C in the first moments: the command ends without a word."""

import os
import signal
import subprocess
import sys

PROGRAM = """
import builtins, os, signal
real = builtins.__import__
def interrupted(name, *more, **names):
    if name == os.environ["AT"]:
        signal.raise_signal(signal.SIGINT)
    return real(name, *more, **names)
builtins.__import__ = interrupted
from housekeeper.__main__ import main
raise SystemExit(main())
"""


def test_an_interrupt_while_the_program_is_imported_ends_it_without_a_word() -> None:
    for module in (
        "housekeeper.cli",
        "housekeeper.commands.parser",
        "argparse",
        "housekeeper.settings",
    ):
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM, "rooms"],
            capture_output=True,
            text=True,
            env={**os.environ, "AT": module},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", ""), module
