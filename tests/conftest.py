"""What all tests share: hypothesis' settings, and how a test says which part it needs."""

import shutil
import signal
import threading

import hypothesis
import pytest

from tests.missing_parts import IN_CI, pytest_terminal_summary, skip_for_want_of
from tests.soketi.install import SoketiMissing, installed

__all__ = ["pytest_terminal_summary"]

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if IN_CI else "local")


def pytest_configure() -> None:
    """Take Ctrl-C as a terminal's program does, also where the shell that began us ignores it."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose parts the machine lacks: programs, or soketi, which npm installs."""
    for mark in item.iter_markers("needs"):
        for part in mark.args:
            if part == "soketi":
                _see_that_soketi_is_installed()
            elif shutil.which(part) is None:
                skip_for_want_of(part, "install it")


def _see_that_soketi_is_installed() -> None:
    try:
        installed()
    except SoketiMissing as missing:
        skip_for_want_of(missing.part, missing.remedy)
