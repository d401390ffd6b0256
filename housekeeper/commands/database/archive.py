"""Writing old history to a file, and letting it go once the file is known to be whole."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

from housekeeper.commands.argument_values import day
from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.database.manager import act_on_database
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import counted, print_json, say
from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import InvalidInput, NotPossible, StoreUnusable
from housekeeper.core.history.hotel_event import HotelEvent, place
from housekeeper.core.history.letting_go import (
    Bound,
    bound_before,
    bound_of_months,
    let_history_go,
)
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.shift.day_figures import midnight
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.settings.table import Settings
from housekeeper.store.disk import overwrite_and_delete
from housekeeper.store.transfer.history_archive import (
    ArchiveEnd,
    ArchiveHeader,
    ArchiveReader,
    ArchiveWriter,
)

_AT_ONCE = 1_000
_PAUSE_SECONDS = 0.02
"""Between two portions, for the boards that wait to act."""

_ACTS = UUID("6f0e6a62-2f6d-4c43-9d5e-3f1f8c1e7a10")
"""From this and its digest comes the id of the act that lets go of what an archive holds."""

Happened = RoomEvent | HotelEvent


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive, verified, and what of its events is still to go."""

    header: ArchiveHeader
    end: ArchiveEnd
    bound: Bound


async def archive(settings: Settings, path: Path, before: str | None, as_json: bool) -> int:
    """`housekeeper history archive`: write what was before a day to a file, and let it go.

    With a file that it wrote before, what was not let go yet goes.
    """
    async with opened_house(settings) as house:
        act = await act_on_database(settings, house.database)
        rights.require(act.staff, Verb.DATABASE)
        is_there = await asyncio.to_thread(path.is_file)
        if is_there:
            found = await _archive_again(house, path, before)
        else:
            bound = await house.store.read(lambda work: _bound(work, settings, before))
            if not bound.count:
                _tell_nothing(bound, as_json)
                return 0
            found = await _write(house, path, bound)
        act = replace(act, id=uuid5(_ACTS, found.end.sha256))
        header = found.header
        note = f"before {header.before}, events {header.first_seq} to {header.last_seq}"
        went = await let_history_go(
            house.store,
            found.bound,
            act,
            f"{note}, to {path.name}",
            EventKind.HISTORY_ARCHIVED,
            lambda: asyncio.sleep(_PAUSE_SECONDS),
        )
        await erase_asked(house)
    _tell(found, path, went, as_json)
    return 0


def _bound(work: UnitOfWork, settings: Settings, before: str | None) -> Bound:
    if before is not None:
        first_day = day(before, work.today)
    elif settings.history_kept_months:
        first_day = bound_of_months(work, settings.history_kept_months)
    else:
        raise InvalidInput(
            "Say before which day with --before DATE, or set history_kept_months: it keeps all."
        )
    return bound_before(work, first_day, settings.pusher is not None)


async def _write(house: House, path: Path, bound: Bound) -> _Archive:
    """Write the archive and read it back; where it is not what the history is, it goes again."""
    hotel = house.hotel
    header = ArchiveHeader(
        hotel.slug,
        hotel.name,
        hotel.timezone,
        bound.before,
        bound.first_seq,
        bound.upto - 1,
        bound.hotel_event,
    )
    of_hotel = await _hotel_events(house, bound)
    with await asyncio.to_thread(ArchiveWriter, path, header) as writer:
        seq = bound.first_seq - 1
        while events := await _events_after(house, seq, bound):
            seq = events[-1].seq
            # The hotel's own stand behind the room's event that they came after.
            ready = [one for one in of_hotel if one.after_seq <= seq]
            of_hotel = of_hotel[len(ready) :]
            merged: list[Happened] = [*events, *ready]
            await asyncio.to_thread(writer.add, sorted(merged, key=place))
        await asyncio.to_thread(writer.finish)
    try:
        return await _verified(house, path, header, bound)
    except BaseException:
        await asyncio.to_thread(overwrite_and_delete, path)
        raise


