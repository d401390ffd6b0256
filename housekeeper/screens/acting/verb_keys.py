"""The verbs' keys: the same verb has the same key on every screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.binding import Binding

from housekeeper.core import rights
from housekeeper.core.rights import Verb
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.staff.staff import Staff


@dataclass(frozen=True, slots=True)
class VerbKey:
    """How a verb is offered: its key, its short label, and a sentence of what it does."""

    key: str
    label: str
    tooltip: str


VERB_KEYS: Mapping[Verb, VerbKey] = MappingProxyType(
    {
        Verb.START: VerbKey("s", "start", "Start cleaning a dirty room."),
        Verb.CLEAN: VerbKey("c", "cleaned", "Mark a room cleaned, to be inspected."),
        Verb.PASS: VerbKey("p", "pass", "Pass the inspection: the room is ready."),
        Verb.FAIL: VerbKey("f", "fail", "Fail the inspection, with a reason for the attendant."),
        Verb.DIRTY: VerbKey("d", "dirty", "Put a vacant room back to dirty."),
        Verb.CHECK_IN: VerbKey("g", "check in", "Check an arriving guest in to a ready room."),
        Verb.CHECK_OUT: VerbKey("e", "check out", "Check out: erases everything of the guest."),
        Verb.FIXED: VerbKey("x", "fixed", "Maintenance is done; the room is to be inspected."),
        Verb.RETURN: VerbKey("r", "return", "Return an out-of-order room to service."),
        Verb.MAINTENANCE: VerbKey("m", "maintenance", "Flag a fault, with priority and note."),
        Verb.OUT_OF_ORDER: VerbKey("o", "out of order", "Take a vacant room out of inventory."),
        Verb.NOTE: VerbKey("n", "note", "Write the room's housekeeping note."),
        Verb.OVERRIDE: VerbKey("v", "override", "Set the status by hand (managers)."),
    }
)
"""Verbs with a key, in the order in which they are offered."""

VERB_BINDINGS = [
    Binding(
        offered.key,
        f"verb('{verb.value}')",
        offered.label,
        show=False,
        tooltip=offered.tooltip,
        id=f"verb.{verb.value}",
    )
    for verb, offered in VERB_KEYS.items()
]


def valid_verbs(rooms: list[Room], staff: Staff | None) -> list[Verb]:
    """The verbs that at least one of these rooms takes and that this person may do.

    Before anyone has signed in, any role is assumed.
    """
    return [
        verb
        for verb in VERB_KEYS
        if (staff is None or rights.may(staff.role, verb))
        and any(is_possible(room, verb) for room in rooms)
    ]
