"""An app that no terminal can end by what it sends, and that goes when its terminal has gone."""

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from housekeeper.app.terminal.hangup import HUNG_UP, is_terminal_gone, make_lasting
from housekeeper.app.terminal.private_app import PrivateApp
from housekeeper.app.terminal.terminal_reader import PasteLost, ReadingFailed, TerminalGone
from housekeeper.screens.keyboard.pastes import tell_lost

if TYPE_CHECKING:
    from textual.driver import Driver

_LOOK_AT_TERMINAL_SECONDS = 5.0


class LastingApp(PrivateApp):
    """Reads its terminal by `terminal_reader`, and hears from it."""

    def get_driver_class(self) -> "type[Driver]":
        """Textual's driver, made to outlive its terminal and whatever that sends."""
        return make_lasting(super().get_driver_class())

    def leave_on_hangup(self) -> None:
        """A terminal that goes away must not leave a process behind."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM", "SIGINT"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit)

    def watch_terminal(self) -> None:
        """Look now and then whether the terminal is there still."""
        self.set_interval(_LOOK_AT_TERMINAL_SECONDS, self._leave_if_gone)

    def _leave_if_gone(self) -> None:
        if is_terminal_gone():
            self.exit(return_code=HUNG_UP)

    def on_paste_lost(self, _message: PasteLost) -> None:
        """A paste came without its end; the keyboard goes on without it."""
        tell_lost(self)

    def on_terminal_gone(self, _message: TerminalGone) -> None:
        """Nobody is there any more."""
        self.exit(return_code=HUNG_UP)

    def on_reading_failed(self, message: ReadingFailed) -> None:
        """No key can come any more: end with the fault's report, as of any other."""
        raise message.fault
