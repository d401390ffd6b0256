"""The events of rooms that a file changed."""

from collections.abc import Sequence

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.rooms.event import Act, unnamed_act
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.write_change import draft, record_all
from housekeeper.core.unit_of_work import UnitOfWork


def record_imported(
    work: UnitOfWork, act: Act | None, changes: Sequence[tuple[Room, Room]]
) -> None:
    """Write these rooms from what they were to what they are, with an event for each.

    They are the last write of an import but its own line in the history.
    """
    by = unnamed_act() if act is None else act
    kind = EventKind.IMPORTED
    record_all(
        work,
        [
            draft(work, by, Verb.IMPORT, kind, before, after, _told(before, after))
            for before, after in changes
        ],
    )


def _told(before: Room, after: Room) -> str:
    """What of a room is another, where its status does not say it."""
    facts = (
        ("type", before.room_type, after.room_type),
        ("floor", before.floor, after.floor),
        ("section", before.section, after.section),
    )
    return ", ".join(
        f"{name} {was or 'none'} to {becomes or 'none'}"
        for name, was, becomes in facts
        if was != becomes
    )
