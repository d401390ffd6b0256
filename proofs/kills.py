"""The program is killed at random moments while several of it act; then all is looked at.

Three programs act through the services on one file, one publishes, and the installed command
acts beside them. All get SIGKILL, at a random moment and in random order. After each
round the file is opened again, as a restart would, and judged (`wholeness`); what was not
answered is done once more under the same act id; a publisher brings the outbox to its end.
"""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Protocol

from benchmarks.table import Row
from housekeeper.core.acts import Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.errors import Refused
from housekeeper.live.pusher.messages import PusherMessage
from housekeeper.live.pusher.publisher import LEASE, Publisher
from housekeeper.live.pusher.sender import BatchSender, PusherSender, Sent, Verdict
from housekeeper.settings.pusher import PusherSettings
from housekeeper.store.database import Database, HotelStore
from housekeeper.store.event_format.codes import code_of
from proofs import wholeness
from proofs.acting import Journal, act_until_killed, read_journal
from proofs.hotel import MANAGER, PROOF_HOTEL, ROOMS, make_hotel, store_of
from proofs.intents import Intent, Trace, do
from proofs.options import Options
from tests.soketi.server import running_soketi

ACTING = 3
ROUNDS_OF_A_HOTEL = 8
"""Then another hotel begins: its guests are used up and its history grows long to read."""
MOST_ACTS_OF_A_ROUND = 200
LONGEST_ROUND_SECONDS = 5.0


@dataclass(slots=True)
class Found:
    """What the rounds came to."""

    kills: int = 0
    commands: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    landed: int = 0
    damage: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unpublished: int = 0


class Killable(Protocol):
    """A process of either kind."""

    def kill(self) -> None:
        """Send SIGKILL."""
        ...


class _AfterTheLease(SystemClock):
    """The machine's clock once the lease of a publisher that was killed has run out."""

    def real_now(self) -> datetime:
        """Real time, later by the length of a lease: a proof need not wait for it."""
        return datetime.now(UTC) + LEASE + timedelta(seconds=1)


@dataclass(slots=True)
class RecordingSender:
    """Sends to a server, or takes every message as one would, and keeps what was accepted."""

    path: Path
    server: BatchSender | None

    async def send(self, messages: Sequence[PusherMessage]) -> Sent:
        """Send, and write down the seq of each message's event once it is accepted."""
        if self.server is not None:
            sent = await self.server.send(messages)
            if sent.verdict is not Verdict.ACCEPTED:
                return sent
        with self.path.open("a", encoding="utf-8") as record:
            for message in messages:
                seq = json.loads(message.data)["payload"].get("seq")
                record.write(f"{seq}\n")
        return Sent(Verdict.ACCEPTED)

    async def check(self) -> Sent:
        """Whether the server is there."""
        return Sent(Verdict.ACCEPTED) if self.server is None else await self.server.check()


def _sender(record: Path, server: PusherSettings | None) -> RecordingSender:
    return RecordingSender(record, None if server is None else PusherSender(server))


def publish_until_killed(database: str, record: str, server: PusherSettings | None) -> None:
    """The program that publishes, in a process of its own."""

    async def run() -> None:
        opened = await Database.open(database)
        publisher = Publisher(
            store_of(opened), SystemClock(), _sender(Path(record), server), idle_look=0.01
        )
        await publisher.run()

    asyncio.run(run())


@dataclass(slots=True)
class _Hotel:
    """One hotel's file and all that was ever acknowledged in it."""

    folder: Path
    server: PusherSettings | None
    acknowledged: dict[str, tuple[Intent, Trace]] = field(default_factory=dict)
    intents: list[Intent] = field(default_factory=list)
    pins: dict[str, str] = field(default_factory=dict)
    commanded: list[int] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / "hotel.db"

    @property
    def record(self) -> Path:
        """What the publishers sent."""
        return self.folder / "published"


def run(options: Options) -> list[Row]:
    """Kill, look, and tell; then show that the looking finds what is planted.

    A full run publishes to soketi where this machine can run it, a quick one to a record alone.
    """
    can_serve = not options.is_quick and shutil.which("npm") and shutil.which("node")
    if not can_serve:
        return _run(options, None)
    with running_soketi() as soketi:
        return _run(options, soketi.settings)


