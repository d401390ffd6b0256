"""The words that a line knows: verbs as people type them, statuses, priorities, flags."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from housekeeper.core.acts import ACTS, Asks, Verb
from housekeeper.core.board.flags import Flag
from housekeeper.core.board.statistics import FACT_OF_WORDS
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus

Meaning = TypeVar("Meaning")
Phrases = Mapping[tuple[str, ...], Meaning]
"""Meanings by the words, in lower case, that stand for them."""

VERBS: Mapping[Verb, tuple[str, ...]] = MappingProxyType(
    {verb: row.words for verb, row in ACTS.items() if row.is_turn}
)
"""What people type for each verb, the line's own word first."""

_STATUS_WORDS: Mapping[RoomStatus, tuple[str, ...]] = MappingProxyType(
    {
        RoomStatus.READY_FOR_GUEST: ("ready", "ready for guest"),
        RoomStatus.CHECKOUT_DIRTY: ("dirty",),
        RoomStatus.CLEANING_IN_PROGRESS: ("cleaning",),
        RoomStatus.CLEANED_UNINSPECTED: ("to inspect", "cleaned", "cleaned, to inspect"),
        RoomStatus.AVAILABLE: ("available",),
        RoomStatus.MAINTENANCE_REQUIRED: ("maintenance",),
        RoomStatus.OUT_OF_ORDER: ("out of order", "out-of-order", "ooo"),
        RoomStatus.OCCUPIED: ("occupied",),
    }
)


def _phrases(
    spelled: Iterable[tuple[Meaning, Iterable[str]]],
) -> Mapping[tuple[str, ...], Meaning]:
    return MappingProxyType(
        {tuple(text.casefold().split()): meaning for meaning, texts in spelled for text in texts}
    )


VERB_PHRASES = _phrases(VERBS.items())
STATUSES = _phrases((status, (status.value, *texts)) for status, texts in _STATUS_WORDS.items())
PRIORITIES = _phrases(
    (
        (MaintenancePriority.LOW, ("low",)),
        (MaintenancePriority.MED, ("med", "medium", "normal")),
        (MaintenancePriority.HIGH, ("high", "urgent")),
    )
)
FILTER_PHRASES = _phrases(
    (text, (text,))
    for text in (
        *Flag,
        *(text for texts in _STATUS_WORDS.values() for text in texts[:2]),
        *RoomStatus,
        *FACT_OF_WORDS,
        *("low", "med", "high"),
    )
    if "-" not in text
)
"""The board's own words that a line may filter by."""

ELSEWHERE = _phrases(
    (text, (text,))
    for text in (
        *(
            text
            for row in ACTS.values()
            if not row.is_turn and row.verb not in {Verb.CHECK_IN, Verb.CHECK_OUT}
            for text in row.words
        ),
        *("message", "order", "late"),
    )
)
"""Acts that people may type although no line does them."""

SHORT_WORDS: Mapping[Verb, str] = MappingProxyType(
    {Verb.MAINTENANCE: "maint", Verb.OUT_OF_ORDER: "ooo"}
)
"""What is shorter to type for a verb, where many stand in one sentence."""

UNTIL = frozenset({"until", "till", "til", "'til", "untill"})
"""Words before the day on which something ends."""

REPLACES = "="
"""Before a note: it takes the place of those that are there. A word could begin a note itself."""

ARGUMENT_WORDS: Mapping[Asks, tuple[str, ...]] = MappingProxyType(
    {
        Asks.FAULT: ("high ", "med ", "low "),
        Asks.STATUS_AND_REASON: tuple(
            f"{texts[0]} "
            for status, texts in _STATUS_WORDS.items()
            if status is not RoomStatus.OCCUPIED
        ),
        Asks.NOTE: (f"{REPLACES} ",),
        Asks.REASON_AND_END: ("until ", "until tomorrow ", "from ", "from tomorrow "),
    }
)
"""What may follow a verb, by what it asks for; offered while a line is typed."""


def status_words(status: RoomStatus) -> tuple[str, ...]:
    """What people type for a status, the line's own word first."""
    return _STATUS_WORDS[status]


def phrase_at(
    words: Sequence[str], phrases: Mapping[tuple[str, ...], Meaning]
) -> tuple[Meaning, int] | None:
    """The longest phrase that these words begin with, in any case: its meaning and its length."""
    for length in (3, 2, 1):
        meaning = phrases.get(tuple(word.casefold() for word in words[:length]))
        if meaning is not None and len(words) >= length:
            return meaning, length
    return None
