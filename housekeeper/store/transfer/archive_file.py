"""Archives of a history: a file of lines of JSON, compressed, that tells when it is not whole.

The first line says of which hotel and of what part of its history it is. A line for each event
follows, the hotel's own among those of its rooms, in their order. The last line has their counts
and a digest of all lines before it. It is written beside its name, and gets that once it is
complete and on the disk.
"""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from housekeeper.core.errors import StoreUnavailable, StoreUnusable
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.store.disk import (
    discard,
    name_finished,
    open_own,
    reason_of,
    require_free_name,
    unfinished_beside,
)
from housekeeper.store.transfer.archived_events import read_event, written_event

FORM = 1
"""The form of the file; a program reads those up to its own."""

_MARK = "housekeeper_history"


@dataclass(frozen=True, slots=True)
class ArchiveHeader:
    """Which part of which hotel's history an archive holds: what was before a day, and its places.

    `hotel_event` is the number of the last of the hotel's own events in it.
    """

    slug: str
    name: str
    timezone: str
    before: date
    first_seq: int
    last_seq: int
    hotel_event: int

    @property
    def hotel(self) -> Hotel:
        """The hotel as it was called then."""
        return Hotel(self.slug, self.name, self.timezone)


@dataclass(frozen=True, slots=True)
class ArchiveEnd:
    """How many events of each kind an archive holds, and the digest of its lines."""

    events: int
    hotel_events: int
    sha256: str


class ArchiveWriter:
    """Writes one archive. Use it in a `with`; what is not `finish`ed leaves no file.

    Raises `NotPossible` where the name is taken, and `StoreUnavailable` where it cannot be written.
    """

    def __init__(self, path: Path, header: ArchiveHeader) -> None:
        require_free_name(path)
        self._path = path
        self._unfinished = unfinished_beside(path)
        self._digest = sha256()
        self._events = self._hotel_events = 0
        discard(self._unfinished)
        self._raw = self._on_disk(self._opened)
        self._file = gzip.GzipFile(fileobj=self._raw, mode="wb", mtime=0, compresslevel=6)
        facts = {**asdict(header), "before": header.before.isoformat()}
        try:
            self._on_disk(lambda: self._line({_MARK: FORM, **facts}))
        except BaseException:
            self._leave_none()
            raise

    def _opened(self) -> IO[bytes]:
        return os.fdopen(open_own(self._unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY), "wb")

    def _on_disk(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except OSError as fault:
            raise StoreUnavailable(
                f"The archive {self._path} cannot be written: {reason_of(fault)}."
            ) from fault

    def __enter__(self) -> "ArchiveWriter":
        """The writer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no unfinished file."""
        self._leave_none()

    def _leave_none(self) -> None:
        # Closing writes what is left to be written, and a full disk refuses that.
        with suppress(OSError):
            self._raw.close()
        discard(self._unfinished)

    def _line(self, facts: dict[str, Any]) -> None:
        line = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)

    def add(self, events: Iterable[RoomEvent | HotelEvent]) -> None:
        """Write events, which follow those that were written."""

        def write() -> None:
            for event in events:
                self._line(written_event(event))
                is_hotels = isinstance(event, HotelEvent)
                self._hotel_events += is_hotels
                self._events += not is_hotels

        self._on_disk(write)

    def finish(self) -> ArchiveEnd:
        """Write the end, see that all is on the disk, and give the file its name."""
        end = ArchiveEnd(self._events, self._hotel_events, self._digest.hexdigest())

        def name_it() -> None:
            self._line(asdict(end))
            self._file.close()
            self._raw.close()
            name_finished(self._unfinished, self._path)

        self._on_disk(name_it)
        return end


class ArchiveReader:
    """Reads an archive from its beginning; only who has read to its end knows that it is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.end: ArchiveEnd | None = None

    def damaged(self) -> StoreUnusable:
        """The fault of a file that is not as it was written."""
        return StoreUnusable(f"{self.path} is damaged or no archive of a history.")

    def _lines(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        try:
            with os.fdopen(open_own(self.path.resolve(), os.O_RDONLY), "rb") as raw:
                for line in gzip.GzipFile(fileobj=raw):
                    yield line, json.loads(line)
        except (EOFError, gzip.BadGzipFile, zlib.error, ValueError, RecursionError) as fault:
            raise self.damaged() from fault
        except OSError as fault:
            raise StoreUnavailable(f"{self.path} cannot be read: {reason_of(fault)}.") from fault

    def header(self) -> ArchiveHeader:
        """What the first line says. Raises `StoreUnusable` for what is no archive."""
        for _, facts in self._lines():
            return self._header_of(facts)
        raise self.damaged()

    def _header_of(self, facts: Any) -> ArchiveHeader:
        if not isinstance(facts, dict) or not isinstance(facts.get(_MARK), int):
            raise self.damaged()
        if facts.pop(_MARK) > FORM:
            raise StoreUnusable(
                f"{self.path} was written by a newer housekeeper; update this program."
            )
        try:
            return ArchiveHeader(**{**facts, "before": date.fromisoformat(facts["before"])})
        except (KeyError, TypeError, ValueError) as fault:
            raise self.damaged() from fault

    def lines(self) -> Iterator[dict[str, Any]]:
        """The events as they are written, in their order.

        Raises `StoreUnusable`, at the end at the latest, where the file is not as it was written.
        """
        digest, events, of_hotel, end = sha256(), 0, 0, None
        for place, (line, facts) in enumerate(self._lines()):
            if end is not None or not isinstance(facts, dict):
                raise self.damaged()
            if "sha256" in facts:
                end = facts
                continue
            digest.update(line)
            if place:
                events += "seq" in facts
                of_hotel += "seq" not in facts
                yield facts
        found = ArchiveEnd(events, of_hotel, digest.hexdigest())
        if end != asdict(found):
            raise self.damaged()
        self.end = found

    def events(self) -> Iterator[RoomEvent | HotelEvent]:
        """The events, as values; raises as `lines` does."""
        for facts in self.lines():
            yield self.event_of(facts)

    def event_of(self, facts: dict[str, Any]) -> RoomEvent | HotelEvent:
        """The event of a line."""
        try:
            return read_event(facts)
        except (KeyError, TypeError, ValueError) as fault:
            raise self.damaged() from fault
