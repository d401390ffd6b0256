"""The program on the screen, from its first frame on.

What the first frame does not need is imported behind it: see `opening`.
"""

import asyncio
import contextlib
import gc
import os
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerError, WorkerState

from housekeeper.app.board_request import BoardRequest
from housekeeper.app.keyed_app import KeyedApp
from housekeeper.app.keys import faults_text, take_keymap
from housekeeper.app.looks import begin_looks, theme_commands
from housekeeper.core.errors import HousekeeperError
from housekeeper.fault_report import in_short
from housekeeper.screens import navigation
from housekeeper.screens.keyboard.act_guard import ActGuard
from housekeeper.screens.keyboard.keys_everywhere import KEYS_EVERYWHERE
from housekeeper.screens.opening.opening_screen import OpeningScreen

if TYPE_CHECKING:
    # All of this comes behind the first frame.
    from textual.command import Provider

    from housekeeper.app.open_board import BoardOpener
    from housekeeper.app.terminal_lock import TerminalLock
    from housekeeper.screens.acting.verb_screen import VerbScreen
    from housekeeper.screens.workstation import Workstation

_LEAVE_WITHIN_SECONDS = 10.0

_OF_A_HAND = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseScrollDown,
    events.MouseScrollUp,
)
"""What shows that somebody is there; a mouse that is only pushed about does not."""


def _palette_commands() -> "type[Provider]":
    """What the palette offers, imported when it is opened."""
    from housekeeper.screens.acting.palette import PaletteCommands

    return PaletteCommands


