"""What staff do: one row for each act on rooms. Everything that offers or tells of acts reads it.

A new act is a row here, its right in `rights`, and its rule in `rooms/turnover` where it does
more than lead from one turn status to another. Key, footer, palette, help, typed line, command,
history, undo, handover, figures and the demonstration find the row by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Self, TypeVar, cast

from housekeeper.core.rooms.status import RoomStatus, TurnStatus
from housekeeper.core.staff.staff import Role, Staff

SYSTEM = Staff("SYSTEM", "System", Role.MANAGER)
"""Who does what nobody at a terminal does; no member of staff can have this code."""

SymbolT = TypeVar("SymbolT", bound="Symbol")


class Symbol(str):
    """A word of an open set: like a member of an enum, but a row can bring one of its own.

    The same word is always the same object, so `is` and `match` work as with an enum, and a
    word that nobody defined is a `ValueError`.
    """

    __slots__ = ()

    def __new__(cls, word: str) -> Self:
        """The symbol for a word that is defined already."""
        try:
            return cast(Self, _SYMBOLS[cls][word])
        except KeyError:
            raise ValueError(f"{word!r} is no {cls.__name__}") from None

    @classmethod
    def new(cls, word: str) -> Self:
        """Define a word, or give the symbol that it has."""
        symbol = _SYMBOLS.setdefault(cls, {}).setdefault(word, str.__new__(cls, word))
        return cast(Self, symbol)

    @classmethod
    def all(cls) -> tuple[Self, ...]:
        """Every word that is defined, in the order of the definitions."""
        return cast(tuple[Self, ...], tuple(_SYMBOLS[cls].values()))

    @property
    def value(self) -> str:
        """The bare word, as it is written into the database and into JSON."""
        return str(self)


_SYMBOLS: dict[type[Symbol], dict[str, Symbol]] = {}


class _Constant:
    """`START = _Constant("start")` in a class of symbols gives that class the symbol `START`."""

    def __init__(self, word: str) -> None:
        self._word = word

    def __set_name__(self, owner: type[Symbol], name: str) -> None:
        setattr(owner, name, owner.new(self._word))

    def __get__(self, instance: object, owner: type[SymbolT]) -> SymbolT:
        # Only a type checker gets here: the symbol has taken this object's place.
        return owner(self._word)


class Verb(Symbol):
    """Every act of staff, named as the command is. Rights are given by verb.

    The constants are the verbs that code speaks of; a row can do without one.
    """

    __slots__ = ()

    CHECK_IN = _Constant("checkin")
    CHECK_OUT = _Constant("checkout")
    MOVE = _Constant("move")
    LATE = _Constant("late")
    UNDO_CHECK_IN = _Constant("undo-checkin")
    START = _Constant("start")
    CLEAN = _Constant("clean")
    DIRTY = _Constant("dirty")
    PASS = _Constant("pass")
    FAIL = _Constant("fail")
    MAINTENANCE = _Constant("maintenance")
    FIXED = _Constant("fixed")
    OUT_OF_ORDER = _Constant("out-of-order")
    RETURN = _Constant("return")
    OVERRIDE = _Constant("override")
    NOTE = _Constant("note")
    MESSAGE = _Constant("message")
    ORDER = _Constant("order")
    ACTIVATE = _Constant("room")
    INVENTORY = _Constant("inventory")
    REDACT = _Constant("redact")
    UNDO = _Constant("undo")
    STAFF = _Constant("staff")
    ROUND = _Constant("round")
    REASONS = _Constant("reasons")
    CHECKLIST = _Constant("checklist")
    HANDOVER = _Constant("handover")
    RENAME = _Constant("rename")
    IMPORT = _Constant("import")
    DATABASE = _Constant("database")


class EventKind(Symbol):
    """What happened to a room, or to the hotel as a whole."""

    __slots__ = ()

    CHECKED_IN = _Constant("CHECKED_IN")
    CHECKED_OUT = _Constant("CHECKED_OUT")
    MOVED_IN = _Constant("MOVED_IN")
    MOVED_OUT = _Constant("MOVED_OUT")
    ARRIVAL_ELSEWHERE = _Constant("ARRIVAL_ELSEWHERE")
    LATE_CHECKOUT_SET = _Constant("LATE_CHECKOUT_SET")
    CLEANING_STARTED = _Constant("CLEANING_STARTED")
    CLEANED = _Constant("CLEANED")
    PUT_BACK = _Constant("PUT_BACK")
    INSPECTION_PASSED = _Constant("INSPECTION_PASSED")
    INSPECTION_FAILED = _Constant("INSPECTION_FAILED")
    MAINTENANCE_FLAGGED = _Constant("MAINTENANCE_FLAGGED")
    MAINTENANCE_COMPLETED = _Constant("MAINTENANCE_COMPLETED")
    TAKEN_OUT_OF_ORDER = _Constant("TAKEN_OUT_OF_ORDER")
    RETURNED_TO_SERVICE = _Constant("RETURNED_TO_SERVICE")
    OUT_OF_ORDER_PLANNED = _Constant("OUT_OF_ORDER_PLANNED")
    OUT_OF_ORDER_CANCELLED = _Constant("OUT_OF_ORDER_CANCELLED")
    OUT_OF_ORDER_WAITS = _Constant("OUT_OF_ORDER_WAITS")
    OVERRIDDEN = _Constant("OVERRIDDEN")
    NOTED = _Constant("NOTED")
    NOTE_REDACTED = _Constant("NOTE_REDACTED")
    ACTIVATED = _Constant("ACTIVATED")
    DEACTIVATED = _Constant("DEACTIVATED")
    UNDONE = _Constant("UNDONE")
    GUEST_WROTE = _Constant("GUEST_WROTE")
    GUEST_ANSWERED = _Constant("GUEST_ANSWERED")
    NO_ANSWER_NEEDED = _Constant("NO_ANSWER_NEEDED")
    GUEST_ORDERED = _Constant("GUEST_ORDERED")
    ORDER_DONE = _Constant("ORDER_DONE")
    RENAMED = _Constant("RENAMED")
    TYPE_RENAMED = _Constant("TYPE_RENAMED")
    IMPORTED = _Constant("IMPORTED")
    ROOMS_IMPORTED = _Constant("ROOMS_IMPORTED")
    STAFF_IMPORTED = _Constant("STAFF_IMPORTED")
    BOOKINGS_IMPORTED = _Constant("BOOKINGS_IMPORTED")
    REASONS_IMPORTED = _Constant("REASONS_IMPORTED")
    CHECKLISTS_IMPORTED = _Constant("CHECKLISTS_IMPORTED")
    RESTORED = _Constant("RESTORED")
    HOTEL_ADDED = _Constant("HOTEL_ADDED")
    COPIED = _Constant("COPIED")
    STAFF_ADDED = _Constant("STAFF_ADDED")
    STAFF_DISABLED = _Constant("STAFF_DISABLED")
    STAFF_ENABLED = _Constant("STAFF_ENABLED")
    STAFF_ROLE_CHANGED = _Constant("STAFF_ROLE_CHANGED")
    STAFF_PIN_SET = _Constant("STAFF_PIN_SET")
    STAFF_PIN_CHOSEN = _Constant("STAFF_PIN_CHOSEN")
    STAFF_CODE_MADE = _Constant("STAFF_CODE_MADE")
    STAFF_UNLOCKED = _Constant("STAFF_UNLOCKED")
    CLI_PIN_ON = _Constant("CLI_PIN_ON")
    CLI_PIN_OFF = _Constant("CLI_PIN_OFF")
    HISTORY_ARCHIVED = _Constant("HISTORY_ARCHIVED")
    HISTORY_LET_GO = _Constant("HISTORY_LET_GO")

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


class Takes(Enum):
    """What a room must be for an act that is no plain transition."""

    ANY_ROOM = auto()
    BOOKABLE = auto()
    OCCUPIED = auto()
    VACANT = auto()
    FLAGGED = auto()
    OUT_OF_ORDER = auto()


class Asks(Enum):
    """What an act must be told before it can be done."""

    NOTHING = auto()
    REASON = auto()
    FAULT = auto()
    """A priority and a note."""
    REASON_AND_END = auto()
    STATUS_AND_REASON = auto()
    NOTE = auto()
    ARRIVAL = auto()
    DEPARTURES = auto()


class Counts(Enum):
    """As what the figures count an act."""

    NOT = auto()
    LEAVING = auto()
    """A guest is gone: a turn begins."""
    WORK = auto()
    """Housekeeping is at work."""
    INSPECTION = auto()
    """Work, and an inspection by whoever did it."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One turn act: the room statuses it starts from and the turn status it leads to."""

    sources: frozenset[RoomStatus]
    target: TurnStatus


