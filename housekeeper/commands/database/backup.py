"""Backing the database up into a file, and restoring it from one."""

import asyncio
from argparse import Namespace
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.output import complain, counted, print_json, say
from housekeeper.core.acts import EventKind
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import HousekeeperError, NotPossible, StoreBusy, StoreUnusable
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.hotel_access import open_database_at, opened_database
from housekeeper.settings.address_text import without_password
from housekeeper.settings.places import make_data_folder
from housekeeper.settings.table import Settings
from housekeeper.store.database import Database
from housekeeper.store.disk import overwrite_and_delete, require_free_name
from housekeeper.store.erasure.after_restore import ErasedAgain
from housekeeper.store.guest_keys.key_file import keys_of
from housekeeper.store.guest_keys.key_file_copies import copy_keys, require_copyable
from housekeeper.store.location import SqliteFile, locate
from housekeeper.store.sqlite.kept_cli_pin import asks_cli_pin
from housekeeper.store.sqlite.running_boards import is_board_running
from housekeeper.store.transfer.backup import Contents
from housekeeper.store.transfer.restore import Restored
from housekeeper.store.transfer.restore import restore as put_in_place
from housekeeper.store.transfer.restored_in_place import settle_in_place


async def backup(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper backup`: a consistent copy of the database, verified, in a new file."""
    path = Path(arguments.file)
    keys_copy = None if arguments.keys_copy is None else Path(arguments.keys_copy)
    require_free_name(path)
    if keys_copy is not None:
        _require_key_copy(arguments.keys_copy, path)
    async with opened_database(settings) as database:
        await act_on_database(settings, database)
        if keys_copy is not None and database.file is not None:
            await database.run(partial(require_copyable, keys=database.keys), "DEFERRED")
        contents = await database.backup(path)
        if keys_copy is not None:
            await _copy_keys(database, keys_copy, path)
        is_damaged = (await database.facts())["integrity"] != "ok"
    if arguments.json:
        copied = {"keys": None if keys_copy is None else str(keys_copy)}
        print_json(
            {"file": str(path), "bytes": contents.size, **copied, **_contents_json(contents)}
        )
    else:
        say(f"The database is copied to {path} ({contents.size:,} bytes) and the copy verified:")
        say(f"{_contents_text(contents)}.")
        if keys_copy is not None:
            say(f"The keys of the guests' words are copied to {keys_copy}: keep the two apart.")
    if is_damaged:
        complain(
            "The copy is whole, but the database itself is damaged in its indexes: "
            f"restore it with 'housekeeper restore {path}'."
        )
    return 0


def _require_key_copy(name: str, backup_file: Path) -> None:
    if "://" in name or without_password(name) != name:
        raise NotPossible("A copy of the keys is written to a file: give --keys a path.")
    copy = Path(name)
    if copy.resolve() == backup_file.resolve():
        raise NotPossible("The copy of the keys needs another name than that of the database.")
    require_free_name(copy, to_be_made=backup_file)


async def _copy_keys(database: Database, target: Path, backup_file: Path) -> None:
    """Copy the keys as well; where that fails, the copy of the database goes again."""
    try:
        await database.run(partial(copy_keys, keys=database.keys, target=target), "IMMEDIATE")
    except BaseException as fault:
        await asyncio.to_thread(overwrite_and_delete, backup_file)
        if not isinstance(fault, HousekeeperError):
            raise
        raise NotPossible(
            f"{str(fault)[:-1]}; the copy of the database, {backup_file}, was removed again."
        ) from fault


async def restore(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper restore`: put a backup in the place of the database, as one change."""
    _refuse_unclear(arguments)
    if arguments.in_place:
        return await _restore_in_place(settings, arguments)
    path = _database_file(settings)
    keys_copy = None if arguments.keys_copy is None else Path(arguments.keys_copy)
    backup_file = Path(arguments.file)
    asks_pin = await asyncio.to_thread(asks_cli_pin, path)
    act = await _act_to_restore(settings, path, asks_pin)
    restored = await put_in_place(
        path,
        backup_file,
        arguments.discard_newer,
        settings.keys,
        keys_copy,
        lambda staged: _note_restore(staged, act, backup_file.name, asks_pin),
    )
    async with opened_database(settings) as database:
        is_erased = await _erase_replaced(database)
    if arguments.json:
        print_json(
            {
                "database": str(path),
                "discarded": list(restored.discarded),
                "erasure_pending": not is_erased,
                **_erased_again_json(restored.erased_again),
                **_contents_json(restored.contents),
            }
        )
    else:
        _tell(restored, path, is_erased)
    return 0


def _refuse_unclear(arguments: Namespace) -> None:
    if arguments.in_place == (arguments.file is not None):
        raise NotPossible(
            "Name the backup to restore, or say --in-place where it was put back by other means."
        )
    if arguments.in_place and (arguments.keys_copy is not None or arguments.discard_newer):
        raise NotPossible("--keys and --discard-newer are for a restore from a FILE.")
    if arguments.keys_too and not arguments.in_place:
        raise NotPossible("--keys-too goes with --in-place; a FILE is restored with --keys COPY.")


async def _restore_in_place(settings: Settings, arguments: Namespace) -> int:
    database = await open_database_at(settings.database, settings.keys, to_copy=True)
    try:
        act = await act_on_database(settings, database)
        again = await settle_in_place(database, arguments.keys_too)
        # From here on it is a database as any other.
        await database.begin()
        await _note_restore(database, act, "in place", asks_pin=False)
        is_erased = await _erase_replaced(database)
    finally:
        await database.close()
    if arguments.json:
        print_json({"erasure_pending": not is_erased, **_erased_again_json(again)})
    else:
        say("The database is as its backup was, without the guests who have left since.")
        _tell_erased_again(again)
        say("Boards that are open show it within a moment.")
    return 0


async def _act_to_restore(settings: Settings, path: Path, asks_pin: bool) -> Act:
    """Who restores: a manager where commands ask for PINs, else whoever is named, if anybody.

    In a database that cannot be read nobody can sign in: who may write the file restores it.
    """
    is_asked = asks_pin or settings.cli_pin
    if not _has_database(path) or not (is_asked or settings.staff):
        return unnamed_act()
    try:
        async with opened_database(settings) as database:
            return await act_on_database(settings, database)
    except StoreUnusable:
        return unnamed_act()
    except HousekeeperError:
        if is_asked:
            raise
        return unnamed_act()


def _has_database(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


async def _note_restore(staged: Database, act: Act, file_name: str, asks_pin: bool) -> None:
    """Write the restore in each hotel's history, before anybody sees it; PINs stay asked for."""
    for hotel in await staged.hotels():

        def note(work: UnitOfWork) -> None:
            work.hotel_events.add(act, EventKind.RESTORED, file_name)
            if asks_pin:
                work.staff.set_cli_pin(True)

        await staged.hotel(hotel, SystemClock()).write(note)


def _database_file(settings: Settings) -> Path:
    place = locate(settings.database)
    if not isinstance(place, SqliteFile):
        raise NotPossible(
            "A PostgreSQL database is restored with pg_restore, then made safe with 'housekeeper "
            "restore --in-place': docs/postgresql.md has the commands."
        )
    if place.path is None:
        raise NotPossible("A database in memory cannot be restored; give a path with --database.")
    if settings.origins["database"] == "default":
        make_data_folder()
    if not place.path.parent.is_dir():
        raise NotPossible(f"There is no folder {place.path.parent} to restore the database in.")
    # Keys that lie in another place than theirs would be taken for lost.
    keys_of(place, settings.keys)
    return place.path


async def _erase_replaced(database: Database) -> bool:
    """Let what was replaced leave the file, unless a board is there to do it."""
    eraser = database.eraser(SystemClock())
    if eraser is None or database.file is None:
        return True
    if await asyncio.to_thread(is_board_running, database.file):
        return False
    try:
        return await eraser.erase() is not None
    except StoreBusy:
        return False


def _tell(restored: Restored, path: Path, is_erased: bool) -> None:
    say(f"The database {path} is restored: {_contents_text(restored.contents)}.")
    if restored.discarded:
        say(f"Given up with what was there before: {', '.join(restored.discarded)}.")
    _tell_keys(restored)
    if not is_erased:
        say("What was replaced leaves the file when nobody acts, or with 'housekeeper erase'.")
    say("Boards that are open show it within a moment.")


def _tell_keys(restored: Restored) -> None:
    _tell_erased_again(restored.erased_again)
    if restored.keys_aside is not None:
        say(f"The key file there was another database's: it is now {restored.keys_aside}.")


def _tell_erased_again(again: ErasedAgain) -> None:
    if again.rooms:
        numbers = ", ".join(number for _, number in again.rooms)
        guests = "guest has" if len(again.rooms) == 1 else "guests have"
        say(f"Checked out again, since the {guests} left after the backup: {numbers}.")
    say("Every vacant room has a new PIN.")
    if again.new_pins:
        pins = ", ".join(f"{number} {pin}" for (_, number), pin in again.new_pins.items())
        say(f"New PINs too, since their guests may have left since: {pins}.")
        say("Give them to the guests who are still there.")
    if again.names:
        say(f"{counted(again.names, 'name')} of other guests who left forgotten again.")
    if again.unreadable:
        lost = ", ".join(_so_many(count, kind) for kind, count in again.unreadable)
        complain(
            f"Nobody can read what was sealed with keys that are missing: {lost}. A copy of the "
            "keys brings it back: 'housekeeper restore FILE --keys COPY'."
        )


def _erased_again_json(again: ErasedAgain) -> dict[str, object]:
    def rooms(found: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"hotel": hotel, "room_number": number} for hotel, number in found]

    return {
        "checked_out_again": rooms(again.rooms),
        "new_pins": [
            {"hotel": hotel, "room_number": number, "pin": pin}
            for (hotel, number), pin in again.new_pins.items()
        ],
        "unreadable_words": dict(again.unreadable),
    }


def _so_many(count: int, kind: str) -> str:
    """A count of words, of kinds such as 'messages' and 'names of bookings'."""
    first, *rest = kind.split(" of ")
    return " of ".join([f"{count:,} {first if count > 1 else first.removesuffix('s')}", *rest])


def _contents_text(contents: Contents) -> str:
    hotels = ", ".join(
        f"{slug} up to event {last_seq:,}" for slug, last_seq in contents.last_seqs.items()
    )
    return f"{hotels or 'no hotel'}; {contents.counts['bookings']:,} bookings"


def _contents_json(contents: Contents) -> dict[str, object]:
    return {
        "database_id": contents.database_id,
        "schema_version": contents.version,
        "last_seq": dict(contents.last_seqs),
        "counts": dict(contents.counts),
    }