class HousekeeperApp(KeyedApp):
    """One terminal at one hotel.

    Paints an empty frame, then opens the board that is asked for (see `BoardRequest`). The guard
    decides which presses act; without one given it goes by the time of the machine.
    """

    TITLE = "housekeeper"
    COMMANDS: ClassVar[set[Any]] = {_palette_commands}
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS_EVERYWHERE]

    def __init__(self, request: BoardRequest, act_guard: ActGuard | None = None) -> None:
        # Without colours the terminal's own ones are taken away; made grey they would be unseen.
        super().__init__(act_guard, ansi_color=True if "NO_COLOR" in os.environ else None)
        self._request = request
        self._opener: BoardOpener | None = None
        self.workstation: Workstation | None = None
        self.opening_error = ""

    def on_load(self) -> None:
        """See to signals before the terminal is taken over."""
        self.leave_on_hangup()

    def on_mount(self) -> None:
        """Paint the frame; open the database behind it."""
        begin_looks(self, self._request.theme, self._request.glyphs)
        self.watch_terminal()
        self.push_screen(OpeningScreen())
        self.call_after_refresh(self._begin_opening)

    def _begin_opening(self) -> None:
        """The frame is on the screen: now for what takes longer."""
        self.run_worker(self._open(), name="open", group="open", exit_on_error=False)

    def verb_screens(self) -> "list[VerbScreen]":
        """The screens that show rooms, the one in front last; not one that is still opening."""
        from housekeeper.screens.acting.verb_screen import VerbScreen

        stack = self.screen_stack
        return [one for one in stack if isinstance(one, VerbScreen) and one.is_mounted]

    async def _open(self) -> None:
        try:
            # In a thread, so that keys are answered meanwhile.
            module = await asyncio.to_thread(import_module, "housekeeper.app.open_board")
            self._opener = module.BoardOpener(self, self._request)
            keys_faults = await take_keymap(self, self._request.keymap)
            lock = await self._opener.enter()
            if lock is None:
                self.exit()
                return
            if faults := faults_text(self._request.settings_faults, keys_faults):
                self.verb_screens()[-1].tell(faults, is_error=True)
            self.call_after_refresh(_settle_memory)
        except HousekeeperError as error:
            self._fail(str(error))

    def tell_opening(self, words: str) -> None:
        """Say to who waits for the board how far it is; nothing for no words."""
        if words and isinstance(self.screen, OpeningScreen):
            self.screen.tell(words)

    def _fail(self, sentence: str) -> None:
        self.opening_error = sentence
        for screen in self.screen_stack:
            if isinstance(screen, OpeningScreen):
                screen.fail(sentence)

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """A fault of the program itself must not end the board; it is said and shown."""
        if message.state is not WorkerState.ERROR:
            return
        error = message.worker.error
        what = "unknown" if error is None else in_short(error)
        sentence = f"A fault in housekeeper itself ({message.worker.name}): {what}"
        screens = self.verb_screens()
        if message.worker.group == "feed" and self.workstation is not None:
            self.workstation.live = replace(self.workstation.live, trouble=sentence)
        if screens:
            screens[-1].tell(sentence, is_error=True)
        else:
            self._fail(sentence)

    # Locking

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody was last here; have keys and pastes in order."""
        lock = self.terminal_lock
        if isinstance(event, _OF_A_HAND) and not event.is_forwarded:
            if lock is not None:
                lock.note_use()
            if self._notifications:
                # What it told is read by who goes on, and would lie over newer news.
                self.clear_notifications()
        if isinstance(event, events.MouseDown):
            # A click on the name of a key is a press of it.
            self.act_guard.press(event.time)
            self.act_guard.press_over()
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            # A paste that nobody took would go round for ever.
            if isinstance(event, events.Key):
                await super().on_event(event)
        elif not self._held_keys.hold(event):
            await self._held_keys.take(event)

    def action_lock(self) -> None:
        """Sign out, and let nothing be done until someone signs in."""
        if self.terminal_lock is not None:
            self.terminal_lock.lock()

    @property
    def terminal_lock(self) -> "TerminalLock | None":
        """What locks this terminal; None before there is a board."""
        return None if self._opener is None else self._opener.lock

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be done here until someone signs in."""
        return self.workstation is not None and self.workstation.is_locked

    def action_command_palette(self) -> None:
        """Offer what can be done now; nothing on a locked terminal."""
        # Not for the first frame: it knows the board's screen.
        from housekeeper.app.board_commands import BoardPalette

        if not self.is_locked and not isinstance(self.screen, BoardPalette):
            self.push_screen(BoardPalette(id="--command-palette"))

    # Keys of every screen

    async def action_quit(self) -> None:
        """Ask, then leave when what was begun is written."""
        if self.is_locked:
            return
        if self.workstation is None:
            self.exit(return_code=1 if self.opening_error else 0)
        else:
            navigation.ask_to_leave(self, self._answered_quit)

    def _answered_quit(self, is_sure: bool | None) -> None:
        if is_sure:
            self.run_worker(self._leave(), name="leave", group="leave", exit_on_error=False)

    async def _leave(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_WITHIN_SECONDS):
                if self.workstation is not None:
                    await self.workstation.acts.settled()
        self.exit()

    async def on_unmount(self) -> None:
        """Close the database when the screen is gone."""
        self.workers.cancel_group(self, "feed")
        for worker in self.workers.cancel_group(self, "erasure"):
            with contextlib.suppress(WorkerError):
                await worker.wait()
        if self._opener is not None:
            await self._opener.close()

    def action_help(self) -> None:
        """Show what the keys do."""
        navigation.open_help(self)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers on every screen beside the acts that are valid now."""
        # Not for the first frame: it knows the board's screen.
        from housekeeper.app.board_commands import board_commands
        from housekeeper.screens.widgets.key_hints import with_key

        yield from board_commands(screen)
        for title, about, name, action in (
            ("Help", "What the keys do", "help", self.action_help),
            ("Lock", "Until someone signs in", "lock", self.action_lock),
            ("Quit", "Leave the board", "quit", self.action_quit),
        ):
            yield SystemCommand(title, with_key(about, type(self), name), action)
        yield from theme_commands(self)


def _settle_memory() -> None:
    """What lives as long as the board is not looked through again at every collection."""
    gc.enable()
    gc.collect()
    gc.freeze()
