"""How far it is from a key to the disk and back to the screen, in functions of the package.

A hop is a function of `housekeeper` that stands on one of the five stacks by which `s` travels:

1. from the terminal's key event to the queue of acts,
2. from that queue to each task that is made for the write,
3. from there to the database's thread,
4. on that thread, to the last statement before the commit,
5. after the commit, from the queue to the first column that has itself painted.

Each function counts once; what is called beside the way and returns (a guard, a property, a
statement read before) is none, nor is a comprehension.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import housekeeper
from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from tests.engines import only_on_sqlite
from tests.screens.conftest import MARIA, SmallHotel, board_on

pytestmark = only_on_sqlite

MOST_HOPS = 21
"""No more than this; every layer that only passes on is felt in each key, and in each reading."""

PACKAGE = Path(housekeeper.__file__).parent
_OF_AN_EXPRESSION = {"<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"}

Stack = tuple[CodeType, ...]


def stack_of(frame: FrameType | None) -> Stack:
    """The functions of the package on a stack, the outermost first."""
    found: list[CodeType] = []
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(str(PACKAGE)) and code.co_name not in _OF_AN_EXPRESSION:
            found.append(code)
        frame = frame.f_back
    return tuple(reversed(found))


@dataclass(slots=True)
class WayOfAKey:
    """Watches what is called, from the key on, and keeps the five stacks."""

    is_watching: bool = False
    to_queue: Stack = ()
    to_tasks: list[Stack] = field(default_factory=list)
    to_thread: Stack = ()
    to_statement: Stack = ()
    to_paint: Stack = ()
    is_committed: bool = False

    def watch(self, frame: FrameType, event: str, argument: Any) -> None:
        """What `sys.setprofile` calls on each thread, at every call."""
        if not self.is_watching or self.to_paint:
            return
        if event == "c_call":
            self._watch_driver(frame, argument.__qualname__)
        elif event == "call":
            self._watch_function(frame, frame.f_code.co_qualname)

    def _watch_driver(self, frame: FrameType, called: str) -> None:
        if self.is_committed or threading.current_thread() is threading.main_thread():
            return
        if called in {"Cursor.execute", "Cursor.executemany"}:
            self.to_statement = stack_of(frame) or self.to_statement
        elif called == "Connection.commit":
            self.is_committed = True

    def _watch_function(self, frame: FrameType, called: str) -> None:
        if called == "ActQueue.submit":
            self.to_queue = stack_of(frame)
        elif self.to_queue and not self.is_committed:
            stack = stack_of(frame)
            if called == "BaseEventLoop.create_task" and stack:
                self.to_tasks.append(stack)
            elif called == "Connection._execute" and stack and not self.to_thread:
                self.to_thread = stack
        elif self.is_committed and called == "Painter.mark":
            stack = stack_of(frame)
            if all(code.co_name != "tick" for code in stack):
                self.to_paint = stack

    @property
    def hops(self) -> list[CodeType]:
        """Every function of the five stacks once, in the order of the way."""
        stacks = (self.to_queue, *self.to_tasks, self.to_thread, self.to_statement, self.to_paint)
        return list(dict.fromkeys(code for stack in stacks for code in stack))

    def __str__(self) -> str:
        files = {code.co_filename for code in self.hops}
        named = [
            f"{place:3}  {Path(code.co_filename).relative_to(PACKAGE)}  {code.co_qualname}"
            for place, code in enumerate(self.hops, 1)
        ]
        return "\n".join([f"{len(self.hops)} hops through {len(files)} files", *named])


@contextmanager
def watched_way() -> Iterator[WayOfAKey]:
    """A way that is watched on this thread and on those begun in the block."""
    way = WayOfAKey()
    threading.setprofile(way.watch)
    sys.setprofile(way.watch)
    try:
        yield way
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def test_the_way_of_a_key_is_short(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "104")
    with watched_way() as way:
        async with board_on(hotel, staff=MARIA) as at:
            await at.press("1", "0", "4")
            # The feed's own looks are no part of the way.
            at.app.workers.cancel_group(at.app, "feed")
            await at.pilot.pause()
            way.is_watching = True
            await at.press("s")
            way.is_watching = False
            room = at.board.room("104")
            assert room is not None
            assert room.status is RoomStatus.CLEANING_IN_PROGRESS
    print(way)
    assert all((way.to_queue, way.to_tasks, way.to_thread, way.to_statement, way.to_paint)), way
    assert len(way.hops) <= MOST_HOPS, way