@dataclass(frozen=True, slots=True, eq=False)
class HandoverLine:
    """How acts are told to the next shift; acts with the same line are told together.

    `place` is that in the account. `is_listed` tells each room on the screen, `is_printed` also
    in the command's text; `is_counted` leads with their number. `is_trouble` stands out.
    """

    word: str
    place: int
    is_counted: bool = True
    is_listed: bool = False
    is_printed: bool = False
    is_trouble: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActRow:
    """All that there is to say of one act on rooms; its rule is in `rooms/turnover`.

    `kind` is the event that it causes. `key` works on every screen with rooms ("" where the act
    has none), `label` stands beside it, `tooltip` says what it does. `words` are what people
    type for it, the line's own word first; no other begins with that one. `is_turn` says that
    `turnover.perform` does it, so that a line and a command with rooms do; `help` and
    `note_help` are the command's. `noun` is the act in a sentence that asks for its reason.
    `transition` is where a turn act leads; others say what they take. `source` is None where it
    is the side of the house of whoever acts. `did` ends the sentence "Ana ..." about a room that
    left a round. `demo` is what the demonstration's staff does: to rooms of which status, and
    how often beside other acts.
    """

    verb: Verb
    kind: EventKind
    label: str
    key: str = ""
    tooltip: str = ""
    words: tuple[str, ...] = ()
    is_turn: bool = True
    help: str = ""
    note_help: str = "a remark for the history"
    asks: Asks = Asks.NOTHING
    noun: str = ""
    takes: Takes = Takes.ANY_ROOM
    transition: Transition | None = None
    source: Source | None = Source.HOUSEKEEPING
    is_reversible: bool = False
    counts: Counts = Counts.NOT
    handover: HandoverLine | None = None
    did: str = "changed it"
    demo: tuple[RoomStatus, int] | None = None


