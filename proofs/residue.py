"""Nothing of a guest who left is in any file: words are planted, guests leave, bytes are searched.

Words that stand nowhere else are planted by the product's services wherever a guest's words
go, long enough to spill over many pages, and churned. Half of the guests leave. Then the raw
bytes of every file that the program wrote are searched: for the words, and, since the product
keeps them sealed, for the sealed bytes as they stood in the database before. What is planted
past the seal shows that rewriting the file is enough by itself. The same search after a plain
DELETE must find words, or it would prove nothing.
"""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.table import Row
from housekeeper.app.daily_sweep import sweep_bookings
from housekeeper.core.acts import Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.erasure import QUIET_HOUR
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays.checkout import check_out
from housekeeper.store.database import Database
from housekeeper.store.erasure.background import BoardErasing
from proofs.archives import archive_rows
from proofs.hotel import MANAGER, PROOF_HOTEL, store_of
from proofs.options import Options
from proofs.planting import Planted, Size, Words, planted_hotel
from proofs.raw_search import (
    pieces_of,
    plain_delete,
    search_pieces,
    search_words,
    secrets_of_rooms,
    unseal,
    values_of_rooms,
)
from proofs.rewrite_memory import FULL, QUICK, memory_row
from proofs.rewrite_wait import wait_rows

_FULL, _QUICK = Size(40, 60), Size(8, 20)
_KILLED = Size(8, 20)
_PIECES = 1_000
_PIECES_OF_A_RUN = 200


class _LaterClock(SystemClock):
    """The machine's clock, a minute on: a proof need not wait for a lease or half a minute."""

    def real_now(self) -> datetime:
        """Real time, later by a minute."""
        return datetime.now(UTC) + timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A folder with a planted hotel that is copied for each search."""

    folder: Path
    size: Size
    planted: Planted

    def copy(self, name: str) -> Path:
        """A copy of everything in a new folder, and the database in it."""
        target = self.folder.with_name(name)
        shutil.copytree(self.folder, target)
        return target / "hotel.db"


def _make(folder: Path, size: Size, random: Random) -> Made:
    folder.mkdir()
    return Made(folder, size, planted_hotel(folder / "hotel.db", size, random))


def run(options: Options) -> list[Row]:
    """The controls, what is left after the recipe, what the kills left, memory, and the waits."""
    random = options.random("residue")
    made = _make(options.folder / "planted", _QUICK if options.is_quick else _FULL, random)
    rows = [_controls(made, random), *_with_recipe(made, random)]
    rows.append(_past_the_seal(made, random))
    rows += archive_rows(made.copy("archived"), made.size, made.planted, random)
    killed = _make(options.folder / "to kill", _KILLED, random)
    rows.append(_killed(killed, options.times(200, 4), random))
    rows.append(memory_row(options.folder, QUICK if options.is_quick else FULL))
    if not options.is_quick:
        rows += wait_rows(options.folder)
    return rows


# The search can fail


def _controls(made: Made, random: Random) -> Row:
    """After a plain DELETE the search finds words, and it finds sealed bytes."""
    rooms = made.size.leaving
    path = made.copy("plain delete")
    plain: set[str] = set()
    unseal(path, rooms, _texts(random, plain))
    before = search_words(path.parent, plain)
    plain_delete(path, rooms)
    words = search_words(path.parent, plain)
    path = made.copy("sealed delete")
    pieces = pieces_of(values_of_rooms(path, rooms), _PIECES, random)
    plain_delete(path, rooms)
    sealed = search_pieces(path.parent, pieces)
    # A few words are cut in two where a text goes on in another page.
    is_seeing = len(before.found) > 0.9 * len(plain)
    failed = sum((not is_seeing, not words.found, not sealed.found))
    return Row(
        "searches that find nothing after a plain DELETE",
        failed,
        0,
        "searches",
        f"words {len(words.found):,} of {len(plain):,}, sealed pieces {len(sealed.found):,} of "
        f"{len(pieces):,}; before it all {len(before.found):,} words",
    )


def _texts(random: Random, into: set[str]) -> Iterator[str]:
    """Texts of words without end, kept in a set; some spill over pages."""
    words = Words(random)
    while True:
        yield words.text(9_000 if random.random() < 0.1 else 400, into)


# With the recipe


def _with_recipe(made: Made, random: Random) -> list[Row]:
    """Guests leave a board, a command and in bulk; backups are made; everything is searched."""
    path = made.copy("recipe")
    rooms, staying = made.size.leaving, made.size.staying
    gone = made.planted.of(rooms) | made.planted.dropped
    pieces = pieces_of(values_of_rooms(path, rooms), _PIECES, random)
    keys = secrets_of_rooms(path, rooms)
    known = search_pieces(path.parent, keys)
    assert len(known.found) == len(keys)
    with _another_program(path):
        _check_out_by_command(path, rooms[0])
        asyncio.run(_leave_and_erase(path, rooms[1:]))
        words = search_words(path.parent, gone)
        sealed = search_pieces(path.parent, pieces)
        secrets = search_pieces(path.parent, keys)
    lost = asyncio.run(
        _words_lost(path, {room: made.planted.conversations[room] for room in staying})
    )
    what = (
        f"{len(rooms)} of {made.size.rooms} rooms left; {words.files} files, {words.size:,} bytes"
    )
    return [
        Row(
            "words of guests who left, found in the files",
            len(words.found),
            0,
            "words",
            f"{len(gone):,} planted; {what}{_where(words.places)}",
        ),
        Row(
            "sealed bytes of guests who left, found in the files",
            len(sealed.found),
            0,
            "pieces",
            f"{len(pieces):,} pieces of 16 bytes{_where(sealed.places)}",
        ),
        Row(
            "keys of guests who left, found in the files",
            len(secrets.found),
            0,
            "pieces",
            f"{len(keys)} halves of keys, all found before{_where(secrets.places)}",
        ),
        _yesterday(made, path),
        Row("words of guests who stay, lost", lost, 0, "words", f"{len(staying)} rooms read back"),
    ]


def _yesterday(made: Made, today: Path) -> Row:
    """A copy from before the checkout: what it tells with the keys as they are now."""
    rooms = {room: made.planted.conversations[room] for room in made.size.leaving}
    words = sum(len(one) for one in rooms.values())
    path = made.copy("yesterday")
    with_old_keys = words - asyncio.run(_words_lost(path, rooms))
    shutil.copy(key_file_of(today), key_file_of(path))
    with_keys_of_today = words - asyncio.run(_words_lost(path, rooms))
    return Row(
        "words of a copy of yesterday, readable with the keys of today",
        with_keys_of_today if with_old_keys == words else words,
        0,
        "words",
        f"with the keys of yesterday {with_old_keys:,} of {words:,}",
    )


def key_file_of(path: Path) -> Path:
    """Where the keys of a database lie."""
    return path.with_name(f"{path.name}.keys")


@contextmanager
def _another_program(path: Path) -> Iterator[None]:
    """Another program has the file open: without one, SQLite tidies up when the last closes."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("SELECT count(*) FROM room").fetchone()
        yield