def _run(options: Options, server: PusherSettings | None) -> list[Row]:
    rounds = options.times(200, 4)
    random = options.random("kills")
    found = Found()
    hotel = None
    for place in range(rounds):
        if place % ROUNDS_OF_A_HOTEL == 0:
            hotel = _Hotel(options.folder / f"hotel-{place}", server)
            hotel.folder.mkdir()
            asyncio.run(make_hotel(hotel.path))
        assert hotel is not None
        _round(hotel, random, place, found)
    assert hotel is not None
    missed = _planted_and_missed(hotel, options.folder)
    return _rows(found, missed, "to a record" if server is None else "to soketi")


def _rows(found: Found, missed: list[str], published: str) -> list[Row]:
    def row(name: str, wrong: Sequence[str], unit: str, detail: str = "") -> Row:
        return Row(name, len(wrong), 0, unit, detail or "; ".join(wrong[:2]))

    told = (
        f"{found.kills} kills, {found.acknowledged} acknowledged acts, "
        f"{found.commands} of them by the command line"
    )
    landed = f"{found.unanswered} acts without an answer, {found.landed} of them had landed"
    return [
        Row("acknowledged acts lost", len(found.lost), 0, "acts", told),
        Row("acts half done", len(found.torn), 0, "places", "; ".join(found.torn[:2]) or landed),
        row("gaps in seq", found.gaps, "gaps"),
        row("files damaged", found.damage, "faults"),
        row("acts done twice when repeated", found.twice, "acts"),
        Row("events left unpublished", found.unpublished, 0, "events", f"published {published}"),
        row("control: faults planted by hand and not found", missed, "faults"),
    ]


def _round(hotel: _Hotel, random: Random, place: int, found: Found) -> None:
    journals = _act_and_kill(hotel, random, place, found)
    found.damage += wholeness.damage(hotel.path)
    unanswered: list[Intent] = []
    for journal in journals:
        hotel.acknowledged |= journal.acknowledged
        hotel.intents += [intent for intent, _ in journal.acknowledged.values()]
        unanswered += journal.unanswered.values()
        found.acknowledged += len(journal.acknowledged)
    hotel.intents += unanswered
    found.unanswered += len(unanswered)
    found.lost += wholeness.lost(hotel.path, hotel.acknowledged.values())
    found.lost += _commands_lost(hotel)
    found.gaps += wholeness.gaps(hotel.path)
    asyncio.run(_restart(hotel, unanswered, found))