def _leads(target: TurnStatus, *sources: RoomStatus) -> Transition:
    return Transition(frozenset(sources), target)


_LEFT = HandoverLine("checked out", 8)

_ROWS = (
    ActRow(
        verb=Verb.START,
        kind=EventKind.CLEANING_STARTED,
        key="s",
        label="start",
        tooltip="Start cleaning a dirty room.",
        words=("start", "started", "starting", "begin", "begun"),
        help="start cleaning dirty rooms",
        transition=_leads(TurnStatus.CLEANING_IN_PROGRESS, RoomStatus.CHECKOUT_DIRTY),
        is_reversible=True,
        counts=Counts.WORK,
        demo=(RoomStatus.CHECKOUT_DIRTY, 6),
    ),
    ActRow(
        verb=Verb.CLEAN,
        kind=EventKind.CLEANED,
        key="c",
        label="cleaned",
        tooltip="Mark a room cleaned, to be inspected.",
        words=("clean", "cleaned", "done", "finished"),
        help="mark rooms cleaned, to be inspected",
        transition=_leads(
            TurnStatus.CLEANED_UNINSPECTED,
            RoomStatus.CHECKOUT_DIRTY,
            RoomStatus.CLEANING_IN_PROGRESS,
        ),
        is_reversible=True,
        counts=Counts.WORK,
        demo=(RoomStatus.CLEANING_IN_PROGRESS, 6),
    ),
    ActRow(
        verb=Verb.PASS,
        kind=EventKind.INSPECTION_PASSED,
        key="p",
        label="pass",
        tooltip="Pass the inspection: the room is ready.",
        words=("pass", "passed", "inspected", "ok"),
        help="pass the inspection: the rooms are ready",
        transition=_leads(TurnStatus.READY_FOR_GUEST, RoomStatus.CLEANED_UNINSPECTED),
        is_reversible=True,
        counts=Counts.INSPECTION,
        handover=HandoverLine("turned", 1),
        did="passed it",
        demo=(RoomStatus.CLEANED_UNINSPECTED, 5),
    ),
    ActRow(
        verb=Verb.FAIL,
        kind=EventKind.INSPECTION_FAILED,
        key="f",
        label="fail",
        tooltip="Fail the inspection, with a reason for the attendant.",
        words=("fail", "failed", "reject", "rejected"),
        help="fail the inspection, with a reason",
        note_help="the reason that the attendant sees; needed",
        asks=Asks.REASON,
        noun="A failed inspection",
        transition=_leads(TurnStatus.CHECKOUT_DIRTY, RoomStatus.CLEANED_UNINSPECTED),
        is_reversible=True,
        counts=Counts.INSPECTION,
        handover=HandoverLine("failed", 2, is_listed=True, is_printed=True, is_trouble=True),
        did="failed it",
        demo=(RoomStatus.CLEANED_UNINSPECTED, 1),
    ),
    ActRow(
        verb=Verb.DIRTY,
        kind=EventKind.PUT_BACK,
        key="d",
        label="dirty",
        tooltip="Put a vacant room back to dirty.",
        words=("dirty", "put back", "redo"),
        help="put vacant rooms back to dirty",
        transition=_leads(
            TurnStatus.CHECKOUT_DIRTY,
            RoomStatus.AVAILABLE,
            RoomStatus.CLEANING_IN_PROGRESS,
            RoomStatus.CLEANED_UNINSPECTED,
            RoomStatus.READY_FOR_GUEST,
        ),
        is_reversible=True,
        counts=Counts.WORK,
        did="put it back to dirty",
        demo=(RoomStatus.READY_FOR_GUEST, 1),
    ),
    ActRow(
        verb=Verb.CHECK_IN,
        kind=EventKind.CHECKED_IN,
        key="g",
        label="check in",
        tooltip="Check an arriving guest in to a ready room.",
        words=("check in", "checkin", "check-in"),
        is_turn=False,
        asks=Asks.ARRIVAL,
        takes=Takes.BOOKABLE,
        source=Source.FRONT_DESK,
        is_reversible=True,
        handover=HandoverLine("checked in", 9),
    ),
    ActRow(
        verb=Verb.CHECK_OUT,
        kind=EventKind.CHECKED_OUT,
        key="e",
        label="check out",
        tooltip="Check out: erases everything of the guest.",
        words=("check out", "checkout", "check-out"),
        is_turn=False,
        asks=Asks.DEPARTURES,
        takes=Takes.OCCUPIED,
        source=Source.FRONT_DESK,
        counts=Counts.LEAVING,
        handover=_LEFT,
    ),
    ActRow(
        verb=Verb.MOVE,
        kind=EventKind.MOVED_OUT,
        label="move",
        words=("move",),
        is_turn=False,
        takes=Takes.OCCUPIED,
        source=Source.FRONT_DESK,
        counts=Counts.LEAVING,
        handover=_LEFT,
    ),
    ActRow(
        verb=Verb.LATE,
        kind=EventKind.LATE_CHECKOUT_SET,
        label="late",
        words=("late checkout",),
        is_turn=False,
        takes=Takes.OCCUPIED,
        source=Source.FRONT_DESK,
        is_reversible=True,
    ),
    ActRow(
        verb=Verb.UNDO_CHECK_IN,
        kind=EventKind.UNDONE,
        label="undo check-in",
        words=("undo check in", "undo checkin", "undo check-in"),
        is_turn=False,
        takes=Takes.OCCUPIED,
        source=Source.FRONT_DESK,
    ),
    ActRow(
        verb=Verb.FIXED,
        kind=EventKind.MAINTENANCE_COMPLETED,
        key="x",
        label="fixed",
        tooltip="Maintenance is done; the room is to be inspected.",
        words=("fixed", "fix", "repaired", "mended"),
        help="maintenance completed",
        takes=Takes.FLAGGED,
        is_reversible=True,
        handover=HandoverLine("fixed", 4, is_counted=False, is_listed=True),
        demo=(RoomStatus.MAINTENANCE_REQUIRED, 1),
    ),
    ActRow(
        verb=Verb.RETURN,
        kind=EventKind.RETURNED_TO_SERVICE,
        key="r",
        label="return",
        tooltip="Return an out-of-order room to service.",
        words=("return", "returned", "back", "back in service", "in service"),
        help="back in service after out of order",
        takes=Takes.OUT_OF_ORDER,
        is_reversible=True,
        handover=HandoverLine("back in service", 6, is_counted=False, is_listed=True),
    ),
    ActRow(
        verb=Verb.MAINTENANCE,
        kind=EventKind.MAINTENANCE_FLAGGED,
        key="m",
        label="maintenance",
        tooltip="Flag a fault, with priority and note.",
        words=("maintenance", "maint", "fault", "flag"),
        help="flag a fault",
        note_help="what is broken",
        asks=Asks.FAULT,
        source=None,
        is_reversible=True,
        handover=HandoverLine("flagged", 3, is_listed=True, is_printed=True, is_trouble=True),
        did="flagged it for maintenance",
        demo=(RoomStatus.CHECKOUT_DIRTY, 1),
    ),
    ActRow(
        verb=Verb.OUT_OF_ORDER,
        kind=EventKind.TAKEN_OUT_OF_ORDER,
        key="o",
        label="out of order",
        tooltip="Take a vacant room out of inventory.",
        words=("out of order", "out-of-order", "ooo"),
        help="take rooms out of inventory",
        note_help="the reason; needed",
        asks=Asks.REASON_AND_END,
        noun="Out of order",
        takes=Takes.VACANT,
        is_reversible=True,
        handover=HandoverLine(
            "out of order", 5, is_counted=False, is_listed=True, is_printed=True, is_trouble=True
        ),
        did="took it out of order",
    ),
    ActRow(
        verb=Verb.NOTE,
        kind=EventKind.NOTED,
        key="n",
        label="note",
        tooltip="Add a housekeeping note below the others.",
        words=("note", "notes", "remark"),
        help="add a housekeeping note to rooms",
        note_help="the note; it is added below those that are there",
        asks=Asks.NOTE,
        source=None,
        is_reversible=True,
    ),
    ActRow(
        verb=Verb.OVERRIDE,
        kind=EventKind.OVERRIDDEN,
        key="v",
        label="override",
        tooltip="Set the status by hand (managers).",
        words=("override", "set"),
        help="a manager sets a room's status",
        note_help="the reason",
        asks=Asks.STATUS_AND_REASON,
        noun="An override",
        takes=Takes.VACANT,
        source=Source.MANAGER_OVERRIDE,
        handover=HandoverLine("overridden", 7, is_counted=False, is_listed=True, is_printed=True),
        did="set it otherwise",
    ),
)
"""In the order in which screens and commands offer them."""

