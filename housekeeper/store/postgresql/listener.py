"""Hears of commits: one connection that LISTENs to a hotel's channel, on a thread of its own.

Each unit that appends events notifies the channel with their last seq, in its own transaction.
What is heard is only a hint to look, so a notification that is lost costs no more than the
wait for the next look.
"""

import asyncio
import select
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg

from housekeeper.core.backoff import Backoff
from housekeeper.store.postgresql.address import WATCH_TERMINAL, PostgresqlPlace
from housekeeper.store.postgresql.connection import Driver, is_pooled

_HOTEL = "SELECT id FROM hotel WHERE slug = %s"
_PROVE_EVERY_SECONDS = 5.0


class PostgresqlEar:
    """Listens for one hotel until it is stopped, and connects anew whenever it has to.

    `hears` is false before the first connection, while it is lost, and always behind a pooler
    that gives each transaction another session: LISTEN needs one of its own.
    """

    def __init__(self, place: PostgresqlPlace, slug: str, hint: Callable[[], None]) -> None:
        self._place = place
        self._slug = slug
        self._hint = hint
        self._loop = asyncio.get_running_loop()
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="postgresql listens", daemon=True)
        self.hears = False

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    async def stop(self) -> None:
        """Listen no longer."""
        self._stop.close()
        # Not waited for while it connects to a server that does not answer.
        await asyncio.to_thread(self._thread.join, 1.0)

    def _serve(self) -> None:
        backoff = Backoff(0.2, 2.0)
        while not self._is_stopped(0.0):
            try:
                with self._place.connect("listens") as driver:
                    if is_pooled(driver):
                        return
                    self._listen(driver, backoff)
            except (psycopg.Error, OSError):
                pass
            self._turn(hears=False)
            if self._is_stopped(backoff.next()):
                break
        self._stopped.close()

    def _listen(self, driver: Driver, backoff: Backoff) -> None:
        row = driver.execute(_HOTEL, (self._slug,)).fetchone()
        if row is None:
            return
        driver.execute(f"{WATCH_TERMINAL}; LISTEN {channel_of(row[0])}")
        backoff.restart()
        self._turn(hears=True)
        while True:
            watched: list[Driver | socket.socket] = [driver, self._stopped]
            ready, _, _ = select.select(watched, [], [], _PROVE_EVERY_SECONDS)
            if self._stopped in ready:
                return
            if not ready:
                # A server that is gone without a word is noticed by asking it.
                driver.execute("SELECT 1")
            if list(driver.notifies(timeout=0)):
                self._tell()

    def _turn(self, hears: bool) -> None:
        """What was committed unheard is looked for at once, and a loss is shown at once."""
        if hears or self.hears:
            self.hears = hears
            self._tell()

    def _tell(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hint)

    def _is_stopped(self, within_seconds: float) -> bool:
        return bool(select.select([self._stopped], [], [], within_seconds)[0])


def channel_of(hotel_id: int) -> str:
    """The channel on which the commits of a hotel are told."""
    return f"housekeeper_{hotel_id}"


@asynccontextmanager
async def listening(
    place: PostgresqlPlace, slug: str, hint: Callable[[], None]
) -> AsyncIterator[PostgresqlEar]:
    """Have `hint` called on the event loop whenever something was committed in this hotel."""
    ear = PostgresqlEar(place, slug, hint)
    ear.start()
    try:
        yield ear
    finally:
        await ear.stop()
