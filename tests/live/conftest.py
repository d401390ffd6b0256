"""The Grand Hotel of the store's tests, a real Pusher server beside it, and a web page."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from housekeeper.settings.pusher import PusherSettings
from tests.engines import postgresql_house, postgresql_template, sqlite_template, target
from tests.soketi.server import CLIENT, Soketi, client_environment, running_soketi
from tests.store.conftest import clock, database, house

__all__ = [
    "clock",
    "database",
    "house",
    "postgresql_house",
    "postgresql_template",
    "sqlite_template",
    "target",
]

WITHIN_SECONDS = 20.0
"""The longest that any test waits for anything; what works takes a small part of it."""


async def until(happens: Callable[[], object], within: float = WITHIN_SECONDS) -> None:
    """Wait until it happens; fail if it does not."""
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        await asyncio.sleep(0.01)


@dataclass(slots=True)
class WebPage:
    """The official client in a process of its own, and what it has received."""

    process: asyncio.subprocess.Process
    subscribed: list[str] = field(default_factory=list)
    barred: list[str] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    wire: list[str] = field(default_factory=list)

    async def read(self) -> None:
        """Take in what the client prints, until it ends."""
        assert self.process.stdout is not None
        async for text in self.process.stdout:
            line = json.loads(text)
            if "subscribed" in line:
                self.subscribed.append(line["subscribed"])
            elif "barred" in line:
                self.barred.append(line["barred"])
            elif "raw" in line:
                self.wire.append(json.dumps(line["raw"], ensure_ascii=False))
            else:
                self.events.append(line)

    def seqs(self) -> list[int]:
        """The seqs of the room events that came, in the order in which they came."""
        return [
            event["data"]["payload"]["seq"]
            for event in self.events
            if event["event"] == "room_updated"
        ]


@contextlib.asynccontextmanager
async def web_page(settings: PusherSettings, *channels: str) -> AsyncIterator[WebPage]:
    """A web page that has subscribed to these channels (or was refused them)."""
    told = {
        "key": settings.key,
        "secret": settings.secret,
        "host": settings.host,
        "port": settings.port,
        "channels": channels,
    }
    process = await asyncio.create_subprocess_exec(
        "node",
        str(CLIENT),
        json.dumps(told),
        env=client_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    page = WebPage(process)
    reading = asyncio.create_task(page.read())
    try:
        await until(lambda: len(page.subscribed) + len(page.barred) >= len(channels))
        yield page
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await reading
        await process.wait()


@pytest.fixture(scope="session")
def soketi_of_the_session() -> Iterator[Soketi]:
    """One server for all tests."""
    with running_soketi() as server:
        yield server


@pytest.fixture
def soketi(soketi_of_the_session: Soketi) -> Iterator[Soketi]:
    """The server, running; what a test did to it is put right after it."""
    if not soketi_of_the_session.is_running():
        soketi_of_the_session.start()
    yield soketi_of_the_session
    soketi_of_the_session.thaw()


@pytest.fixture
def nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Hold a test to writing nothing to the terminal, whatever fails beneath."""
    yield
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")
