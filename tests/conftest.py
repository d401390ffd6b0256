"""What all tests share: hypothesis' settings, and how a test says which program it needs."""

import os
import shutil
import signal
import threading

import hypothesis
import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if IN_CI else "local")


def pytest_configure() -> None:
    """Take Ctrl-C as a terminal's program does, also where the shell that began us ignores it."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program the machine lacks, saying so; in CI fail it instead."""
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is not None:
                continue
            reason = f"NOT TESTED: this machine has no {program}; install it to run {item.name}"
            if IN_CI:
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)
