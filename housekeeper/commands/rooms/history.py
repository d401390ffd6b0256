"""What happened in a room or the hotel, for people, programs and spreadsheets; blanking a note."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from housekeeper.commands.argument_values import begins, check_span, ends
from housekeeper.commands.database.archive import archive
from housekeeper.commands.database.erase import erase_asked
from housekeeper.commands.hotel import House, opened_house
from housekeeper.commands.output import print_json, print_table, say
from housekeeper.commands.parser import WrongUsage
from housekeeper.commands.rooms.archived_history import archived_history, hotel_of_archive
from housekeeper.core.acts import ACTS, SYSTEM, EventKind, Verb, Via, kind_of
from housekeeper.core.entered_text import quoted
from housekeeper.core.erasure import ErasureRun, finished_at
from housekeeper.core.errors import InvalidInput, UnknownName
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.history.whole_history import whole_history
from housekeeper.core.hotel import Hotel, moment
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.rooms.redaction import redact
from housekeeper.core.rooms.snapshot import utc_text
from housekeeper.core.staff.manage import is_reserved
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.safe_csv import Cell, print_csv
from housekeeper.hotel_access import clock_for
from housekeeper.settings.table import Settings

Happened = RoomEvent | HotelEvent

LIMIT = 1_000_000
_AN_ARCHIVE = "history archive --before 2025-01-01 FILE"
_LARGEST_SEQ = 2**63 - 1
_VERBS = tuple(verb for verb in ACTS if verb is not Verb.MOVE)
"""The acts that are as good as the name of the event that they cause; a move causes two."""


async def history(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper history [ROOM]`, newest first; `history redact SEQ`, `history archive FILE`."""
    if arguments.before == []:
        raise WrongUsage(f"--before takes a day (DATE), as in '{_AN_ARCHIVE}'")
    before, *behind = arguments.before or (None,)
    match [*arguments.words, *behind]:
        case ["redact", seq]:
            if not (seq.isascii() and seq.isdecimal()):
                raise WrongUsage("history redact takes the number of an event (SEQ)")
            async with opened_house(settings) as house:
                return await _redact(house, seq, arguments.json)
        case ["archive", file]:
            if arguments.file is not None:
                raise WrongUsage("history archive writes its FILE; --file is to read one")
            return await archive(settings, Path(file), before, arguments.json)
        case ["archive"]:
            raise WrongUsage(
                f"history archive takes the FILE that it writes, as in '{_AN_ARCHIVE}'"
            )
        case ["redact"] | [_, _, *_]:
            raise WrongUsage(
                "history takes one ROOM or none; history redact takes one SEQ, and history "
                "archive one FILE"
            )
        case words:
            room = words[0] if words else None
    if before is not None:
        raise WrongUsage("--before is for history archive; history takes --to")
    if not 1 <= arguments.limit <= LIMIT:
        raise InvalidInput(f"--limit is a whole number from 1 to {LIMIT:,}.")
    kinds = frozenset() if arguments.kind is None else _kinds(arguments.kind)
    query = HistoryQuery(room, arguments.limit + 1, arguments.by, kinds)
    if arguments.file is None:
        found = await _history_of_hotel(settings, arguments, query)
    else:
        found = await _history_of_file(settings, arguments, query)
    _print(found, arguments)
    return 0


@dataclass(frozen=True, slots=True)
class _Found:
    """Events, newest first; `runs` are the rewrites of the database file, where there is one.

    `begins` is the first place that the history has.
    """

    hotel: Hotel
    events: Sequence[Happened]
    runs: Sequence[ErasureRun] = ()
    has_file: bool = False
    begins: int = 1


async def _history_of_hotel(
    settings: Settings, arguments: Namespace, query: HistoryQuery
) -> _Found:
    def look(work: UnitOfWork, number: str | None) -> _Found:
        if number is not None:
            work.rooms.get(number)
        since, until = _span(arguments, work.hotel, work.now)
        code = None if query.staff_code is None else _code_of(work, query.staff_code)
        asked = replace(query, room_number=number, staff_code=code, since=since, until=until)
        events = whole_history(work, asked)
        erasures = [one for one in map(_erasure_of, events) if one is not None]
        runs = work.erasures.runs(min(erasures)) if erasures else []
        return _Found(work.hotel, events, runs, begins=work.history.first_seq())

    async with opened_house(settings) as house:
        room = query.room_number
        number = None if room is None else await house.room_number(room)
        found = await house.store.read(lambda work: look(work, number))
        return replace(found, has_file=house.database.file is not None)


async def _history_of_file(settings: Settings, arguments: Namespace, query: HistoryQuery) -> _Found:
    path = Path(arguments.file)
    hotel = await asyncio.to_thread(hotel_of_archive, path)
    since, until = _span(arguments, hotel, clock_for(settings, hotel).now())
    asked = replace(query, since=since, until=until)
    return _Found(hotel, await asyncio.to_thread(archived_history, path, asked))


def _print(found: _Found, arguments: Namespace) -> None:
    events = found.events[: arguments.limit]
    if arguments.json:
        print_json([_json(event, found.runs) for event in events])
        return
    if arguments.csv:
        rows = [_event_cells(event, found.hotel) for event in events]
        print_csv(_CSV_HEADINGS, rows, arguments.bom)
        return
    if events:
        _tell(events, found.hotel, found.runs if found.has_file else None)
    elif found.begins > 1:
        say(f"There is nothing in the history, which begins with event {found.begins:,}.")
    else:
        say("Nothing has happened yet.")
    if len(found.events) > len(events):
        say(f"These are the newest {len(events):,}; --limit N shows more.")


