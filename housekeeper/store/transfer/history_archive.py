"""Archiving old history: written to a file and compared with the database before any of it goes."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from housekeeper.core.errors import NotPossible, StoreUnusable
from housekeeper.core.history.hotel_event import HotelEvent, place
from housekeeper.core.history.retention import Bound
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.unit_of_work import Store
from housekeeper.store.disk import overwrite_and_delete
from housekeeper.store.transfer.archive_file import (
    ArchiveEnd,
    ArchiveHeader,
    ArchiveReader,
    ArchiveWriter,
)

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive, verified, and what of its events is still to go."""

    header: ArchiveHeader
    end: ArchiveEnd
    bound: Bound


async def archive_history(store: Store, path: Path, bound: Bound) -> Archived:
    """Write what goes to a new file, read it back whole and compare it with the history.

    Where that is not the same the file goes again. Raises `NotPossible` for a name that is taken,
    and the `StoreError` family.
    """
    hotel = store.hotel
    header = ArchiveHeader(
        hotel.slug,
        hotel.name,
        hotel.timezone,
        bound.before,
        bound.first_seq,
        bound.upto - 1,
        bound.hotel_event,
    )
    of_hotel = await _hotel_events(store, bound)
    with await asyncio.to_thread(ArchiveWriter, path, header) as writer:
        seq = bound.first_seq - 1
        while events := await _events_after(store, seq, bound):
            seq = events[-1].seq
            # The hotel's own stand behind the room's event that they came after.
            ready = [one for one in of_hotel if one.after_seq <= seq]
            of_hotel = of_hotel[len(ready) :]
            merged: list[RoomEvent | HotelEvent] = [*events, *ready]
            await asyncio.to_thread(writer.add, sorted(merged, key=place))
        await asyncio.to_thread(writer.finish)
    try:
        return await _verified(store, path, header, bound)
    except BaseException:
        await asyncio.to_thread(overwrite_and_delete, path)
        raise


async def _hotel_events(store: Store, bound: Bound) -> list[HotelEvent]:
    """The hotel's own events that go with those of its rooms."""
    found = await store.read(
        lambda work: work.history.hotel_events(work.hotel.midnight(bound.before), bound.upto)
    )
    return [one for one in found if one.number <= bound.hotel_event]


async def _events_after(store: Store, seq: int, bound: Bound) -> list[RoomEvent]:
    found = await store.read(lambda work: work.events.after(seq, _AT_ONCE))
    return [event for event in found if event.seq < bound.upto]


async def _verified(store: Store, path: Path, header: ArchiveHeader, bound: Bound) -> Archived:
    """Read an archive whole and compare what is still to go with the history, event by event."""
    reader = ArchiveReader(path)
    of_hotel: list[HotelEvent] = []
    lines = _room_events(reader, of_hotel)
    seq = bound.first_seq - 1
    while archived := await asyncio.to_thread(lambda: list(islice(lines, _AT_ONCE))):
        to_go = [event for event in archived if event.seq >= bound.first_seq]
        kept: Sequence[RoomEvent] = []
        if to_go:
            kept = (await _events_after(store, seq, bound))[: len(to_go)]
            seq = to_go[-1].seq
        if to_go != kept:
            raise _differs(path)
    still_there = await _hotel_events(store, bound)
    is_untouched = header.first_seq == bound.first_seq
    of_file = of_hotel if is_untouched else of_hotel[len(of_hotel) - len(still_there) :]
    is_all = not bound.count or seq == bound.upto - 1
    if reader.end is None or still_there != of_file or not is_all:
        raise _differs(path)
    return Archived(header, reader.end, bound)


def _room_events(reader: ArchiveReader, of_hotel: list[HotelEvent]) -> Iterator[RoomEvent]:
    """The rooms' events of an archive; the hotel's own are put into the list."""
    for event in reader.events():
        if isinstance(event, HotelEvent):
            of_hotel.append(event)
        else:
            yield event


def _differs(path: Path) -> StoreUnusable:
    return StoreUnusable(
        f"{path} does not hold what the history does (was a note blanked meanwhile?), so nothing "
        "was let go: archive it to a new file."
    )


async def archived_before(store: Store, path: Path, before: date | None) -> Archived:
    """An archive of the hotel that was written earlier, verified, with what is still to go.

    Raises `NotPossible` for another file, or one of what was before another day than `before`,
    and the `StoreError` family where it does not hold what the history does.
    """
    header = None
    with suppress(StoreUnusable):
        header = await asyncio.to_thread(ArchiveReader(path).header)
    if header is None or header.slug != store.hotel.slug:
        raise NotPossible(f"{path} exists already and is left as it is; name a new file.")
    first_seq = await store.read(lambda work: work.history.first_seq())
    if before not in {None, header.before} or first_seq < header.first_seq:
        raise NotPossible(
            f"{path} is an archive of what was before {header.before}, from event "
            f"{header.first_seq} on, and is left as it is; name a new file."
        )
    upto = max(header.last_seq + 1, first_seq)
    bound = Bound(header.before, first_seq, upto, header.hotel_event)
    return await _verified(store, path, header, bound)
