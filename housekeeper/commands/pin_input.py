"""Reading PINs: from the terminal without echo, from standard input, never from the words typed."""

import getpass
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput, Refused

VARIABLE = "HOUSEKEEPER_PIN"
"""The environment variable that gives the PIN of who acts."""


def read_pin(code: str) -> str:
    """The PIN of who acts: from the environment, else asked for, else a line of input."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    if sys.stdin.isatty():
        return _ask(f"PIN of {code}: ")
    line = sys.stdin.readline().strip()
    if not line:
        raise Refused(f"A PIN is needed to act: give it in {VARIABLE} or as a line of input.")
    return line


def read_new_pin(name: str) -> str:
    """A PIN to be set: asked for twice, or a line of input where there is no terminal."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline().strip()
        if not line:
            raise InvalidInput("Give the new PIN as a line of input.")
        return line
    chosen = _ask(f"New PIN for {name}: ")
    if _ask("The same again: ") != chosen:
        raise InvalidInput("The two PINs are not the same; nothing was changed.")
    return chosen


def _ask(prompt: str) -> str:
    sys.stdout.flush()
    with _interruptible():
        try:
            return getpass.getpass(plain(prompt), sys.stderr).strip()
        except EOFError:
            raise Refused("No PIN was given.") from None


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl+C end the question at once: the event loop would only note it for later."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