def _where(places: tuple[str, ...]) -> str:
    return f"; in {', '.join(sorted(set(places)))}" if places else ""


def _environment(folder: Path) -> dict[str, str]:
    """A program's environment, in which all that it writes comes into the folder."""
    own = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return {**os.environ, **own}


def _check_out_by_command(path: Path, room: str) -> None:
    """One guest leaves by the command line; what it prints is searched too."""
    words = [sys.executable, "-m", "housekeeper", "--database", str(path), "--as", MANAGER.code]
    for name, command in (
        ("checkout", ["checkout", room, "--yes", "--json"]),
        ("history", ["history", "--json"]),
        ("doctor", ["doctor"]),
    ):
        with (path.parent / f"{name}.log").open("wb") as log:
            subprocess.run(  # noqa: S603 - our own program
                [*words, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=_environment(path.parent),
                check=True,
            )


async def _leave_and_erase(path: Path, rooms: tuple[str, ...]) -> None:
    database = await Database.open(str(path))
    store = store_of(database)
    await sweep_bookings(store)
    for some in (rooms[:1], rooms[1:]):
        await store.write(lambda work, some=some: check_out(work, Act(MANAGER, Via.BOARD), some))  # type: ignore[misc]
    # A copy that is made while the erasure is still pending is clean as well.
    await database.backup(path.with_name("pending.backup"))
    await _erase_as_a_board(database)
    await database.backup(path.with_name("erased.backup"))
    await database.close()


async def _erase_as_a_board(database: Database) -> None:
    """What a board does that is opened a minute later."""
    erasing = BoardErasing(database, PROOF_HOTEL, _LaterClock(), QUIET_HOUR, lambda _: None)
    for _ in range(50):
        await erasing.look()
        state = await database.erasure()
        if state is not None and not state.is_pending:
            break
        await asyncio.sleep(0.1)
    else:
        raise RuntimeError("the erasure did not come to its end")


async def _words_lost(path: Path, conversations: dict[str, set[str]]) -> int:
    """How many words of guests who stay cannot be read any more."""
    database = await Database.open(str(path))
    lost = 0
    for room, words in conversations.items():
        messages = await store_of(database).read(
            lambda work, room=room: work.guests.messages(room)  # type: ignore[misc]
        )
        lost += len(words - {word for one in messages for word in one.body.split()})
    await database.close()
    return lost


# Past the seal


def _past_the_seal(made: Made, random: Random) -> Row:
    """Plain words in the product's tables: what the rewrite alone is worth."""
    path = made.copy("past the seal")
    rooms = made.size.leaving
    plain: set[str] = set()
    values = unseal(path, rooms, _texts(random, plain))
    with _another_program(path):
        asyncio.run(_leave_and_erase(path, rooms))
        found = search_words(path.parent, plain)
    return Row(
        "words put there unsealed, found after the rewrite",
        len(found.found),
        0,
        "words",
        f"{len(plain):,} in {values:,} values{_where(found.places)}",
    )


# Killed


@dataclass(slots=True)
class _Runs:
    """What the killed runs came to."""

    words: int = 0
    found: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    before_commit: int = 0
    before_end: int = 0
    after_end: int = 0


def _killed(made: Made, runs: int, random: Random) -> Row:
    """Kill a program while guests leave; after the next start nothing of them is left."""
    whole = _seconds_of_a_run(made)
    came = _Runs()
    for number in range(runs):
        path = made.copy(f"killed {number}")
        gone = set(made.planted.of(made.size.leaving))
        unsealed = made.size.leaving[::2]
        # Half of the guests' words stand there unsealed, so that a search can find them.
        unseal(path, unsealed, _texts(random, gone))
        pieces = pieces_of(values_of_rooms(path, made.size.leaving), _PIECES_OF_A_RUN, random)
        pieces += secrets_of_rooms(path, made.size.leaving)
        said = _run_and_kill(path, made.size.leaving, random.uniform(0, whole * 1.1))
        came.before_commit += "left" not in said
        came.before_end += "left" in said and "erased" not in said
        came.after_end += "erased" in said
        with _another_program(path):
            asyncio.run(_next_start(path, made.size.leaving))
            came.words += len(gone)
            for searched in (search_words(path.parent, gone), search_pieces(path.parent, pieces)):
                came.found |= searched.found
                came.places |= set(searched.places)
        shutil.rmtree(path.parent)
    return Row(
        "words found after a kill and the next start",
        len(came.found),
        0,
        "words",
        f"{runs} kills: {came.before_commit} before the first commit, {came.before_end} before "
        f"the rewrite was done, {came.after_end} after; {came.words:,} words searched for"
        f"{_where(tuple(came.places))}",
    )


def _start(path: Path, rooms: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "proofs.leaving", str(path), *rooms],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=(path.parent / "leaving.log").open("wb"),
        env=_environment(path.parent),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def _seconds_of_a_run(made: Made) -> float:
    """How long the program takes from the first checkout until the file is rewritten."""
    path = made.copy("whole")
    process = _start(path, made.size.leaving)
    assert process.stdin is not None
    assert process.stdout is not None
    began = time.monotonic()
    process.stdin.write(b"\n")
    process.stdin.flush()
    while process.stdout.readline() not in {b"erased\n", b""}:
        pass
    took = time.monotonic() - began
    process.communicate()
    shutil.rmtree(path.parent)
    return took


def _run_and_kill(path: Path, rooms: tuple[str, ...], after: float) -> list[str]:
    """Let the program go, kill it after so many seconds, and give what it had said."""
    process = _start(path, rooms)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\n")
    process.stdin.flush()
    time.sleep(after)
    process.kill()
    said = process.stdout.read().decode().split()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    return said


async def _next_start(path: Path, rooms: tuple[str, ...]) -> None:
    """The next start: who has not left yet leaves now, and the board erases what is pending."""
    database = await Database.open(str(path))
    await store_of(database).write(
        lambda work: check_out(work, Act(MANAGER, Via.BOARD), list(rooms))
    )
    await _erase_as_a_board(database)
    await database.close()
