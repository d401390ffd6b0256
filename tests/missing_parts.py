"""What a machine lacks for a test: the test is skipped and the end of the run tells it once.

In CI a lack is a failure.
"""

import os
from collections import Counter
from typing import NoReturn

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def skip_for_want_of(part: str, remedy: str) -> NoReturn:
    """Skip the test: this machine has no such part, and this would help; in CI fail it."""
    reason = f"no {part}: {remedy}"
    if IN_CI:
        pytest.fail(f"NOT TESTED, {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell each reason for which tests were skipped in one line, with how many they are."""
    skipped = terminalreporter.getreports("skipped")
    if not skipped:
        return
    terminalreporter.section("skipped on this machine")
    for reason, times in Counter(map(_reason, skipped)).most_common():
        terminalreporter.line(f"{times} skipped, {reason}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped, in one line and without its place."""
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return " ".join(told.removeprefix("Skipped: ").split())
