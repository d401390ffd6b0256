"""Locks a terminal that is asked to lock, or that nobody has used for a while."""

from datetime import datetime, timedelta

from textual.command import CommandPalette

from housekeeper.app.board_host import BoardHost
from housekeeper.core.staff.staff import Staff
from housekeeper.screens.board.board_screen import BoardScreen
from housekeeper.screens.workstation import Workstation
from housekeeper.settings.terminal import LockedBoard


class TerminalLock:
    """The lock of one terminal with an open board."""

    def __init__(self, app: BoardHost, workstation: Workstation) -> None:
        self._app = app
        self._workstation = workstation
        self._used_at: datetime | None = None

    def note_use(self) -> None:
        """Somebody is at the keyboard or the mouse just now."""
        self._used_at = self._workstation.clock.real_now()

    def lock_if_idle(self) -> None:
        """Lock a terminal that nobody has used for so long as the settings say."""
        workstation = self._workstation
        if workstation.is_locked or not workstation.settings.lock_after_minutes:
            return
        real_now = workstation.clock.real_now()
        if self._used_at is None or self._used_at > real_now:
            self._used_at = real_now
        is_hidden = workstation.settings.locked_board is LockedBoard.HIDDEN
        is_idle = real_now - self._used_at >= timedelta(
            minutes=workstation.settings.lock_after_minutes
        )
        if is_idle and (workstation.staff is not None or is_hidden):
            self.lock()

    def lock(self) -> None:
        """Sign out, and let nothing be done until someone signs in."""
        # The board need not wait for what only a locked terminal shows.
        from housekeeper.screens.sign_in.lock_screen import LockScreen

        workstation = self._workstation
        if workstation.is_locked:
            return
        if isinstance(self._app.screen, CommandPalette):
            # It leaves by taking away whatever is in front.
            self._app.screen.dismiss()
        # Only the board tells nothing of guests.
        is_board = isinstance(self._app.screen, BoardScreen)
        is_visible = is_board and workstation.settings.locked_board is LockedBoard.VISIBLE
        workstation.is_locked = True
        self._app.forget_clipboard()
        workstation.sign_out()
        self._tell_screens()
        self._app.push_screen(LockScreen(workstation, is_visible=is_visible), self._unlock)

    def _unlock(self, staff: Staff | None) -> None:
        if staff is not None:
            self._workstation.is_locked = False
            if not self._workstation.is_per_act:
                self._workstation.sign_in(staff)
            self._tell_screens()

    def _tell_screens(self) -> None:
        for screen in self._app.verb_screens():
            if screen.is_mounted:
                screen.message.clear()
            screen.live_changed()
