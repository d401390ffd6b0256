"""A trial of the settings: listen, publish and receive one test event, each step with its time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from housekeeper.core.clock import Clock
from housekeeper.live.pusher.messages import PusherMessage, check_channel
from housekeeper.live.pusher.sender import PusherSender, Verdict
from housekeeper.live.pusher.subscriber import Condition, Subscriber, SubscriberState
from housekeeper.settings.pusher import PusherSettings

_TEST_EVENT = "doctor_test"


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step of the trial: its name, its time in seconds, and what went wrong if it did."""

    name: str
    seconds: float
    trouble: str = ""


async def try_out(
    settings: PusherSettings, hotel_slug: str, clock: Clock, within: float = 10.0
) -> list[TrialStep]:
    """Send a test event to ourselves, on a channel that nobody else reads.

    The steps are `listen`, `publish` and `receive`; the first with a trouble is the last.
    `within` is how many seconds each may take.
    """
    channel = check_channel(f"private-{hotel_slug}.doctor")
    turned, hinted = asyncio.Event(), asyncio.Event()

    def take(state: SubscriberState) -> None:
        if state.condition is not Condition.CONNECTING:
            turned.set()

    subscriber = Subscriber(
        settings, [channel], clock, hinted.set, take, event_names=(_TEST_EVENT,)
    )

    async def listen() -> str:
        await turned.wait()
        if subscriber.state.condition is Condition.LIVE:
            # Coming to listen is itself a reason to look; the next hint is the test's.
            await hinted.wait()
            hinted.clear()
        return subscriber.state.trouble

    async def publish() -> str:
        sent = await PusherSender(settings).send([PusherMessage(channel, _TEST_EVENT, "{}")])
        return "" if sent.verdict is Verdict.ACCEPTED else sent.reason

    async def receive() -> str:
        await hinted.wait()
        return ""

    steps: list[TrialStep] = []
    subscriber.start()
    try:
        for name, step in (("listen", listen), ("publish", publish), ("receive", receive)):
            steps.append(await _timed(name, step, within))
            if steps[-1].trouble:
                break
    finally:
        await asyncio.to_thread(subscriber.stop)
    return steps


async def _timed(name: str, step: Callable[[], Awaitable[str]], within: float) -> TrialStep:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(within):
            trouble = await step()
    except TimeoutError:
        trouble = f"It took longer than {within:.0f} s."
    return TrialStep(name, time.perf_counter() - began, trouble)
