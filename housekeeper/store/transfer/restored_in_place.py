"""Doing to a database that other tools have put back what a restore does.

A server is restored by its own tools, and a file can be copied over. Then nothing is known of
what was there before but what the keys tell.
"""

import asyncio

from sqlalchemy import Connection, select, update

from housekeeper.core.clock import SystemClock
from housekeeper.store.database import Database
from housekeeper.store.erasure.after_restore import ErasedAgain, erase_again
from housekeeper.store.repositories.erasures import ask as ask_for_erasure
from housekeeper.store.repositories.events import tell_every_hotel
from housekeeper.store.tables import database_mark, hotel
from housekeeper.store.transfer.rows import GUEST_IDS_PASSED_OVER


async def settle_in_place(database: Database, has_old_keys: bool) -> ErasedAgain:
    """Check out who has left, give new PINs, and have every board read all anew.

    The database was opened `to_copy`, so that nothing was done to its keys yet. With
    `has_old_keys` the keys are those of the backup: no guest is known to be there still.
    """
    trusted = set() if has_old_keys else await asyncio.to_thread(database.keys.live)
    await database.run(_mark_anew, "IMMEDIATE")
    done = await erase_again(database, database.keys, trusted)
    await database.run(tell_every_hotel, "IMMEDIATE")
    return done


def _mark_anew(connection: Connection) -> None:
    now = SystemClock().real_now()
    generation = connection.execute(select(database_mark.c.generation)).scalar_one()
    connection.execute(
        update(database_mark).values(
            # Beyond any that was in use when the backup was made, or since.
            generation=max(generation + 1, int(now.timestamp())),
            # As many may have been given out since: none of them comes again.
            last_guest_id=database_mark.c.last_guest_id + GUEST_IDS_PASSED_OVER,
            erasure_holder=None,
            erasure_until=None,
        )
    )
    ask_for_erasure(connection, now)
    connection.execute(update(hotel).values(drain_holder=None, drain_until=None))
