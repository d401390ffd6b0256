"""The terminal of the other tests opens for whoever runs them."""

import pytest

from tests.system.terminal import Terminal

pytestmark = pytest.mark.needs("tmux")


def test_a_terminal_opens_for_an_account_that_may_not_log_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHELL", "/bin/false")
    with Terminal(["echo", "good", "morning"], {}) as terminal:
        terminal.wait_for("good morning")
        assert terminal.wait_for_exit() == 0
