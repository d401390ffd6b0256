"""The subscriber: each fault of the libraries and servers beneath it shown, and outlived."""

import asyncio
import contextlib
import json
import logging
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from housekeeper.core.clock import SystemClock
from housekeeper.live.pusher.messages import PusherMessage
from housekeeper.live.pusher.sender import PusherSender, Verdict
from housekeeper.live.pusher.subscriber import Condition, Patience, Subscriber, SubscriberState
from housekeeper.settings.pusher import PusherSettings
from tests.live.conftest import until
from tests.live.servers import Visitor, scripted_server, silent_server
from tests.soketi.server import SECRET, Soketi, free_port

pytestmark = pytest.mark.usefixtures("nothing_is_printed")

ROOMS = "private-grand.rooms"
IMPATIENT = Patience(
    connect_within=2.0,
    ask_every=0.2,
    silent_for=2.0,
    first_retry=0.02,
    most_retry=0.2,
    barred_retry=30.0,
    busy_retry=0.3,
)
needs_soketi = pytest.mark.needs("soketi")


@dataclass(slots=True)
class Ear:
    """A subscriber and what it has said, each with the thread on which it said it."""

    subscriber: Subscriber
    hints: int = 0
    states: list[SubscriberState] = field(default_factory=list)
    threads: set[threading.Thread] = field(default_factory=set)

    def hint(self) -> None:
        self.hints += 1
        self.threads.add(threading.current_thread())

    def turned(self, state: SubscriberState) -> None:
        self.states.append(state)
        self.threads.add(threading.current_thread())

    @property
    def condition(self) -> Condition:
        return self.subscriber.state.condition

    @property
    def trouble(self) -> str:
        return self.subscriber.state.trouble

    async def turns(self, condition: Condition) -> None:
        await until(lambda: self.condition is condition)


@contextlib.asynccontextmanager
async def listening(
    settings: PusherSettings, patience: Patience = IMPATIENT, channel: str = ROOMS
) -> AsyncIterator[Ear]:
    """A subscriber at work; whatever a test did, it is to end promptly and leave no thread."""
    ear: Ear
    subscriber = Subscriber(
        settings,
        [channel],
        SystemClock(),
        hint=lambda: ear.hint(),
        state_changed=lambda state: ear.turned(state),
        patience=patience,
    )
    ear = Ear(subscriber)
    subscriber.start()
    try:
        yield ear
    finally:
        began = time.monotonic()
        subscriber.stop(within=1.0)
        subscriber.stop(within=1.0)
        assert time.monotonic() - began < 2.5
        hints, states = ear.hints, len(ear.states)
        # Sooner than the library would look up by itself.
        await until(lambda: not our_threads(), within=4.0)
        await asyncio.sleep(0)
        assert (ear.hints, len(ear.states)) == (hints, states)
        assert ear.threads <= {threading.current_thread()}


def our_threads() -> list[str]:
    return [
        thread.name
        for thread in threading.enumerate()
        if thread.name.startswith(("pusher-", "Pysher"))
    ]


def settings_for(port: int) -> PusherSettings:
    return PusherSettings("4711", "test-key", SECRET, host="127.0.0.1", port=port, tls=False)


async def publish(soketi: Soketi, *channels: str, name: str = "room_updated") -> None:
    messages = [
        PusherMessage(channel, name, json.dumps({"n": n})) for n, channel in enumerate(channels)
    ]
    sent = await PusherSender(soketi.settings).send(messages)
    assert sent.verdict is Verdict.ACCEPTED


async def hears_a_message(soketi: Soketi, ear: Ear) -> None:
    before = ear.hints
    await publish(soketi, ROOMS)
    await until(lambda: ear.hints > before)


@needs_soketi
async def test_a_message_is_a_hint_on_the_loop(soketi: Soketi) -> None:
    async with listening(soketi.settings) as ear:
        assert ear.condition is Condition.CONNECTING
        await ear.turns(Condition.LIVE)
        await hears_a_message(soketi, ear)
        assert ear.threads == {threading.current_thread()}
        assert [state.condition for state in ear.states] == [Condition.LIVE]


