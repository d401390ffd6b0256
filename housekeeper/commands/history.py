"""What happened in a room or the hotel, and blanking a note in it."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from housekeeper.commands.grammar import WrongUsage
from housekeeper.commands.house import House, opened_house
from housekeeper.commands.output import moment, print_json, print_table, say
from housekeeper.config import Settings
from housekeeper.core.errors import InvalidInput, UnknownName
from housekeeper.core.event import RoomEvent, Via
from housekeeper.core.history import HistoryQuery, redact
from housekeeper.core.hotel import Hotel
from housekeeper.core.ports import UnitOfWork
from housekeeper.core.room import check_room_number
from housekeeper.core.snapshot import utc_text

LIMIT = 1_000_000
_LARGEST_SEQ = 2**63 - 1


async def history(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper history [ROOM]`, newest first, or `housekeeper history redact SEQ`."""
    match arguments.words:
        case ["redact", seq]:
            if not (seq.isascii() and seq.isdecimal()):
                raise WrongUsage("history redact takes the number of an event (SEQ)")
            async with opened_house(settings) as house:
                return await _redact(house, seq, arguments.json)
        case ["redact"] | [_, _, *_]:
            raise WrongUsage("history takes one ROOM or none; history redact takes one SEQ")
        case words:
            room = words[0] if words else None
    if not 1 <= arguments.limit <= LIMIT:
        raise InvalidInput(f"--limit is a whole number from 1 to {LIMIT:,}.")
    number = None if room is None else check_room_number(room)

    def look(work: UnitOfWork) -> list[RoomEvent]:
        if number is not None:
            work.rooms.get(number)
        return work.events.history(HistoryQuery(number, arguments.limit + 1))

    async with opened_house(settings) as house:
        found = await house.store.read(look)
    events = found[: arguments.limit]
    if arguments.json:
        print_json([_event_json(event) for event in events])
        return 0
    _tell(events, house.hotel)
    if len(found) > len(events):
        say(f"These are the newest {len(events):,}; --limit N shows more.")
    return 0


def _tell(events: Sequence[RoomEvent], hotel: Hotel) -> None:
    if not events:
        say("Nothing has happened yet.")
        return
    print_table(
        ("Seq", "When", "Room", "What", "From", "To", "Who", "Note"),
        [
            (
                event.seq,
                moment(hotel, event.at),
                event.room_number,
                event.kind.label,
                event.from_status.label,
                event.to_status.label,
                event.staff_name + (" (command line)" if event.via is Via.COMMAND_LINE else ""),
                event.note,
            )
            for event in events
        ],
        numbers=("Seq",),
    )


def _event_json(event: RoomEvent) -> dict[str, object]:
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
        "deleted": None if event.deleted is None else asdict(event.deleted),
    }


async def _redact(house: House, words: str, as_json: bool) -> int:
    act = await house.act()
    if len(words) > 19 or int(words) > _LARGEST_SEQ:
        raise UnknownName(f"The history has no event {words[:40]}.")
    done = await house.store.write(lambda work: redact(work, act, int(words)))
    if as_json:
        print_json(asdict(done))
    else:
        say(f"The note of event {done.seq} in room {done.room_number} is blanked.")
    return 0
