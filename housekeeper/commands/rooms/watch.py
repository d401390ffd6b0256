"""Following a hotel line by line: every event as it comes, for scripts and for those who listen."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime

from housekeeper.commands.hotel import opened_house
from housekeeper.commands.output import json_line
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import StoreError
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.snapshot import utc_text
from housekeeper.live.feed import LiveFeed
from housekeeper.live.store_feed import HotelAgain, WholeHotel
from housekeeper.settings.table import Settings


def event_facts(event: RoomEvent) -> dict[str, object]:
    """An event as JSON tells of it."""
    return {
        "seq": event.seq,
        "room_number": event.room_number,
        "kind": event.kind.value,
        "from_status": event.from_status.value,
        "to_status": event.to_status.value,
        "staff": event.staff_code,
        "staff_name": event.staff_name,
        "note": event.note,
        "version": event.room.version,
        "at": utc_text(event.at),
    }


def event_sentence(event: RoomEvent, hotel: Hotel) -> str:
    """An event in words that make sense by ear."""
    words = f"{hotel.local(event.at):%H:%M} room {event.room_number} {event.kind.label}"
    if event.to_status is not event.from_status:
        words += f", now {event.to_status.label}"
    note = f": {event.note}" if event.note else ""
    return plain(f"{words}, by {event.staff_name}{note}")


class _Teller:
    """Prints what the feed finds; a store that fails is waited for without a word."""

    def __init__(self, line_of: Callable[[RoomEvent], str]) -> None:
        self._line_of = line_of

    def hotel_read(self, whole: WholeHotel) -> None:
        """Nothing happened: this is where the watch begins, or begins anew."""

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        """One line for each."""
        for event in events:
            sys.stdout.write(self._line_of(event) + "\n")
        sys.stdout.flush()

    def hotel_read_again(self, again: HotelAgain) -> None:
        """Nothing happened to a room that an event would tell of."""

    def feed_proved(self, at: datetime) -> None:
        """Nothing to tell."""

    def feed_failed(self, error: StoreError) -> None:
        """Nothing to tell: the feed goes on looking."""


async def watch(settings: Settings, arguments: Namespace) -> int:
    """`housekeeper watch`: print events as they come, until interrupted."""
    async with opened_house(settings) as house:

        def line_of(event: RoomEvent) -> str:
            return (
                json_line(event_facts(event))
                if arguments.json
                else event_sentence(event, house.hotel)
            )

        store = house.database.hotel(house.hotel, house.clock)
        feed = LiveFeed(store, house.clock, _Teller(line_of), settings.pusher)
        await feed.run()
    return 0