@needs_soketi
async def test_being_live_is_proved_again_and_again(soketi: Soketi) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        first = ear.subscriber.state.last_proof
        assert first is not None
        await until(lambda: (ear.subscriber.state.last_proof or first) > first)


@needs_soketi
async def test_messages_of_other_hotels_and_other_names_are_no_hints(soketi: Soketi) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        await until(lambda: ear.hints == 1)
        await publish(soketi, "private-plaza.rooms", "grand.rooms")
        await publish(soketi, ROOMS, name="something_else")
        await publish(soketi, ROOMS)
        await until(lambda: ear.hints == 2)


@needs_soketi
async def test_a_burst_is_a_few_hints_and_the_last_one_comes_after_the_last_message(
    soketi: Soketi,
) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        await asyncio.gather(*(publish(soketi, *[ROOMS] * 10) for _ in range(20)))
        await hears_a_message(soketi, ear)
        assert ear.hints <= 203


@needs_soketi
async def test_a_killed_server_is_told_and_its_return_is_a_hint(soketi: Soketi) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        soketi.kill()
        await ear.turns(Condition.DOWN)
        assert str(soketi.port) in ear.trouble
        hints = ear.hints
        await asyncio.to_thread(soketi.start)
        await ear.turns(Condition.LIVE)
        # Whatever was missed meanwhile is looked for, and the channel is heard again.
        await until(lambda: ear.hints > hints)
        await hears_a_message(soketi, ear)
        assert ear.trouble == ""


@needs_soketi
async def test_a_server_that_closes_with_4200_is_met_again(soketi: Soketi) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        await asyncio.to_thread(soketi.stop)
        await until(lambda: any("(4200)" in state.trouble for state in ear.states))
        await asyncio.to_thread(soketi.start)
        await ear.turns(Condition.LIVE)
        await hears_a_message(soketi, ear)


@needs_soketi
async def test_a_server_that_hangs_falls_silent_and_is_live_when_it_goes_on(
    soketi: Soketi,
) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        soketi.freeze()
        await ear.turns(Condition.DOWN)
        assert "silent" in ear.trouble
        soketi.thaw()
        await ear.turns(Condition.LIVE)
        await hears_a_message(soketi, ear)


@needs_soketi
async def test_leaving_while_the_server_hangs_takes_no_time(soketi: Soketi) -> None:
    async with listening(soketi.settings) as ear:
        await ear.turns(Condition.LIVE)
        soketi.freeze()
        # How long it takes is measured where every test of this file leaves.


@needs_soketi
@pytest.mark.parametrize(
    ("wrong", "told"), [({"key": "not-the-key"}, "(4001)"), ({"secret": "not-it"}, "let this")]
)
async def test_wrong_credentials_are_told_and_not_tried_over_and_over(
    soketi: Soketi, wrong: dict[str, str], told: str
) -> None:
    async with listening(replace(soketi.settings, **wrong)) as ear:  # type: ignore[arg-type]
        await ear.turns(Condition.DOWN)
        assert told in ear.trouble
        assert "not-" not in ear.trouble
        await asyncio.sleep(0.3)
        assert len(ear.states) == 1


async def test_a_server_that_never_answers_is_down() -> None:
    async with silent_server() as port, listening(settings_for(port)) as ear:
        await ear.turns(Condition.DOWN)
        assert ear.trouble == f"127.0.0.1:{port} does not answer."


async def test_a_port_where_nobody_listens_is_down() -> None:
    port = free_port()
    async with listening(settings_for(port)) as ear:
        await ear.turns(Condition.DOWN)
        assert ear.trouble == f"127.0.0.1:{port} cannot be reached."
        assert ear.subscriber.state.last_proof is None


async def test_leaving_while_a_server_does_not_answer_takes_no_time() -> None:
    async with silent_server() as port, listening(settings_for(port)) as ear:
        await asyncio.sleep(0.05)
        assert ear.condition is Condition.CONNECTING