ACTS: Mapping[Verb, ActRow] = MappingProxyType({row.verb: row for row in _ROWS})
"""Every act on rooms by its verb. Acts on anything else (staff, lists, rounds) have no row."""

ACT_OF_KIND: Mapping[EventKind, ActRow] = MappingProxyType({row.kind: row for row in _ROWS})
"""Every act by the event that it causes."""

REVERSIBLE = frozenset(
    {
        *(row.kind for row in _ROWS if row.is_reversible),
        EventKind.OUT_OF_ORDER_PLANNED,
        EventKind.OUT_OF_ORDER_CANCELLED,
    }
)
"""The kinds of events that can be taken back."""

GUESTS_CALL = frozenset({EventKind.GUEST_WROTE, EventKind.GUEST_ORDERED})
"""The kinds of events by which a guest asks for something."""

OF_GUESTS_WAITING = GUESTS_CALL | {
    EventKind.GUEST_ANSWERED,
    EventKind.NO_ANSWER_NEEDED,
    EventKind.ORDER_DONE,
}
"""The kinds of events that tell how many messages and orders wait, and nothing else."""

BESIDE_STATUS = OF_GUESTS_WAITING | frozenset(
    {
        EventKind.NOTED,
        EventKind.NOTE_REDACTED,
        EventKind.ARRIVAL_ELSEWHERE,
        EventKind.LATE_CHECKOUT_SET,
        EventKind.RENAMED,
        EventKind.TYPE_RENAMED,
        EventKind.OUT_OF_ORDER_WAITS,
    }
)
"""The kinds of events that tell nothing of status, occupancy or flags.

No undo of an act of another kind heeds them.
"""

