"""What of an archived history is asked for: the same questions as of a hotel's own."""

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.rooms.numbers import folded
from housekeeper.core.rooms.snapshot import utc_text
from housekeeper.core.staff.staff import code_key
from housekeeper.store.transfer.archive_file import ArchiveReader


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question to the lines of an archive, in the words in which they are written."""

    query: HistoryQuery

    def asks_for(self, facts: dict[str, Any]) -> bool:
        """Whether the event of this line is asked for."""
        query = self.query
        # Moments are written in UTC and with one length: as texts they are in their order.
        return (
            (query.room_number is None or folded(facts.get("room_number", "")) == query.room_number)
            and (query.staff_code is None or code_key(facts["staff_code"]) == query.staff_code)
            and (not query.kinds or facts["kind"] in query.kinds)
            and (query.since is None or facts["at"] >= utc_text(query.since))
            and (query.until is None or facts["at"] < utc_text(query.until))
        )


def hotel_of_archive(path: Path) -> Hotel:
    """The hotel whose history it is. Raises the `StoreError` family for what is no archive."""
    return ArchiveReader(path).header().hotel


def archived_history(path: Path, query: HistoryQuery) -> list[RoomEvent | HotelEvent]:
    """The newest events that were asked for, newest first, of an archive that is whole.

    Rooms and people are found however they are written. Raises the `StoreError` family.
    """
    number, code = query.room_number, query.staff_code
    wanted = _Wanted(
        HistoryQuery(
            None if number is None else folded(number),
            query.limit,
            None if code is None else code_key(code),
            query.kinds,
            query.since,
            query.until,
        )
    )
    reader = ArchiveReader(path)
    newest: deque[dict[str, Any]] = deque(maxlen=query.limit)
    try:
        newest.extend(facts for facts in reader.lines() if wanted.asks_for(facts))
    except (KeyError, TypeError, AttributeError) as fault:
        raise reader.damaged() from fault
    return [reader.event_of(facts) for facts in reversed(newest)]
