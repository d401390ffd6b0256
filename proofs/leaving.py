"""`python -m proofs.leaving FILE ROOM ...`: a program in which guests leave, to be killed.

It says `ready`, waits for a line, checks the rooms out and rewrites the file, and says how far
it has come.
"""

import asyncio
import sys

from housekeeper.core.acts import Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays.checkout import check_out
from housekeeper.store.database import Database
from proofs.hotel import MANAGER, store_of


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def leave(path: str, rooms: list[str]) -> None:
    """Check these rooms out, half of them in one act and half in another, and erase."""
    database = await Database.open(path)
    store = store_of(database)
    # What the first transaction costs beside its own work is not to be hit more than the rest.
    await store.read(lambda work: work.rooms.find(rooms))
    _say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    for some in (rooms[::2], rooms[1::2]):
        await store.write(lambda work, some=some: check_out(work, Act(MANAGER, Via.BOARD), some))  # type: ignore[misc]
        _say("left")
    eraser = database.eraser(SystemClock())
    assert eraser is not None
    await eraser.erase()
    _say("erased")
    await database.close()
    _say("closed")


if __name__ == "__main__":
    asyncio.run(leave(sys.argv[1], sys.argv[2:]))
