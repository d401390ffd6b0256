"""Does to the keys of stays what belongs to a commit, after it and away from the key's path."""

import asyncio
from functools import partial

from sqlalchemy import Connection

from housekeeper.store.engine import Engine
from housekeeper.store.guest_keys import overwrite
from housekeeper.store.guest_keys.sealed_words import KeyChanges
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.guest_keys.stay_without_key import give_lacking_keys
from housekeeper.store.running_tasks import RunningTasks

_SCREEN_FIRST_SECONDS = 0.1
"""A checkout is painted, and another begun, before its key is overwritten."""


class KeyKeeper:
    """Keeps one database and its keys in step. What it starts, `RunningTasks.settle` waits for."""

    def __init__(self, engine: Engine, keys: StayKeys, tasks: RunningTasks) -> None:
        self._engine = engine
        self._keys = keys
        self._tasks = tasks
        self._has_new_marks = False
        self._is_overwriting = False

    def after_commit(self, changes: KeyChanges) -> None:
        """Overwrite what a unit that is committed marked, and note what it made."""
        if changes.marked:
            self._overwrite_marked()
        if changes.created:
            note = partial(overwrite.note_committed, keys=self._keys)
            self._tasks.hold(asyncio.create_task(self._engine.run(note, "DEFERRED")))

    def after_doubtful_commit(self, changes: KeyChanges) -> None:
        """The same where a commit failed or its answer was lost, by what the database says."""
        if changes.created:
            self._tasks.hold(asyncio.create_task(self._destroy_leftover()))
        if changes.marked:
            self._overwrite_marked()

    def has_unfinished(self, connection: Connection) -> bool:
        """Whether something is left to be done: see `overwrite.is_unfinished`."""
        return overwrite.is_unfinished(connection, self._keys)

    def finish_unfinished(self) -> None:
        """Do what a program that was cut off left undone, and give keys to stays without."""
        self._tasks.hold(asyncio.create_task(self._destroy_leftover()))
        self._tasks.hold(asyncio.create_task(self._give_lacking()))
        self._overwrite_marked()

    async def _give_lacking(self) -> None:
        give = partial(give_lacking_keys, keys=self._keys)
        self.after_commit(await self._engine.run(give, "IMMEDIATE"))

    async def _destroy_leftover(self) -> None:
        await self._engine.run(partial(overwrite.destroy_leftover, keys=self._keys), "IMMEDIATE")

    def _overwrite_marked(self) -> None:
        self._has_new_marks = True
        if not self._is_overwriting:
            self._is_overwriting = True
            self._tasks.hold(asyncio.create_task(self._overwrite_until_done()))

    async def _overwrite_until_done(self) -> None:
        try:
            while self._has_new_marks:
                await self._tasks.pause(_SCREEN_FIRST_SECONDS)
                self._has_new_marks = False
                numbers = await self._engine.run(overwrite.marked, "DEFERRED")
                if numbers:
                    await asyncio.to_thread(self._keys.destroy, numbers)
                    take = partial(overwrite.take_marks, numbers=numbers)
                    await self._engine.run(take, "IMMEDIATE")
        finally:
            # What could not be done is done after the next checkout or at the next start.
            self._is_overwriting = False