async def test_a_server_that_sends_everyone_away_is_not_hammered() -> None:
    async def turn_away(visitor: Visitor) -> None:
        await visitor.welcome()
        await visitor.let_in()
        await visitor.say("pusher:error", {"code": 4200, "message": "come back"})
        await visitor.close(4200)

    patient = replace(IMPATIENT, first_retry=0.1, most_retry=0.4)
    async with scripted_server(turn_away) as server:
        began = time.monotonic()
        async with listening(settings_for(server.port), patient):
            await until(lambda: server.visits == 6)
        # Half of 0.1, 0.2, 0.4, 0.4 and 0.4 s at the very least.
        assert time.monotonic() - began > 0.75


@pytest.mark.parametrize(
    ("code", "least"), [(4001, 1.5), (4009, 1.5), (4100, 0.3), (4201, 0.0), (4299, 0.0)]
)
async def test_close_codes_say_how_soon_to_come_back(code: int, least: float) -> None:
    async def refuse(visitor: Visitor) -> None:
        await visitor.say("pusher:error", {"code": code, "message": "no"})
        await visitor.close(code)

    patience = replace(IMPATIENT, barred_retry=1.5)
    async with scripted_server(refuse) as server, listening(settings_for(server.port), patience):
        await until(lambda: server.visits == 1)
        began = time.monotonic()
        await until(lambda: server.visits == 2)
        assert time.monotonic() - began > least * 0.9


async def test_what_a_server_says_wrongly_is_neither_printed_nor_believed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("pysher", "websocket"):
        logging.getLogger(name).propagate = True
    nonsense = [
        b"",
        b"no json",
        b"[]",
        b"17",
        b'{"event": "room_updated"}',
        b'{"event": "room_updated", "channel": "private-plaza.rooms", "data": "{}"}',
        b'{"event": ["x"], "data": null}',
        b'{"event": "pusher:error", "data": {"code": null}}',
        b'{"event": "pusher:pong", "channel": 5}',
        b"\xff\xfe",
    ]
    done = asyncio.Event()

    async def babble(visitor: Visitor) -> None:
        await visitor.welcome()
        await visitor.let_in()
        for frame in nonsense:
            await visitor.frame(1, frame)
        for data in ("\x1b[2J forged", {"seq": -1}, None, 5):
            await visitor.say("room_updated", data, ROOMS)
        done.set()
        with contextlib.suppress(ConnectionError):
            while True:
                await visitor.hear()
                await visitor.say("pusher:pong", {})

    async with scripted_server(babble) as server, listening(settings_for(server.port)) as ear:
        await ear.turns(Condition.LIVE)
        await done.wait()
        await until(lambda: ear.hints >= 2)
        assert "forged" not in repr(ear.states)
    assert "forged" not in caplog.text
    assert not [
        record
        for record in caplog.records
        if record.name.startswith(("pysher", "websocket", "pusher", "urllib3"))
    ]


async def test_an_answer_without_a_socket_id_is_a_fault_of_the_server() -> None:
    async def forget(visitor: Visitor) -> None:
        await visitor.say("pusher:connection_established", "not json")
        with contextlib.suppress(ConnectionError):
            while True:
                await visitor.hear()

    async with scripted_server(forget) as server, listening(settings_for(server.port)) as ear:
        await ear.turns(Condition.DOWN)


async def test_a_fault_in_reading_a_message_costs_the_link_and_not_the_subscriber() -> None:
    async def stammer(visitor: Visitor) -> None:
        await visitor.welcome()
        await visitor.let_in()
        await visitor.say("pusher:error", "{")
        with contextlib.suppress(ConnectionError):
            while True:
                await visitor.hear()
                await visitor.say("pusher:pong", {})

    async with scripted_server(stammer) as server, listening(settings_for(server.port)):
        await until(lambda: server.visits == 2)


@needs_soketi
async def test_public_channels_need_no_signature(soketi: Soketi) -> None:
    stranger = replace(soketi.settings, secret="not-the-secret")
    async with listening(stranger, channel="grand.rooms") as ear:
        await ear.turns(Condition.LIVE)
        before = ear.hints
        await publish(soketi, "grand.rooms")
        await until(lambda: ear.hints > before)
