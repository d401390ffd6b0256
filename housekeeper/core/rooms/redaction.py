"""Blanking a note in the history of a room, and in the room itself."""

from dataclasses import dataclass

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import NotPossible, UnknownName
from housekeeper.core.rooms.event import REDACTED, Act
from housekeeper.core.rooms.snapshot import blank_note, decode, encode
from housekeeper.core.rooms.write_change import record
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Redaction:
    """What blanking a note touched."""

    seq: int
    room_number: str
    events_changed: int


def redact(work: UnitOfWork, act: Act, seq: int) -> Redaction:
    """Blank the note of one event, wherever the history or the room repeats it.

    The words go from the event, from every snapshot of the room that carried them, and from
    the room itself if it still shows them; that last is an event of its own. Of several notes
    those with other words stay. A retry of the act changes nothing more. Raises `UnknownName`
    for a seq the hotel lacks, `NotPossible` where there is no note.
    """
    rights.require(act.staff, Verb.REDACT)
    event = work.events.get(seq)
    if event is None:
        raise UnknownName(f"The history has no event {seq}.")
    words = event.note
    if work.events.of_act(act.id):
        return Redaction(seq, event.room_number, 0)
    if not words or words == REDACTED:
        raise NotPossible(f"Event {seq} has no note to blank.")
    work.erasures.ask()
    changed = work.events.redact(event.room_number, words, REDACTED)
    before = work.rooms.get(event.room_number)
    facts = encode(before).items()
    after = decode({name: blank_note(name, fact, words, REDACTED) for name, fact in facts})
    if after != before:
        record(work, act, Verb.REDACT, EventKind.NOTE_REDACTED, before, after, "")
        # The event just written tells what the room was before: the very words again.
        work.events.redact(event.room_number, words, REDACTED)
    return Redaction(seq, event.room_number, changed)
