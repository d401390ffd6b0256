"""Archives of a history hold nothing of a guest, and what was archived leaves the database."""

import asyncio
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.table import Row
from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.erasure import QUIET_HOUR
from housekeeper.core.history.retention import Bound, bound_before, last_bound, let_history_go
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.erasure.background import BoardErasing
from housekeeper.store.transfer.history_archive import archive_history
from proofs.hotel import MANAGER, PROOF_HOTEL, store_of
from proofs.planting import Planted, Size, Words
from proofs.raw_search import search_words

_TRIES = 50


class _MonthsLater(SystemClock):
    """The machine's clock, ninety days on: what happened just now is old history."""

    def now(self) -> datetime:
        """Business time, later by ninety days."""
        return self.real_now()

    def real_now(self) -> datetime:
        """Real time, later by as much."""
        return datetime.now(UTC) + timedelta(days=90)


def archive_rows(path: Path, size: Size, planted: Planted, random: Random) -> list[Row]:
    """Guests leave and rooms are mended; months later all of it is archived and let go."""
    guests = set().union(*planted.by_room.values()) | planted.dropped
    faults: set[str] = set()
    archive = path.with_name("old.history")
    asyncio.run(_happen(path, size, random, faults))
    known = search_words(path.parent, faults)
    bound = asyncio.run(_archive_and_let_go(path, archive))
    lines = gzip.decompress(archive.read_bytes()).decode()
    archive.unlink()
    kept = sum(word in lines for word in faults)
    told = sorted(word for word in guests if word in lines)
    found = search_words(path.parent, faults)
    # A few words are cut in two where a text goes on in another page.
    is_seeing = len(known.found) > 0.9 * len(faults) and kept == len(faults)
    what = f"{bound.count:,} events, {len(lines):,} characters"
    return [
        Row(
            "words of guests, found in an archive of the history",
            len(told) if is_seeing else len(guests),
            0,
            "words",
            f"{len(guests):,} planted; {what}, with all {kept} words of the staff's own",
        ),
        Row(
            "words of history that was let go, found in the files",
            len(found.found) if is_seeing else len(faults),
            0,
            "words",
            f"{len(known.found)} of {len(faults)} before it",
        ),
    ]


async def _happen(path: Path, size: Size, random: Random, faults: set[str]) -> None:
    """Guests leave, and in their rooms something is broken and mended: words of the history."""
    database = await Database.open(str(path))
    store, words = store_of(database), Words(random)

    def happen(work: UnitOfWork) -> None:
        check_out(work, Act(MANAGER, Via.BOARD), list(size.leaving))
        for room in size.leaving:
            broken = TurnRequest(Verb.MAINTENANCE, room, note=words.text(200, faults))
            for request in (broken, TurnRequest(Verb.FIXED, room)):
                perform(work, Act(MANAGER, Via.BOARD), request)

    await store.write(happen)
    await database.close()


async def _archive_and_let_go(path: Path, archive: Path) -> Bound:
    database, clock = await Database.open(str(path)), _MonthsLater()
    store = database.hotel(PROOF_HOTEL, clock)
    bound = await store.read(lambda work: bound_before(work, last_bound(work)))
    await archive_history(store, archive, bound)
    await let_history_go(store, bound, Act(MANAGER, Via.BOARD), "to a file")
    erasing = BoardErasing(database, PROOF_HOTEL, clock, QUIET_HOUR, lambda _: None)
    for _ in range(_TRIES):
        await erasing.look()
        state = await database.erasure()
        if state is not None and not state.is_pending:
            break
        await asyncio.sleep(0.1)
    await database.close()
    return bound
