"""Opens the demonstration: its hotel in a database of its own, which goes when it is closed."""

import sys
from collections.abc import Callable
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory

from housekeeper.core.clock import Clock, SystemClock
from housekeeper.core.hotel import Hotel
from housekeeper.demo.hotel import HOTEL, make_demonstration, mid_morning
from housekeeper.hotel_access import open_database_at
from housekeeper.store.database import Database


class Demonstration:
    """The demonstration hotel while it is open."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="housekeeper-demo-", ignore_cleanup_errors=True)
        self._playing: Popen[bytes] | None = None
        self.hotel = HOTEL
        self.clock: Clock = mid_morning(SystemClock())

    @property
    def target(self) -> str:
        """The path of its database."""
        return f"{self._folder.name}/demonstration.db"

    async def open(
        self, make_clock: Callable[[Hotel], Clock] | None = None, is_played: bool = False
    ) -> Database:
        """Make the hotel and give its database, which is the caller's to close.

        `make_clock` gives a training clock in place of one that begins mid-morning. With
        `is_played` a second process plays the staff, so that the board moves by itself.
        """
        if make_clock is not None:
            self.clock = make_clock(HOTEL)
        database = await open_database_at(self.target, may_make=True)
        try:
            await make_demonstration(database, self.clock)
        except BaseException:
            await database.close()
            raise
        if is_played:
            self._playing = _play_staff(self.target, self.clock)
        return database

    def close(self) -> None:
        """End its staff and delete its database, which must be closed by now."""
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()
        self._folder.cleanup()


def _play_staff(target: str, clock: Clock) -> "Popen[bytes]":
    """A second process that works in the demonstration, as another terminal would."""
    words = [
        sys.executable,
        "-m",
        "housekeeper.demo.staff_at_work",
        target,
        clock.now().isoformat(),
    ]
    return Popen(words, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)  # noqa: S603 - our own
