"""The board's filter: a line of words, all of which a room must meet."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from housekeeper.core.board.column import Place
from housekeeper.core.board.flags import flags_of
from housekeeper.core.board.statistics import FACT_OF_WORDS, facts_of, sought_facts
from housekeeper.core.room_notes import newest_first
from housekeeper.core.rooms.numbers import folded, narrowed
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.due import HouseTime

_WILD_NUMBER = re.compile(r"[0-9][0-9x]*x[0-9x]*")
_FLOOR = re.compile(r"(?<![^ ])(?:floor[ :]+(-?[0-9]+)|f(-?[0-9]+))(?![^ ])")
_COUNT = re.compile(
    "(?<![^ ])(?:"
    + "|".join(sorted(map(re.escape, FACT_OF_WORDS), key=len, reverse=True))
    + ")(?![^ ])"
)
_STATUS_NAMES = {
    name.casefold(): status
    for status in RoomStatus
    for name in (status.value, status.value.replace("_", " "))
    if name.casefold() not in FACT_OF_WORDS and " " in status.value.replace("_", " ")
}
"""The exact statuses, where their names are several words."""
_STATUS = re.compile(
    "(?<![^ ])(?:" + "|".join(sorted(_STATUS_NAMES, key=len, reverse=True)) + ")(?![^ ])"
)
FILLERS = frozenset({"rooms", "room", "all"})
"""Words that mean nothing beside others: `ready rooms`."""


def haystack(
    room: Room,
    when: HouseTime,
    staff_names: Mapping[str, str],
    facts: str | None = None,
) -> str:
    """All that the filter looks at in a room: number first, then words, each after a space.

    It begins with a line's end, so that the number is told from other words. `facts` are its
    `sought_facts`, where they are known.
    """
    people = [staff_names.get(code, code) for code in (room.attendant, room.cleaned_by) if code]
    priority = room.maintenance_priority.value if room.maintenance_priority else ""
    parts = (
        room.number,
        f"type={room.room_type}=",
        f"floor={room.floor}=",
        sought_facts(facts_of(room, when)) if facts is None else facts,
        room.room_type,
        room.section,
        f"status={room.status.value}=",
        room.status.label,
        # Found while it is typed, as by the whole word.
        "ready" if room.status is RoomStatus.AVAILABLE else "",
        priority,
        *flags_of(room, when),
        *people,
        newest_first(room.housekeeping_notes),
        room.maintenance_notes,
        room.out_of_order_reason,
        room.fail_reason,
    )
    return "\n " + " ".join(" ".join(parts).split()).casefold()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a haystack must have in it: all of these texts, and a number of all these shapes."""

    texts: tuple[str, ...]
    shapes: tuple[re.Pattern[str], ...] = ()

    def __call__(self, hay: str) -> bool:
        """Whether a room with this haystack is shown."""
        return all(text in hay for text in self.texts) and all(
            shape.match(hay) for shape in self.shapes
        )

    def is_within(self, wider: "Filter") -> bool:
        """Whether all that this shows is shown by the other filter too, by their texts alone.

        >>> Filter((" dl",)).is_within(Filter((" d",)))
        True
        """
        return set(wider.shapes) <= set(self.shapes) and all(
            any(wide in text for text in self.texts) for wide in wider.texts
        )

    def among(self, places: Iterable[Place], haystacks: Mapping[str, str]) -> list[Place]:
        """Those places whose rooms are shown, in their order; haystacks are by number."""
        first, *others = (*self.texts, " ")
        left = [place for place in places if first in haystacks[place[2]]]
        for text in others[:-1]:
            left = [place for place in left if text in haystacks[place[2]]]
        for shape in self.shapes:
            left = [place for place in left if shape.match(haystacks[place[2]])]
        return left


def _text_of(word: str, room_types: Collection[str]) -> str:
    if word in room_types:
        return f" type={word}="
    return f"\n {word}" if word.isdecimal() else f" {word}"


def parse_filter(text: str, room_types: Collection[str]) -> Filter | None:
    """The filter that a line of words is, or None for an empty line.

    Digits are the beginning of a room number, `4xx` any number of that shape, `floor 3` a
    floor, the name of a room type that type alone, the words of a count (`due out`, `to turn`)
    exactly its rooms, a status by its whole name (`ready for guest`) that status; any other word
    is the beginning of a word of the section, status, flags, attendant or notes. `rooms` beside
    others says nothing.
    """
    line = " ".join(narrowed(text).casefold().split())
    line = " ".join(word for word in line.split() if word not in FILLERS)
    exact = [_STATUS_NAMES[name] for name in _STATUS.findall(line)]
    line = " ".join(_STATUS.sub(" ", line).split())
    counted = [FACT_OF_WORDS[words] for words in _COUNT.findall(line)]
    line = _COUNT.sub(" ", line)
    if counted:
        line = " ".join(word for word in line.split() if word != "today")
    floors = [first or second for first, second in _FLOOR.findall(line)]
    words = _FLOOR.sub(" ", line).split()
    types = {room_type.casefold() for room_type in room_types}
    wild = [word for word in words if word not in types and _WILD_NUMBER.fullmatch(word)]
    zeros = [word for word in words if word not in types and word.isdecimal() and word[0] == "0"]
    texts = [_text_of(word, types) for word in words if word not in {*wild, *zeros}]
    texts += [f" floor={int(floor)}=" for floor in floors]
    texts += [f" is={fact}=" for fact in counted]
    texts += [f" status={status.value.casefold()}=" for status in exact]
    shapes = [re.compile(f"\n {word.replace('x', '[0-9]')} ") for word in wild]
    # A hotel may write 007 or 7.
    shapes += [re.compile(f"\n (?:{word}|{folded(word)})") for word in zeros]
    return Filter(tuple(texts), tuple(shapes)) if texts or shapes else None