def _act_and_kill(hotel: _Hotel, random: Random, place: int, found: Found) -> list[Journal]:
    """One round: start the programs, let them act for a random while, kill them all."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["proofs.acting", "proofs.kills"])
    paths = [hotel.folder / f"journal-{place}-{number}" for number in range(ACTING)]
    programs = [
        context.Process(
            target=act_until_killed, args=(str(hotel.path), str(path), f"{random.random()}")
        )
        for path in paths
    ]
    programs.append(
        context.Process(
            target=publish_until_killed, args=(str(hotel.path), str(hotel.record), hotel.server)
        )
    )
    for program in programs:
        program.start()
    words = [sys.executable, "-m", "housekeeper", "--database", str(hotel.path)]
    words += [
        "--as",
        MANAGER.code,
        "note",
        random.choice(ROOMS),
        "--replace",
        "--note",
        f"round {place}",
    ]
    said = hotel.folder / f"command-{place}"
    with said.open("wb") as output:
        command = subprocess.Popen(  # noqa: S603 - our own
            [*words, "--json"], stdout=output, stderr=output
        )
    _wait_for_acts(paths, int(MOST_ACTS_OF_A_ROUND ** random.random()))
    time.sleep(random.uniform(0.0, 0.02))
    killed: list[Killable] = [*programs, command]
    random.shuffle(killed)
    for one in killed:
        one.kill()
    for program in programs:
        program.join()
    code = command.wait()
    found.kills += len(programs) + (code < 0)
    if code == 0:
        found.commands += 1
        found.acknowledged += 1
        hotel.commanded += [result["seq"] for result in json.loads(said.read_text())]
    return [read_journal(path) for path in paths]


def _wait_for_acts(journals: Sequence[Path], wanted: int) -> None:
    """Wait until so many acts are acknowledged in all; not for ever on a machine that is busy."""
    ends = time.monotonic() + LONGEST_ROUND_SECONDS
    while time.monotonic() < ends:
        found = [path.read_bytes().count(b'"acknowledged"') for path in journals if path.exists()]
        if sum(found) >= wanted:
            return
        time.sleep(0.002)


_COMMAND_LINE = code_of("via", Via.COMMAND_LINE)


def _commands_lost(hotel: _Hotel) -> list[str]:
    with closing(sqlite3.connect(hotel.path)) as opened:
        query = f"SELECT 1 FROM room_event WHERE seq = ? AND via = '{_COMMAND_LINE}'"
        return [
            f"event {seq} of the command line"
            for seq in hotel.commanded
            if opened.execute(query, (seq,)).fetchone() is None
        ]


async def _restart(hotel: _Hotel, unanswered: Sequence[Intent], found: Found) -> None:
    """Open the file again, judge it, repeat what was not answered, and publish the rest."""
    database = await Database.open(str(hotel.path))
    store = store_of(database)
    try:
        found.torn += await store.read(
            lambda work: wholeness.torn(hotel.path, work, hotel.intents, hotel.pins)
        )
        await _repeat(hotel.path, store, unanswered, found)
        clock = _AfterTheLease()
        later = database.hotel(PROOF_HOTEL, clock)
        await Publisher(later, clock, _sender(hotel.record, hotel.server)).drain()
        last, published = await store.read(
            lambda work: (work.events.last_seq(), work.outbox.published_seq())
        )
        found.unpublished += last - published + len(_never_sent(hotel.record, last))
    finally:
        await database.close()


async def _repeat(
    path: Path, store: HotelStore, unanswered: Sequence[Intent], found: Found
) -> None:
    """Do what was not answered twice more: once in all it is done, and both answers are one.

    What cannot be done any more, as the hotel stands now, is refused.
    """
    for intent in unanswered:
        had_landed = wholeness.traces(path, intent)
        found.landed += bool(had_landed)
        try:
            first = await store.write(lambda work, one=intent: do(work, one))  # type: ignore[misc]
            once = wholeness.traces(path, intent)
            again = await store.write(lambda work, one=intent: do(work, one))  # type: ignore[misc]
        except Refused as refusal:
            if had_landed:
                found.twice.append(f"{intent.kind} {intent.id} had landed, then: {refusal}")
            continue
        is_one = wholeness.traces(path, intent) == once and had_landed in ([], once)
        if again != first or not is_one:
            found.twice.append(f"{intent.kind} {intent.id}")


def _never_sent(record: Path, last: int) -> set[int]:
    sent = {int(line) for line in record.read_text().split() if line.isdigit()}
    return set(range(1, last + 1)) - sent


def _planted_and_missed(hotel: _Hotel, folder: Path) -> list[str]:
    """Plant one fault of each kind in a copy of the last hotel, and name those not found."""
    newest = max(hotel.acknowledged.values(), key=lambda done: done[1].seqs[-1:])
    seq = newest[1].seqs[-1]
    faults = {
        "an acknowledged act deleted": f"DELETE FROM room_event WHERE seq >= {seq}",
        "a gap in seq": "DELETE FROM room_event WHERE seq = 2",
        "half of a check-in or a check-out": (
            "UPDATE room SET is_occupied = 1 - is_occupied WHERE number = '103'"
        ),
        "a room changed without its event": "UPDATE room SET turn_status = 'AVAILABLE', "
        "housekeeping_notes = 'by hand' WHERE number = '101'",
        "a checkout without its new PIN": "UPDATE room SET pin = 'ZZZZZZ' WHERE number = '102'",
    }
    missed = []
    if _found_in_a_copy(hotel, folder, "SELECT 1"):
        missed.append("a fault found where there is none")
    for what, statement in faults.items():
        if not _found_in_a_copy(hotel, folder, statement):
            missed.append(what)
    return missed


def _found_in_a_copy(hotel: _Hotel, folder: Path, statement: str) -> list[str]:
    """What is found wrong in a copy of a hotel to which this was done by hand."""
    path = folder / "planted.db"
    for end in ("", ".keys"):
        shutil.copy(f"{hotel.path}{end}", f"{path}{end}")
    with closing(sqlite3.connect(path)) as opened:
        opened.execute(statement)
        opened.commit()
    found = asyncio.run(_wrong(path, hotel))
    for left in folder.glob(f"{path.name}*"):
        left.unlink()
    return found


async def _wrong(path: Path, hotel: _Hotel) -> list[str]:
    found = wholeness.lost(path, hotel.acknowledged.values()) + wholeness.gaps(path)
    database = await Database.open(str(path))
    try:
        found += await store_of(database).read(
            lambda work: wholeness.torn(path, work, hotel.intents, dict(hotel.pins))
        )
    finally:
        await database.close()
    return found
