"""What both engines give the store."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from sqlalchemy import Connection

from housekeeper.core.errors import StoreBusy, StoreUnavailable
from housekeeper.core.unit_of_work import Ear, StoreMark, StoreNews

Answer = TypeVar("Answer")

Mode = Literal["DEFERRED", "IMMEDIATE", "NONE"]
"""How a transaction begins: reads DEFERRED, writes IMMEDIATE, maintenance with none."""


class Engine(Protocol):
    """What serves a database: its connections, and all that is the one engine's own."""

    location: str
    """Where the database lies, for people; without a password."""

    @property
    def file(self) -> Path | None:
        """The file whose freed bytes are for this program to overwrite, if there is one."""
        ...

    async def start(self) -> None:
        """Connect, and make or migrate the schema as needed; raises the `StoreError` family."""
        ...

    async def run(self, unit: Callable[[Connection], Answer], mode: Mode) -> Answer:
        """Run a unit whole in one transaction: DEFERRED reads, IMMEDIATE writes, NONE neither."""
        ...

    async def news(self, slug: str, after: StoreMark | None) -> StoreNews:
        """The cheap look; see `core.unit_of_work.Store.news`."""
        ...

    def listening(self, slug: str, hint: Callable[[], None]) -> AbstractAsyncContextManager[Ear]:
        """Hints of commits in one hotel; see `core.unit_of_work.Store.listening`."""
        ...

    async def backup(self, path: Path) -> None:
        """Write a consistent copy into an empty file."""
        ...

    async def facts(self) -> dict[str, str]:
        """What `doctor` tells of the engine."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


class Overtaken(StoreBusy):
    """Another terminal was quicker with a row that this unit had looked at but not locked."""


class CommitUnknown(StoreUnavailable):
    """The connection broke before the answer to COMMIT: what was asked may have been done."""

    def __init__(self) -> None:
        super().__init__("The connection broke before the answer to COMMIT.")
