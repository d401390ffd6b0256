"""The short codes that stand in events for the words of closed sets, and for names of facts.

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
        "fact": {
            "number": "nu",
            "room_type": "rt",
            "floor": "fl",
            "section": "se",
            "turn_status": "ts",
            "status_since": "ss",
            "version": "ve",
            "is_active": "ac",
            "is_occupied": "oc",
            "maintenance_required": "mr",
            "maintenance_priority": "mp",
            "maintenance_notes": "mn",
            "is_out_of_order": "oo",
            "out_of_order_reason": "or",
            "out_of_order_until": "ou",
            "housekeeping_notes": "hn",
            "fail_reason": "fr",
            "attendant": "at",
            "last_cleaned_at": "ca",
            "cleaned_by": "cb",
            "last_inspected_at": "ia",
            "inspected_by": "ib",
            "messages_waiting": "mw",
            "messages_waiting_since": "ms",
            "orders_open": "oq",
            "orders_open_since": "os",
            "arrival": "ar",
            "departure": "dp",
            "late_checkout": "lc",
            "next_arrival": "na",
        },
    }
)
"""By the set, and the word: kinds of events, statuses, who acted from where, names of facts."""

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
