"""Moving all hotels of a database to another one, or copying them."""

import os
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from housekeeper.commands.database.manager import act_on_database, note_everywhere
from housekeeper.commands.output import complain, counted, print_json, say
from housekeeper.core.acts import EventKind
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import NotPossible
from housekeeper.hotel_access import is_missing, open_database_at
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database
from housekeeper.store.location import SqliteFile, locate
from housekeeper.store.transfer.copy_database import Copied, copy_hotels, finish

_LEFT_BESIDE = ("", "-wal", "-shm", ".queue", ".boards")


async def copy(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper copy`: all hotels into an empty database, verified, whole or not at all."""
    source_file = _file_of(arguments.source)
    if source_file is not None and is_missing(source_file):
        raise NotPossible(f"There is no database {source_file} to copy.")
    async with (
        _open(arguments.source, settings.keys) as source,
        _open_target(arguments.target, arguments.target_keys) as target,
    ):
        act = await act_on_database(settings, source)
        if await finish(source, target):
            _tell_finished(target, arguments)
            return 0
        place = _name_target(arguments.target, target)
        copied = await copy_hotels(
            source,
            target,
            None if arguments.keep_source else place,
            SystemClock().real_now(),
            _CopyProgress().report,
        )
        # A source that is closed by the copy has its history in the target.
        for database in (source, target) if arguments.keep_source else (target,):
            await note_everywhere(database, act, EventKind.COPIED, f"to {place}")
        hotels = [hotel.slug for hotel in await target.hotels()]
        keys = (await target.key_report()).facts
    if arguments.json:
        print_json(
            {
                "hotels": hotels,
                "rows": copied.rows,
                "tables": {
                    name: {"rows": count, "sha256": digest}
                    for name, (count, digest) in copied.tables.items()
                },
                "target": place,
                "moved": not arguments.keep_source,
                "keys": {"file": keys.place, "live": keys.live},
            }
        )
    else:
        _tell(copied, hotels, place, arguments)
        if keys.live:
            say(f"The keys of guests' words went along: {keys.live:,} in {keys.place}.")
    return 0


class _CopyProgress:
    """Tells on standard error how far each table is."""

    _every = 100_000

    def __init__(self) -> None:
        self._table = ""
        self._told = 0

    def report(self, table: str, count: int) -> None:
        """So many rows of this table are on their way."""
        if table != self._table or count >= self._told + self._every:
            self._table, self._told = table, count
            complain(f"{table}: {counted(count, 'row')} ...")


def _file_of(target: str) -> SqliteFile | None:
    """The file that a database lies in; None for one on a server."""
    place = locate(target)
    if not isinstance(place, SqliteFile):
        return None
    if place.path is None:
        raise NotPossible("A database in memory goes with its program; name a file.")
    return place


@asynccontextmanager
async def _open(target: str, keys: str | None) -> AsyncIterator[Database]:
    database = await open_database_at(target, keys, may_make=True, to_copy=True)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _open_target(target: str, keys: str | None) -> AsyncIterator[Database]:
    """The target; a file that was made for it goes again where nothing was copied."""
    file = _file_of(target)
    made = [] if file is None else _to_be_made(file)
    try:
        async with _open(target, keys) as database:
            yield database
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _to_be_made(file: SqliteFile) -> list[Path]:
    """What opening a new database makes; nothing that lies there already is among it."""
    if file.path is None or not is_missing(file):
        return []
    beside = [file.path.with_name(file.path.name + ending) for ending in _LEFT_BESIDE]
    return [path for path in beside if not os.path.lexists(path)]


def _name_target(target: str, database: Database) -> str:
    """How those who come to the source are told of the target; never with a password."""
    file = _file_of(target)
    return database.location if file is None or file.path is None else str(file.path.absolute())


def _tell_finished(target: Database, arguments: Namespace) -> None:
    if arguments.json:
        print_json(
            {"target": _name_target(arguments.target, target), "moved": True, "finished": True}
        )
    else:
        say("An earlier copy was whole but for its last word, which is said now.")


def _tell(copied: Copied, hotels: list[str], place: str, arguments: Namespace) -> None:
    names = ", ".join(hotels) or "no hotel"
    say(f"Copied to {place}, and every row read back the same: {names}.")
    say(f"{counted(copied.rows, 'row')} in {counted(len(copied.tables), 'table')}.")
    if arguments.keep_source:
        say("The source goes on as it was: from now on these are two databases, and what is")
        say("erased in one stays in the other.")
    else:
        say("The source is closed: its boards, and who starts on it, are told of the new place.")
        say("Its own keys are overwritten, so nobody reads a guest's words in it; delete it.")
