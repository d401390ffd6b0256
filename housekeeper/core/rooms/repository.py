"""What rooms and their events ask of the store."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from housekeeper.core.acts import EventKind
from housekeeper.core.rooms.event import EventDraft, HistoryQuery, RoomEvent, RoomStep
from housekeeper.core.rooms.room import Room


class PinSource(Protocol):
    """Where new room PINs come from."""

    def new_pin(self) -> str:
        """Six letters and digits without look-alikes; the store sees to uniqueness."""
        ...


class Rooms(Protocol):
    """The rooms of the hotel, and their PINs."""

    def get(self, number: str) -> Room:
        """One room, in use or not; raises `UnknownName`."""
        ...

    def find(self, numbers: Sequence[str]) -> list[Room]:
        """These rooms in natural order; raises `UnknownName` naming those that do not exist."""
        ...

    def as_written(self, numbers: Sequence[str]) -> list[str]:
        """Each of these numbers as the hotel writes it, in their order (`numbers.KnownNames`).

        One that the hotel does not have stays as it is.
        """
        ...

    def all(self, inactive: bool = False) -> list[Room]:
        """Every room in use (or every room) in natural order."""
        ...

    def told_since(self, quiet_changes: int) -> list[Room]:
        """The rooms, in use or not, that boards were told of after so many quiet changes."""
        ...

    def add(self, rooms: Sequence[Room]) -> None:
        """Add new rooms, each with a PIN of its own."""
        ...

    def save(self, changes: Sequence[tuple[Room, Room]]) -> None:
        """Write rooms from a state to the next; raises `RoomMoved` where one was not in it."""
        ...

    def rename(self, number: str, new_number: str) -> None:
        """Give a room another number, in its events too; nobody has it yet."""
        ...

    def pin(self, number: str) -> str:
        """The PIN of a room."""
        ...

    def renew_pins(self, numbers: Sequence[str]) -> None:
        """Give these rooms new PINs: unique in the hotel, none the one the room had."""
        ...


class Events(Protocol):
    """The hotel's events, in seq order without gaps."""

    def append(self, drafts: Sequence[EventDraft]) -> list[RoomEvent]:
        """Give the events their places; the last write of a unit of work."""
        ...

    def of_act_in_room(self, act_id: UUID, room_number: str) -> RoomEvent | None:
        """The event that an earlier try of an act caused in a room, if it did.

        The room has this number now, or had it then.
        """
        ...

    def of_act_in_rooms(self, act_id: UUID, room_numbers: Collection[str]) -> list[RoomEvent]:
        """The events that an act caused in these rooms, in seq order."""
        ...

    def of_act(self, act_id: UUID) -> list[RoomEvent]:
        """Every event that one act caused, in seq order."""
        ...

    def by_staff(self, staff_code: str, since: datetime) -> list[RoomEvent]:
        """What this person did since a moment of real time, newest first.

        That is all after the last act that is older, so that a clock that was set tells nothing.
        """
        ...

    def get(self, seq: int) -> RoomEvent | None:
        """The event at this place."""
        ...

    def last_seq(self) -> int:
        """The place of the newest event; 0 before the first."""
        ...

    def last_change(self, room_number: str) -> RoomEvent | None:
        """The newest event that raised the room's version."""
        ...

    def of_room_after(self, room_number: str, seq: int) -> list[RoomEvent]:
        """What happened to a room after this place, in seq order."""
        ...

    def after(self, seq: int, limit: int) -> list[RoomEvent]:
        """Events after this place, oldest first."""
        ...

    def history(self, query: HistoryQuery) -> list[RoomEvent]:
        """The newest events that were asked for, newest first."""
        ...

    def steps(
        self,
        since: datetime,
        kinds: Collection[EventKind] = (),
        until: datetime | None = None,
    ) -> list[RoomStep]:
        """Events (of these kinds) since a moment, in seq order, without what was undone.

        With `until`, those before that moment.
        """
        ...

    def first_of_rooms(self, since: datetime) -> list[RoomEvent]:
        """The oldest event of each room where that is not before this moment, in seq order."""
        ...

    def latest(
        self, room_numbers: Collection[str], kinds: Collection[EventKind]
    ) -> dict[tuple[str, EventKind], RoomStep]:
        """The newest event of each of these kinds in each room, without what was undone."""
        ...

    def redact(self, room_number: str, words: str, instead: str) -> int:
        """Put `instead` wherever this room's events carry exactly these words; count them."""
        ...


class Outbox(Protocol):
    """How far the hotel's events have been published, and who publishes just now."""

    def take_lease(self, holder: str, now: datetime, until: datetime) -> bool:
        """Take the hotel's drain lease until a moment of real time, or renew one's own.

        False while another holder's lease runs. One that would run for more than twice as long
        as the one asked for comes from a clock that was set back, and is as good as none; the
        clocks of machines may differ by less.
        """
        ...

    def release_lease(self, holder: str) -> None:
        """Give one's own lease back."""
        ...

    def published_seq(self) -> int:
        """The place up to which every event is published or passed over."""
        ...

    def pending(self, limit: int) -> list[RoomEvent]:
        """Events that are not published yet, oldest first."""
        ...

    def newest_of_rooms(self) -> list[int]:
        """The seq of the newest event of each room, in order; the last is the newest of all."""
        ...

    def mark_published(self, holder: str, seq: int) -> bool:
        """Move the cursor on to this place; False, and nothing done, for a lost lease."""
        ...

    def record_refusal(self, seq: int, reason: str, at: datetime) -> None:
        """Keep that this event was refused for good, and why."""
        ...

    def refusals(self, limit: int) -> list[tuple[int, str, datetime]]:
        """The newest refused events: seq, reason, moment (UTC)."""
        ...
