"""Eight programs at one hotel, two thousand acts: all boards alike, every event on the wire."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from housekeeper.core.board.board import Board
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.pusher.messages import PusherMessage, messages_of, private_channel
from housekeeper.live.pusher.sender import PusherSender, Verdict
from housekeeper.live.store_feed import read_whole
from tests.live import play_terminal
from tests.live.conftest import WebPage, until, web_page
from tests.soketi.server import Soketi
from tests.stored_house import StoredHouse

pytestmark = [pytest.mark.needs("soketi"), pytest.mark.usefixtures("nothing_is_printed")]

TERMINALS, ACTS_EACH = 8, 125
WITHIN_SECONDS = 120.0
ROOMS = private_channel("grand")
ROOT = Path(__file__).parent.parent.parent


@dataclass(slots=True)
class Player:
    """One of the eight, at the other end of two pipes."""

    process: asyncio.subprocess.Process

    async def told(self) -> Any:
        """What it says next."""
        assert self.process.stdout is not None
        async with asyncio.timeout(WITHIN_SECONDS):
            line = await self.process.stdout.readline()
        return json.loads(line)

    def tell(self, word: object) -> None:
        """Say one line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n".encode())


@contextlib.asynccontextmanager
async def players(target: str, port: int) -> AsyncIterator[list[Player]]:
    """Eight terminals, all of them live."""
    started: list[Player] = []
    try:
        for seed in range(TERMINALS):
            words = ("-m", "tests.live.play_terminal", target, port, seed, ACTS_EACH)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *map(str, words),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=2**24,
            )
            started.append(Player(process))
        assert [await player.told() for player in started] == ["ready"] * TERMINALS
        yield started
    finally:
        for player in started:
            with contextlib.suppress(ProcessLookupError):
                player.process.kill()
            await player.process.wait()


async def forge(soketi: Soketi) -> None:
    """Send what nobody did, over and over: rooms that are not there, seqs from far away."""
    sender, n = PusherSender(soketi.settings), 0
    while True:
        n += 1
        payload = {"room_number": f"10{n % 9}", "room_status": "OCCUPIED", "seq": n * 10**6}
        body = json.dumps({"payload": payload, "meta": {"event_id": f"forged-{n}"}})
        # Never too large and never faulty: the server passes it on as it does a true one.
        sent = await sender.send([PusherMessage(ROOMS, "room_updated", body)] * (n % 3 + 1))
        assert sent.verdict is Verdict.ACCEPTED
        await asyncio.sleep(0.3)


def bigger(work: UnitOfWork) -> None:
    """Fifty rooms more."""
    import_rooms(
        work, [RoomRow(n, str(n), "STD" if n % 3 else "DLX", n // 100, "") for n in range(301, 351)]
    )


def bodies_on_the_wire(page: WebPage) -> tuple[dict[int, list[Any]], int]:
    """What came under each seq, in the order in which it first came, and how much was forged."""
    came: dict[int, list[Any]] = {}
    forged = 0
    for event in page.events:
        assert (event["channel"], event["event"]) == (ROOMS, "room_updated")
        if event["data"]["meta"]["event_id"].startswith("forged-"):
            forged += 1
        else:
            came.setdefault(event["data"]["payload"]["seq"], []).append(event["data"])
    return came, forged


def body(event: RoomEvent) -> Any:
    """What the wire should have carried of an event in the table."""
    (message,) = messages_of("grand", event, public=False)
    return json.loads(message.data)


async def test_after_a_thousand_acts_all_boards_are_the_tables_and_the_wire_is_the_history(
    soketi: Soketi, house: StoredHouse
) -> None:
    await house.store.write(bigger)
    async with (
        web_page(soketi.settings, ROOMS) as page,
        players(house.target, soketi.port) as terminals,
    ):
        forging = asyncio.create_task(forge(soketi))
        for player in terminals:
            player.tell("go")
        for player in terminals:
            await player.told()
        forging.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await forging
        whole = await house.store.read(read_whole)
        events = await house.store.read(lambda work: work.events.after(0, 10_000))
        assert [event.seq for event in events] == list(range(1, TERMINALS * ACTS_EACH + 1))
        for player in terminals:
            player.tell(whole.last_seq)
        boards = [await player.told() for player in terminals]
        names = {person.code: person.name for person in whole.staff}
        truth = Board(
            whole.rooms,
            whole.when,
            whole.last_seq,
            names,
            whole.arrivals,
            whole.arrivals_since_before,
        )
        assert boards == [json.loads(json.dumps(play_terminal.shown(truth)))] * TERMINALS
        await until(lambda: len(bodies_on_the_wire(page)[0]) == len(events))
        came, forged = bodies_on_the_wire(page)
        assert forged > 0
        assert list(came) == [event.seq for event in events]
        for event in events:
            assert all(one == body(event) for one in came[event.seq])
        twice = sum(len(bodies) - 1 for bodies in came.values())
        assert twice < len(events) / 10
