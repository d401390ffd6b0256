"""What staff do: the verbs, the kinds of events that they cause, and which can be taken back."""

from datetime import timedelta
from enum import StrEnum

from housekeeper.core.rights import Verb
from housekeeper.core.staff.staff import Role, Staff

SYSTEM = Staff("SYSTEM", "System", Role.MANAGER)
"""Who does what nobody at a terminal does; no member of staff can have this code."""


class EventKind(StrEnum):
    """What happened to a room."""

    CHECKED_IN = "CHECKED_IN"
    CHECKED_OUT = "CHECKED_OUT"
    MOVED_IN = "MOVED_IN"
    MOVED_OUT = "MOVED_OUT"
    ARRIVAL_ELSEWHERE = "ARRIVAL_ELSEWHERE"
    LATE_CHECKOUT_SET = "LATE_CHECKOUT_SET"
    CLEANING_STARTED = "CLEANING_STARTED"
    CLEANED = "CLEANED"
    PUT_BACK = "PUT_BACK"
    INSPECTION_PASSED = "INSPECTION_PASSED"
    INSPECTION_FAILED = "INSPECTION_FAILED"
    MAINTENANCE_FLAGGED = "MAINTENANCE_FLAGGED"
    MAINTENANCE_COMPLETED = "MAINTENANCE_COMPLETED"
    TAKEN_OUT_OF_ORDER = "TAKEN_OUT_OF_ORDER"
    RETURNED_TO_SERVICE = "RETURNED_TO_SERVICE"
    OVERRIDDEN = "OVERRIDDEN"
    NOTED = "NOTED"
    NOTE_REDACTED = "NOTE_REDACTED"
    ACTIVATED = "ACTIVATED"
    DEACTIVATED = "DEACTIVATED"
    UNDONE = "UNDONE"

    @property
    def label(self) -> str:
        """The kind in words, for people."""
        return self.value.replace("_", " ").lower()


class Source(StrEnum):
    """Which side of the house an event comes from."""

    HOUSEKEEPING = "HOUSEKEEPING"
    FRONT_DESK = "FRONT_DESK"
    SYSTEM = "SYSTEM"
    MANAGER_OVERRIDE = "MANAGER_OVERRIDE"


class Via(StrEnum):
    """Through which door an act came in; the command line trusts its account and is marked."""

    BOARD = "BOARD"
    COMMAND_LINE = "COMMAND_LINE"


_KIND_OF_VERB = {
    Verb.CHECK_IN: EventKind.CHECKED_IN,
    Verb.CHECK_OUT: EventKind.CHECKED_OUT,
    Verb.LATE: EventKind.LATE_CHECKOUT_SET,
    Verb.START: EventKind.CLEANING_STARTED,
    Verb.CLEAN: EventKind.CLEANED,
    Verb.DIRTY: EventKind.PUT_BACK,
    Verb.PASS: EventKind.INSPECTION_PASSED,
    Verb.FAIL: EventKind.INSPECTION_FAILED,
    Verb.MAINTENANCE: EventKind.MAINTENANCE_FLAGGED,
    Verb.FIXED: EventKind.MAINTENANCE_COMPLETED,
    Verb.OUT_OF_ORDER: EventKind.TAKEN_OUT_OF_ORDER,
    Verb.RETURN: EventKind.RETURNED_TO_SERVICE,
    Verb.OVERRIDE: EventKind.OVERRIDDEN,
    Verb.NOTE: EventKind.NOTED,
    Verb.REDACT: EventKind.NOTE_REDACTED,
}


_DESK_VERBS = frozenset({Verb.CHECK_IN, Verb.CHECK_OUT, Verb.MOVE, Verb.LATE})


def kind_of(verb: Verb) -> EventKind:
    """The event that an act on one room causes (a move and an activation choose their own)."""
    return _KIND_OF_VERB[verb]


def source_of(verb: Verb, staff: Staff) -> Source:
    """The side of the house an act belongs to: by the act, and for acts of everyone by role."""
    role = staff.role
    if staff == SYSTEM:
        return Source.SYSTEM
    if verb is Verb.OVERRIDE:
        return Source.MANAGER_OVERRIDE
    if verb in _DESK_VERBS or (role is Role.FRONT_DESK and verb in {Verb.NOTE, Verb.MAINTENANCE}):
        return Source.FRONT_DESK
    return Source.HOUSEKEEPING


UNDO_WINDOW = timedelta(seconds=60)
"""For how long an act can be undone, in real time."""


REVERSIBLE = frozenset(
    {
        EventKind.CLEANING_STARTED,
        EventKind.CLEANED,
        EventKind.PUT_BACK,
        EventKind.INSPECTION_PASSED,
        EventKind.INSPECTION_FAILED,
        EventKind.MAINTENANCE_FLAGGED,
        EventKind.MAINTENANCE_COMPLETED,
        EventKind.TAKEN_OUT_OF_ORDER,
        EventKind.RETURNED_TO_SERVICE,
    }
)
"""The kinds of events that can be taken back."""
