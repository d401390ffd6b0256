"""What all tests share: hypothesis' settings, and how a test says which part it needs."""

import shutil
import signal
import threading

import hypothesis
import pytest
from hypothesis import Phase

from tests.missing_parts import IN_CI, pytest_terminal_summary, skip_for_want_of
from tests.soketi.install import SoketiMissing, installed

__all__ = ["pytest_terminal_summary"]

hypothesis.settings.register_profile("local", deadline=None)
# Without shrinking, which takes minutes where an example is a whole day of a hotel.
hypothesis.settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
hypothesis.settings.load_profile("ci" if IN_CI else "local")


LONGEST = (
    "tests/system/",
    "tests/live/test_eight_terminals.py",
    "tests/core/test_hotel_machine.py",
    "tests/screens/inspection/test_round_never_sticks.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Hand out tests to processes a few at a time, and take Ctrl-C as a terminal's program does.

    Where a shell began us in the background, Ctrl-C is ignored otherwise.
    """
    if getattr(config.option, "maxschedchunk", 0) is None:
        config.option.maxschedchunk = 2
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: at the end no process waits for another that is at one."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


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
