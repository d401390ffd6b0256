"""The short codes that stand in events for words of closed sets, and numbers for names of facts.

A code that was given out once stands in hotels' databases for good: none is changed, none is
given to another word. A word that has none is written whole, so that a new one works without.
"""

from collections.abc import Mapping
from types import MappingProxyType

_STATUS = {
    "AVAILABLE": "a",
    "CHECKOUT_DIRTY": "d",
    "CLEANING_IN_PROGRESS": "c",
    "CLEANED_UNINSPECTED": "i",
    "READY_FOR_GUEST": "r",
}

CODES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "turn_status": _STATUS,
        "room_status": {
            **_STATUS,
            "OCCUPIED": "o",
            "MAINTENANCE_REQUIRED": "m",
            "OUT_OF_ORDER": "x",
        },
        "maintenance_priority": {"LOW": "l", "MED": "m", "HIGH": "h"},
        "source": {"HOUSEKEEPING": "h", "FRONT_DESK": "f", "SYSTEM": "s", "MANAGER_OVERRIDE": "m"},
        "via": {"BOARD": "b", "COMMAND_LINE": "c"},
        "kind": {
            "CHECKED_IN": "ci",
            "CHECKED_OUT": "co",
            "MOVED_IN": "mi",
            "MOVED_OUT": "mo",
            "ARRIVAL_ELSEWHERE": "ae",
            "LATE_CHECKOUT_SET": "lc",
            "CLEANING_STARTED": "cs",
            "CLEANED": "cl",
            "PUT_BACK": "pb",
            "INSPECTION_PASSED": "ip",
            "INSPECTION_FAILED": "if",
            "MAINTENANCE_FLAGGED": "mf",
            "MAINTENANCE_COMPLETED": "mc",
            "TAKEN_OUT_OF_ORDER": "oo",
            "RETURNED_TO_SERVICE": "rs",
            "OUT_OF_ORDER_PLANNED": "op",
            "OUT_OF_ORDER_CANCELLED": "oc",
            "OUT_OF_ORDER_WAITS": "ow",
            "OVERRIDDEN": "ov",
            "NOTED": "no",
            "NOTE_REDACTED": "nr",
            "ACTIVATED": "ac",
            "DEACTIVATED": "de",
            "UNDONE": "un",
            "GUEST_WROTE": "gw",
            "GUEST_ANSWERED": "ga",
            "NO_ANSWER_NEEDED": "na",
            "GUEST_ORDERED": "go",
            "ORDER_DONE": "od",
            "RENAMED": "rn",
            "TYPE_RENAMED": "tr",
            "IMPORTED": "im",
        },
    }
)
"""By the set, and the word: kinds of events, statuses, who acted from where."""

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {name: {code: word for word, code in codes.items()} for name, codes in CODES.items()}
)
"""The same the other way round."""


def code_of(name: str, word: str) -> str:
    """The code of a word of this set; the word itself where it has none."""
    return CODES[name].get(word) or str(word)


def word_of(name: str, code: str) -> str:
    """The word that a code of this set stands for; one that is no code stands for itself."""
    return WORDS[name].get(code, code)


FACT_NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        "number": 1,
        "room_type": 2,
        "floor": 3,
        "section": 4,
        "turn_status": 5,
        "status_since": 6,
        "version": 7,
        "is_active": 8,
        "is_occupied": 9,
        "maintenance_required": 10,
        "maintenance_priority": 11,
        "maintenance_notes": 12,
        "is_out_of_order": 13,
        "out_of_order_reason": 14,
        "out_of_order_until": 15,
        "housekeeping_notes": 16,
        "fail_reason": 17,
        "attendant": 18,
        "last_cleaned_at": 19,
        "cleaned_by": 20,
        "last_inspected_at": 21,
        "inspected_by": 22,
        "messages_waiting": 23,
        "messages_waiting_since": 24,
        "orders_open": 25,
        "orders_open_since": 26,
        "arrival": 27,
        "departure": 28,
        "late_checkout": 29,
        "next_arrival": 30,
    }
)
"""The numbers by which `before` names the facts of a room, each from 1 to 127."""
