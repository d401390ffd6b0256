"""A program that publishes what is pending in a database, to be killed while it does."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from housekeeper.core.clock import Clock
from housekeeper.live.pusher.messages import PusherMessage
from housekeeper.live.pusher.publisher import Publisher
from housekeeper.live.pusher.sender import PusherSender, Sent
from housekeeper.settings.pusher import PusherSettings
from housekeeper.store.database import Database
from tests.grand_hotel import GRAND, SetClock
from tests.soketi.server import APP_ID, KEY, SECRET


@dataclass(slots=True)
class _TellingSender:
    """Says on stdout that it is about to send."""

    inner: PusherSender

    async def send(self, messages: Sequence[PusherMessage]) -> Sent:
        print("sending", flush=True)
        return await self.inner.send(messages)

    async def check(self) -> Sent:
        return await self.inner.check()


async def main(database_path: str, port: int) -> None:
    """Drain once, with the tests' clock."""
    settings = PusherSettings(APP_ID, KEY, SECRET, host="127.0.0.1", port=port, tls=False)
    database = await Database.open(database_path)
    clock: Clock = SetClock()
    sender = _TellingSender(PusherSender(settings, 30.0, 60.0))
    await Publisher(database.hotel(GRAND, clock), clock, sender).drain()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
