"""A program that acts until it is killed, and writes down each act before and after its answer."""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from housekeeper.core.errors import Refused
from housekeeper.store.database import Database
from proofs.hotel import store_of
from proofs.intents import Intent, Trace, choose, do


def act_until_killed(database: str, journal: str, seed: str) -> None:
    """The program: run it in a process of its own."""
    asyncio.run(_act(database, journal, Random(seed)))


async def _act(path: str, journal: str, random: Random) -> None:
    # A write of one line outlives the process that is killed after it: the kernel has it then.
    written = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    database = await Database.open(path)
    store = store_of(database)
    os.write(written, b'{"began": true}\n')
    while True:
        intent = await store.read(lambda work: choose(work, random))
        if intent is None:
            continue
        os.write(written, f"{intent.as_line()}\n".encode())
        try:
            trace = await store.write(lambda work, wanted=intent: do(work, wanted))  # type: ignore[misc]
        except Refused:
            os.write(written, _line(refused=intent.id))
            continue
        os.write(written, _line(acknowledged=intent.id, **asdict(trace)))


def _line(**facts: object) -> bytes:
    return f"{json.dumps(facts)}\n".encode()


@dataclass(slots=True)
class Journal:
    """What one program wrote down: what it was told is done, and what it heard nothing of."""

    acknowledged: dict[str, tuple[Intent, Trace]] = field(default_factory=dict)
    unanswered: dict[str, Intent] = field(default_factory=dict)
    refused: int = 0


def read_journal(path: Path) -> Journal:
    """Read a journal, whose last line may have been cut off."""
    journal = Journal()
    for line in _whole_lines(path):
        if "refused" in line:
            journal.unanswered.pop(line["refused"])
            journal.refused += 1
        elif "acknowledged" in line:
            identity = line.pop("acknowledged")
            trace = Trace(**{**line, "seqs": tuple(line["seqs"])})
            journal.acknowledged[identity] = (journal.unanswered.pop(identity), trace)
        elif "began" not in line:
            journal.unanswered[line["id"]] = Intent.of(line)
    return journal


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for line in path.read_bytes().split(b"\n")[:-1]:
        yield json.loads(line)
