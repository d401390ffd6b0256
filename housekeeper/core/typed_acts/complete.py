"""How a line can go on: rooms, words of the board, verbs, and what a verb needs."""

import re
from collections.abc import Collection, Iterable, Sequence

from housekeeper.core.acts import ACTS, Asks, Verb
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.turnover import TURN_VERBS
from housekeeper.core.typed_acts.board_words import OPENS_ROOMS, BoardWord
from housekeeper.core.typed_acts.filter_words import is_filter
from housekeeper.core.typed_acts.rooms import RoomDirectory, leading_rooms
from housekeeper.core.typed_acts.vocabulary import (
    ARGUMENT_WORDS,
    FILTER_PHRASES,
    VERB_PHRASES,
    VERBS,
    phrase_at,
)

COMPLETIONS = 20
"""How many completions are offered at most."""


def complete(
    typed: str,
    rooms: Iterable[str],
    room_types: Collection[str] = (),
    reasons: Sequence[str] = (),
    verbs: Collection[Verb] = TURN_VERBS,
) -> list[str]:
    """Whole lines that go on from what is typed, each beginning with exactly that.

    `reasons` are the hotel's own for a failed inspection; `verbs` those to offer. Never raises.
    """
    known = RoomDirectory(rooms)
    words = typed.split()
    partial = "" if not words or typed[-1].isspace() else words.pop()
    try:
        used = leading_rooms(words, known)[1] if words else 0
    except InvalidInput:
        used = 0
    if words and used:
        ends = _verb_ends(words[used:], partial, reasons, verbs)
    else:
        ends = [] if words else _room_ends(partial, known)
        ends += _filter_ends([*words, partial], room_types)
        ends += _ends_of(" ".join([*words, partial]), BoardWord) if words or partial else []
        if words and is_filter(words, {room_type.casefold() for room_type in room_types}):
            ends += _verb_ends([], partial, reasons, verbs)
    return [typed + end for end in dict.fromkeys(ends) if end][:COMPLETIONS]


def _room_ends(partial: str, known: RoomDirectory) -> list[str]:
    """How the last room number of a word can go on."""
    begun = re.split(r"[,-]", partial)[-1]
    return _ends_of(begun, known.beginning(begun))[:COMPLETIONS] if begun else []


def _filter_ends(words: Sequence[str], room_types: Collection[str]) -> list[str]:
    own = [*(" ".join(phrase) for phrase in FILTER_PHRASES), *room_types]
    whole = _ends_of(" ".join(words), own) if words != [""] else []
    return whole or (_ends_of(words[-1], own) if words[-1] else [])


def _verb_ends(
    words: Sequence[str], partial: str, reasons: Sequence[str], verbs: Collection[Verb]
) -> list[str]:
    """How a line goes on after its rooms: the verb, then what the verb needs."""
    found = phrase_at(words, VERB_PHRASES)
    if found is None:
        offered = (VERBS[verb][0] for verb in TURN_VERBS if verb in verbs)
        opened = (word.value for word in OPENS_ROOMS if partial)
        return _ends_of(" ".join([*words, partial]), [*offered, *opened])
    verb, length = found
    asks = ACTS[verb].asks
    candidates = reasons if asks is Asks.REASON else ARGUMENT_WORDS.get(asks, ())
    return _ends_of(" ".join([*words[length:], partial]), candidates)


def _ends_of(begun: str, candidates: Iterable[str]) -> list[str]:
    """What is still to be typed of those that begin so, in any case of letters."""
    folded, length = begun.casefold(), len(begun)
    return [one[length:] for one in candidates if one[:length].casefold() == folded]
