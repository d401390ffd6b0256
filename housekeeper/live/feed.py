"""The whole of one terminal's live feed: the store's own feed, and Pusher on top where it is set.

Pusher's hints only bring the next look forward. While they can be relied on the looks between
them are a safety net; as soon as they cannot, the store is looked at as often as without.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from housekeeper.core.clock import Clock
from housekeeper.core.hotel import Hotel
from housekeeper.core.unit_of_work import Answer, Ear, Store, StoreMark, StoreNews, Unit
from housekeeper.live.pusher.messages import private_channel
from housekeeper.live.pusher.publisher import Publisher, PublisherState
from housekeeper.live.pusher.sender import PusherSender
from housekeeper.live.pusher.subscriber import Condition, Patience, Subscriber, SubscriberState
from housekeeper.live.store_feed import FeedListener, StoreFeed
from housekeeper.settings.pusher import PusherSettings

_LOOKS_A_SECOND, _LOOKS_AT_ONCE = 15, 20
"""How often a board follows others who act without end, and how often in a hurry before."""


@dataclass(frozen=True, slots=True)
class LiveReport:
    """How a terminal follows its hotel; both parts are None where Pusher is not set."""

    subscriber: SubscriberState | None = None
    publisher: PublisherState | None = None

    @property
    def is_live(self) -> bool:
        """Whether hints from Pusher can be relied on."""
        return self.subscriber is not None and self.subscriber.condition is Condition.LIVE


def publisher_of(store: Store, clock: Clock, settings: PusherSettings) -> Publisher:
    """The publisher of a hotel, for a command that acts as for a board."""
    return Publisher(store, clock, PusherSender(settings), settings.public)


@dataclass(frozen=True, slots=True)
class PublishingStore:
    """A store of which every write is published, off the path of the key (see `Publisher`)."""

    _store: Store
    _publisher: Publisher

    @property
    def hotel(self) -> Hotel:
        """The hotel that this store is of."""
        return self._store.hotel

    async def read(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that only reads."""
        return await self._store.read(unit)

    async def write(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that writes; give its answer once committed, before it is published."""
        return await self._publisher.write(unit)

    async def news(self, after: StoreMark | None) -> StoreNews:
        """The cheap look."""
        return await self._store.news(after)

    def listening(self, hint: Callable[[], None]) -> contextlib.AbstractAsyncContextManager[Ear]:
        """Hints of the store's own."""
        return self._store.listening(hint)


class LiveFeed:
    """Follows one hotel for one listener, from `run` until that is cancelled.

    Whoever has news of the store's own tells its `store_feed`. `settings` is None where Pusher
    is not set. `report_changed` is told when hints begin or
    cease to be reliable. Everything is called on the event loop.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        listener: FeedListener,
        settings: PusherSettings | None = None,
        report_changed: Callable[[LiveReport], None] = lambda _: None,
        patience: Patience | None = None,
    ) -> None:
        self._store = store
        self.store_feed = StoreFeed(store, clock, listener)
        self._report_changed = report_changed
        self._wake = asyncio.Event()
        self._paid_until = 0.0
        self._publisher: Publisher | None = None
        self._subscriber: Subscriber | None = None
        if settings is not None:
            self._publisher = publisher_of(store, clock, settings)
            self._subscriber = Subscriber(
                settings,
                [private_channel(store.hotel.slug)],
                clock,
                hint=self._wake.set,
                state_changed=self._subscriber_turned,
                patience=patience,
            )

    @property
    def report(self) -> LiveReport:
        """How the terminal follows its hotel just now."""
        if self._subscriber is None or self._publisher is None:
            return LiveReport()
        return LiveReport(self._subscriber.state, self._publisher.state)

    @property
    def store(self) -> Store:
        """The store that this terminal's acts go through: what they cause is published too."""
        if self._publisher is None:
            return self._store
        return PublishingStore(self._store, self._publisher)

    async def run(self) -> None:
        """Follow until cancelled, with all that belongs to it."""
        async with self._pusher_running(), self._store.listening(self._wake.set) as ear:
            while True:
                self._wake.clear()
                known = self.store_feed.known
                await self.store_feed.look()
                if self.store_feed.known is not known:
                    await self._collect_hints()
                await self._rest(self.store_feed.pause(self._is_told(ear)))

    async def _rest(self, seconds: float) -> None:
        """Wait until the next look is due, or woken for.

        The timer sets the event itself: a timeout that cancels the wait costs as much as the
        rest of a look, ten times a second.
        """
        due = asyncio.get_running_loop().call_later(seconds, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            due.cancel()

    async def _collect_hints(self) -> None:
        """After news: where more come without end, let them become many before the next look.

        Every look that finds something is also painted. Who acts as people do never waits here.
        """
        now = asyncio.get_running_loop().time()
        least = now - _LOOKS_AT_ONCE / _LOOKS_A_SECOND
        self._paid_until = max(self._paid_until, least) + 1 / _LOOKS_A_SECOND
        if self._paid_until > now:
            await asyncio.sleep(self._paid_until - now)

    def _is_told(self, ear: Ear) -> bool:
        """Whether hints can be relied on: the store's own, or those of Pusher."""
        return ear.hears or self.report.is_live

    @contextlib.asynccontextmanager
    async def _pusher_running(self) -> AsyncIterator[None]:
        """Publisher and subscriber at work, and both ended when the block is left."""
        if self._publisher is None or self._subscriber is None:
            yield
            return
        publishing = asyncio.create_task(self._publisher.run(), name="publisher")
        self._subscriber.start()
        try:
            yield
        finally:
            publishing.cancel()
            await asyncio.to_thread(self._subscriber.stop)
            with contextlib.suppress(asyncio.CancelledError):
                await publishing

    def _subscriber_turned(self, state: SubscriberState) -> None:
        self._wake.set()
        if state.condition is Condition.LIVE and self._publisher is not None:
            self._publisher.retry_now()
        self._report_changed(self.report)