def _code_of(work: UnitOfWork, code: str) -> str:
    """Whose events are meant: a member of staff, or the system, which is none."""
    return SYSTEM.code if is_reserved(code) else work.staff.get(code).code


def _erasure_of(event: Happened) -> int | None:
    return None if isinstance(event, HotelEvent) else event.erasure


def _span(
    arguments: Namespace, hotel: Hotel, now: datetime
) -> tuple[datetime | None, datetime | None]:
    since, until = arguments.since, arguments.until
    since = None if since is None else begins(since, hotel, now)
    until = None if until is None else ends(until, hotel, now)
    check_span(since, until)
    return since, until


def _kinds(text: str) -> frozenset[EventKind]:
    """The kinds that a word or a list of them means: `fail`, `CLEANED`, `inspection failed`."""
    by_word = {verb.value: kind_of(verb) for verb in _VERBS}
    by_word |= {kind.label.replace(" ", "-"): kind for kind in EventKind.all()}
    found = set()
    for word in text.split(","):
        wanted = word.strip().casefold().replace("_", "-").replace(" ", "-")
        if wanted not in by_word:
            raise InvalidInput(f"{quoted(word)} is no kind of event; there are {_words(by_word)}.")
        found.add(by_word[wanted])
    return frozenset(found)


def _words(known: dict[str, EventKind]) -> str:
    return ", ".join(sorted(known))


def _tell(events: Sequence[Happened], hotel: Hotel, runs: Sequence[ErasureRun] | None) -> None:
    """Print events; `runs` are the rewrites of the database file, where it has one."""
    print_table(
        ("Seq", "When", "Room", "What", "From", "To", "Who", "Note"),
        [
            (
                *_where_and_what(event, hotel),
                event.staff_name + (" (command line)" if event.via is Via.COMMAND_LINE else ""),
                event.note or _erasure_text(event, runs, hotel),
            )
            for event in events
        ],
        numbers=("Seq",),
    )


def _where_and_what(event: Happened, hotel: Hotel) -> tuple[str | int, ...]:
    at = moment(hotel, event.at)
    if isinstance(event, HotelEvent):
        return "", at, "", event.kind.label, "", ""
    what = event.kind.label + (" (undone)" if event.undone_by is not None else "")
    return event.seq, at, event.room_number, what, event.from_status.label, event.to_status.label


def _erasure_text(event: Happened, runs: Sequence[ErasureRun] | None, hotel: Hotel) -> str:
    """When what a checkout deleted left the database file."""
    number = _erasure_of(event)
    if number is None or runs is None:
        return ""
    at = finished_at(runs, number)
    return "erasure pending" if at is None else f"erased from the file {moment(hotel, at)}"


def _event_json(event: RoomEvent, erased_at: datetime | None) -> dict[str, object]:
    return {
        "seq": event.seq,
        "event_id": str(event.event_id),
        "at": utc_text(event.at),
        "room_number": event.room_number,
        "kind": event.kind.value,
        "what": event.kind.label,
        "from_status": event.from_status.value,
        "to_status": event.to_status.value,
        "staff_code": event.staff_code,
        "staff_name": event.staff_name,
        "source": event.source.value,
        "via": event.via.value,
        "note": event.note,
        "version": event.room.version,
        "before": dict(event.before),
        "undoes_seq": event.undoes_seq,
        "undone_by": event.undone_by,
        "deleted": None if event.deleted is None else asdict(event.deleted),
        "erased_at": None if erased_at is None else utc_text(erased_at),
    }


def _json(event: Happened, runs: Sequence[ErasureRun]) -> dict[str, object]:
    if isinstance(event, HotelEvent):
        return _hotel_json(event)
    return _event_json(event, finished_at(runs, event.erasure))


def _hotel_json(event: HotelEvent) -> dict[str, object]:
    """An event of the hotel as a whole: it has no room, and its place is after a room's event."""
    return {
        "seq": None,
        "after_seq": event.after_seq,
        "at": utc_text(event.at),
        "room_number": None,
        "kind": event.kind.value,
        "what": event.kind.label,
        "staff_code": event.staff_code,
        "staff_name": event.staff_name,
        "via": event.via.value,
        "note": event.note,
        "counts": dict(event.counts),
    }


_CSV_HEADINGS = (
    "seq",
    "at",
    "room_number",
    "kind",
    "from_status",
    "to_status",
    "staff_code",
    "staff_name",
    "source",
    "via",
    "note",
    "undone_by",
)


def _event_cells(event: Happened, hotel: Hotel) -> tuple[Cell, ...]:
    at = hotel.local(event.at).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(event, HotelEvent):
        who = (event.staff_code, event.staff_name, None, event.via.value)
        return (None, at, None, event.kind.value, None, None, *who, event.note, None)
    return (
        event.seq,
        at,
        event.room_number,
        event.kind.value,
        event.from_status.value,
        event.to_status.value,
        event.staff_code,
        event.staff_name,
        event.source.value,
        event.via.value,
        event.note,
        event.undone_by,
    )


async def _redact(house: House, words: str, as_json: bool) -> int:
    act = await house.act()
    if len(words) > 19 or int(words) > _LARGEST_SEQ:
        raise UnknownName(f"The history has no event {words[:40]}.")
    done = await house.store.write(lambda work: redact(work, act, int(words)))
    await erase_asked(house)
    if as_json:
        print_json(asdict(done))
    else:
        say(f"The note of event {done.seq} in room {done.room_number} is blanked.")
    return 0