UNDO_WINDOW = timedelta(seconds=60)
"""For how long an act can be undone, in real time."""


def kind_of(verb: Verb) -> EventKind:
    """The event that an act on one room causes (an activation chooses its own)."""
    return ACTS[verb].kind


def key_of(verb: Verb) -> str:
    """The key of an act, for hints in texts; "" where it has none."""
    return ACTS[verb].key


def kinds_counted_as(*counts: Counts) -> frozenset[EventKind]:
    """The kinds of events that the figures count as one of these."""
    return frozenset(row.kind for row in _ROWS if row.counts in counts)


def handover_lines() -> dict[HandoverLine, tuple[EventKind, ...]]:
    """The lines of a handover in their order, each with the kinds that it tells of."""
    told = sorted(
        ((row.handover, row.kind) for row in _ROWS if row.handover), key=lambda one: one[0].place
    )
    return {line: tuple(kind for other, kind in told if other is line) for line, _ in told}


def source_of(verb: Verb, staff: Staff) -> Source:
    """The side of the house an act belongs to: by the act, and for acts of everyone by role."""
    if staff == SYSTEM:
        return Source.SYSTEM
    row = ACTS.get(verb)
    is_of_anyone = verb in {Verb.MESSAGE, Verb.ORDER} if row is None else row.source is None
    if is_of_anyone:
        is_front_desk = staff.role is Role.FRONT_DESK
        return Source.FRONT_DESK if is_front_desk else Source.HOUSEKEEPING
    return Source.HOUSEKEEPING if row is None or row.source is None else row.source