async def _hotel_events(house: House, bound: Bound) -> list[HotelEvent]:
    """The hotel's own events that go with those of its rooms."""
    found = await house.store.read(
        lambda work: work.history.hotel_events(midnight(bound.before, work.hotel.zone), bound.upto)
    )
    return [one for one in found if one.number <= bound.hotel_event]


async def _events_after(house: House, seq: int, bound: Bound) -> list[RoomEvent]:
    found = await house.store.read(lambda work: work.events.after(seq, _AT_ONCE))
    return [event for event in found if event.seq < bound.upto]


async def _verified(house: House, path: Path, header: ArchiveHeader, bound: Bound) -> _Archive:
    """Read an archive whole and compare what is still to go with the history, event by event."""
    reader = ArchiveReader(path)
    of_hotel: list[HotelEvent] = []
    lines = _room_events(reader, of_hotel)
    seq = bound.first_seq - 1
    while archived := await asyncio.to_thread(lambda: list(islice(lines, _AT_ONCE))):
        to_go = [event for event in archived if event.seq >= bound.first_seq]
        kept: Sequence[RoomEvent] = []
        if to_go:
            kept = (await _events_after(house, seq, bound))[: len(to_go)]
            seq = to_go[-1].seq
        if to_go != kept:
            raise _differs(path)
    still_there = await _hotel_events(house, bound)
    is_untouched = header.first_seq == bound.first_seq
    of_file = of_hotel if is_untouched else of_hotel[len(of_hotel) - len(still_there) :]
    is_all = not bound.count or seq == bound.upto - 1
    if reader.end is None or still_there != of_file or not is_all:
        raise _differs(path)
    return _Archive(header, reader.end, bound)


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


async def _archive_again(house: House, path: Path, before: str | None) -> _Archive:
    """An archive that was written before, verified, with what is left to let go."""
    header = None
    with suppress(StoreUnusable):
        header = await asyncio.to_thread(ArchiveReader(path).header)
    if header is None or header.slug != house.hotel.slug:
        raise NotPossible(f"{path} exists already and is left as it is; name a new file.")
    first_seq, wanted = await house.store.read(
        lambda work: (
            work.history.first_seq(),
            None if before is None else day(before, work.today),
        )
    )
    if wanted not in {None, header.before} or first_seq < header.first_seq:
        raise NotPossible(
            f"{path} is an archive of what was before {header.before}, from event "
            f"{header.first_seq} on, and is left as it is; name a new file."
        )
    upto = max(header.last_seq + 1, first_seq)
    bound = Bound(header.before, first_seq, upto, header.hotel_event)
    return await _verified(house, path, header, bound)


def _tell_nothing(bound: Bound, as_json: bool) -> None:
    if as_json:
        print_json({"file": None, "before": bound.before.isoformat(), "let_go": 0})
    elif bound.is_waited_for:
        say(f"What was before {bound.before} waits to be published, and stays until then.")
    else:
        say(f"There is no history from before {bound.before}: nothing was written.")


def _tell(found: _Archive, path: Path, went: int, as_json: bool) -> None:
    header, end = found.header, found.end
    if as_json:
        print_json(
            {
                "file": str(path),
                "bytes": path.stat().st_size,
                "before": header.before.isoformat(),
                "first_seq": header.first_seq,
                "last_seq": header.last_seq,
                "events": end.events,
                "hotel_events": end.hotel_events,
                "sha256": end.sha256,
                "let_go": went,
                "waits_to_be_published": found.bound.is_waited_for,
            }
        )
        return
    size = path.stat().st_size
    say(
        f"{counted(end.events, 'event')} before {header.before} are in {path} ({size:,} bytes), "
        f"which was read back and compared; {went:,} of them were let go just now."
    )
    say(f"The history begins with event {header.last_seq + 1:,}.")
    if found.bound.is_waited_for:
        say("What came after it before that day waits to be published, and stays until then.")
