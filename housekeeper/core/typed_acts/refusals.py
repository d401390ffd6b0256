"""Why a line cannot be read, and what would have been right: for the room that is meant."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from housekeeper.core.acts import ACTS, ActRow, Verb
from housekeeper.core.board.filter import FILLERS
from housekeeper.core.entered_text import LONGEST_QUOTE, quoted
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.typed_acts.board_words import BOARD_PHRASES, OPENS_ROOMS, BoardWord
from housekeeper.core.typed_acts.days import day_at, is_nearly_a_day
from housekeeper.core.typed_acts.filter_words import is_filter
from housekeeper.core.typed_acts.nearest_word import nearest_word
from housekeeper.core.typed_acts.rooms import RoomDirectory
from housekeeper.core.typed_acts.vocabulary import (
    ARGUMENT_WORDS,
    ELSEWHERE,
    FILTER_PHRASES,
    SHORT_WORDS,
    STATUSES,
    VERB_PHRASES,
    VERBS,
    phrase_at,
)

_CELLS = 78
"""Of a sentence that is read on one row."""

_BROKEN = ("broken", "leaking", "leak", "leaks", "defect", "defective", "damaged", "not working")
_EVERYDAY: Mapping[tuple[str, ...], str] = {
    **{
        (word,): "{said} can mean two things: {rooms} maintenance reports, {rooms} fixed ends it."
        for word in ("repair", "repairs", "mend", "mending")
    },
    **{
        tuple(text.split()): "A fault is reported so: {rooms} maintenance {rest}."
        for text in _BROKEN
    },
    **{
        tuple(text.split()): "{said} is no act: write {rooms} dirty."
        for text in ("not clean", "not cleaned", "not ready", "unclean")
    },
    **{
        tuple(text.split()): "{said} is no act: write {rooms} fail and why."
        for text in ("not ok", "not passed", "not good")
    },
    ("dnd",): "{said} is no act: write {rooms} note dnd.",
    ("do", "not", "disturb"): "{said} is no act: write {rooms} note do not disturb.",
}
"""What people say of a room that is no act, and how the act is written that they mean."""


def _all_verbs(rooms: Sequence[str]) -> Collection[Verb]:  # noqa: ARG001
    return (*VERBS, *OPENS_ROOMS.values())


@dataclass(frozen=True, slots=True)
class Asker:
    """Who types a line, for sentences that say what to type instead.

    `room` is the one under the cursor; `verbs` gives the acts that this person may do and that
    rooms take; `keys` are the keys of acts, and `elsewhere` says how to do what no line does.
    """

    room: str = ""
    verbs: Callable[[Sequence[str]], Collection[Verb]] = _all_verbs
    keys: Mapping[str, Verb] = field(
        default_factory=lambda: {row.key: verb for verb, row in ACTS.items() if row.key}
    )
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def verb_word(verb: Verb) -> str:
    """The line's own word for an act."""
    opens = next((word for word, opened in OPENS_ROOMS.items() if opened is verb), None)
    return ACTS[verb].words[0] if opens is None else opens.value


def why_elsewhere(words: Sequence[str], room: str, asker: Asker) -> str | None:
    """How to do what no line does; None for words that mean no such act."""
    found = phrase_at(words, ELSEWHERE)
    if found is None:
        return None
    way = asker.elsewhere.get(found[0])
    if way is not None:
        return way.format(room=room)
    return f"A line does not do {quoted(found[0])}; it has its own key and its own command."


def why_no_verb(
    words: Sequence[str], used: int, numbers: Sequence[str], known: RoomDirectory, asker: Asker
) -> str:
    """Why what stands behind the words for these rooms is no act."""
    word, rooms = words[used], " ".join(words[:used])[:LONGEST_QUOTE]
    behind = [one.casefold() for one in words[used:]]
    told = why_elsewhere(words[used:], rooms, asker)
    if told is not None:
        return told
    if any(map(str.isdecimal, word)):
        return f"There is no room {quoted(word)}{known.meant(word)}."
    status = phrase_at(words[used:], STATUSES)
    if status is not None:
        return _why_status_is_no_verb(status[0], word, rooms)
    everyday = phrase_at(behind, _EVERYDAY)
    if everyday is not None:
        said = quoted(" ".join(words[used : used + everyday[1]]))
        rest = " ".join(words[used:])[:LONGEST_QUOTE]
        return everyday[0].format(said=said, rooms=rooms, rest=rest)
    if word in asker.keys:
        meant = verb_word(asker.keys[word])
        return f"{quoted(word)} is the key of {meant}: write {rooms} {meant}."
    near = nearest_word(word, (" ".join(phrase) for phrase in VERB_PHRASES))
    if near is not None:
        return f"{quoted(word)} is no verb; perhaps {near}, as in {rooms} {near}."
    return _verbs_there_are(word, asker.verbs(numbers))


def _verbs_there_are(word: str, verbs: Collection[Verb]) -> str:
    """The acts that could be meant, on one row where that is possible."""
    begins = f"{quoted(word)} is no verb; there are "
    told = f"{begins}{', '.join(map(verb_word, verbs))}."
    short = [SHORT_WORDS.get(verb, verb_word(verb)) for verb in verbs]
    if len(told) > _CELLS:
        told = f"{begins}{', '.join(short)}."
    while len(told) > _CELLS and len(short) > 1:
        short.pop()
        told = f"{begins}{', '.join(short)} and more."
    return told if verbs else f"{quoted(word)} is no verb."


def _why_status_is_no_verb(status: RoomStatus, word: str, rooms: str) -> str:
    """What makes rooms what was typed: the act that leads there, or an override."""
    leading = (
        verb
        for verb, row in ACTS.items()
        if row.is_turn and row.transition is not None and row.transition.target == status.value
    )
    verb = next(leading, None)
    said = quoted(word)
    if status is RoomStatus.OCCUPIED:
        return f"{said} is a status, no act: write {rooms} {BoardWord.CHECK_IN.value}."
    if verb is None:
        return f"{said} is a status, no act: write {rooms} override {word.casefold()} and why."
    return f"{said} is a status, no act: write {rooms} {VERBS[verb][0]}."


def why_no_line(
    words: Sequence[str],
    known: RoomDirectory,
    types: Collection[str],
    today: date,
    asker: Asker,
) -> str:
    """Why a line that begins with no room cannot be read."""
    told = why_elsewhere(words, known.example, asker)
    if told is not None:
        return told
    verb, own_words = phrase_at(words, VERB_PHRASES), _filter_at(words, types)
    behind = words[own_words] if own_words < len(words) else ""
    is_of_rooms = known.names_rooms(behind) or any(map(str.isdecimal, behind))
    if own_words and behind and not is_of_rooms and behind.casefold() not in FILLERS:
        return _why_goes_no_further(words[:own_words], words[own_words:], today)
    if verb is not None:
        return _why_rooms_first(words[verb[1] :], VERBS[verb[0]][0], known, types)
    word = words[0]
    behind = next((one for one in words[1:] if one.casefold() not in FILLERS), "")
    near = nearest_word(word, (" ".join(phrase) for phrase in VERB_PHRASES))
    if near is not None and behind and known.names_rooms(behind):
        return f"{quoted(word)} is no verb; perhaps {behind[:LONGEST_QUOTE]} {near}."
    if known.meant(word):
        return f"There is no room {quoted(word)}{known.meant(word)}."
    if own_words:
        return _why_goes_no_further(words[:own_words], words[own_words:], today)
    if word in asker.keys and len(words) == 1:
        meant = verb_word(asker.keys[word])
        return f"{quoted(word)} is the key of {meant}: write {known.example} {meant}."
    own = [*(" ".join(phrase) for phrase in (*FILTER_PHRASES, *BOARD_PHRASES)), *types]
    near = nearest_word(" ".join(words), own) or nearest_word(word, own)
    if near:
        return f"{quoted(word)} is no room and no word of the board; perhaps {near}."
    return f"{quoted(word)} is no room and no word of the board: write {known.example} start."


def _filter_at(words: Sequence[str], types: Collection[str]) -> int:
    """How many words at the beginning are the board's own, before others."""
    lengths = range(len(words) - 1, 0, -1)
    return next((used for used in lengths if is_filter(words[:used], types)), 0)


def _why_goes_no_further(words: Sequence[str], behind: Sequence[str], today: date) -> str:
    """Why words of the board do not go on so."""
    own = " ".join(words)[:LONGEST_QUOTE]
    if day_at(behind, today) is not None or is_nearly_a_day(behind[0]):
        return f"The board shows today, not {quoted(behind[0])}: write {own}."
    known = [" ".join(phrase) for phrase in (*VERB_PHRASES, *FILTER_PHRASES)]
    near = nearest_word(" ".join(behind), known) or nearest_word(behind[0], known)
    if near:
        return f"{quoted(behind[0])} is no word of the board; perhaps {own} {near}."
    return f"{quoted(behind[0])} is no word of the board: write {own} alone, or {own} start."


def _why_rooms_first(
    behind: Sequence[str], word: str, known: RoomDirectory, types: Collection[str]
) -> str:
    """A verb stands first: the same with the rooms that were typed, or the one that is meant."""
    for used in range(len(behind), 0, -1):
        if is_filter(behind[:used], types):
            return f"Rooms come first: {' '.join(behind[:used])[:LONGEST_QUOTE]} {word}."
    named = next((one for one in behind if one.casefold() not in FILLERS), "")
    if named and known.names_rooms(named):
        return f"Rooms come first: {named[:LONGEST_QUOTE]} {word}."
    if any(map(str.isdecimal, named)):
        return f"There is no room {quoted(named)}{known.meant(named)}."
    if behind and not named:
        return why_which_rooms(word, known)
    return f"Rooms come first: {known.example} {word}."


def why_which_rooms(word: str, known: RoomDirectory) -> str:
    """A verb for all rooms is done to none."""
    return f"Say which rooms: floor 3 {word}, or {known.example} {word}."


def why_two_meanings(text: str, verb: Verb, words: Sequence[str]) -> str:
    """A word that names a status and an act is never taken for the act behind other words."""
    said = " ".join(words).casefold()
    other = next(
        (
            word
            for word in VERBS[verb]
            if word != said and tuple(word.split()) not in FILTER_PHRASES
        ),
        said,
    )
    return f"'{said}' names rooms here: write {text} {other} to act on them."


def why_no_status(words: Sequence[str], row: ActRow, begins: str) -> str:
    """Why an override cannot be read."""
    statuses = ", ".join(map(str.strip, ARGUMENT_WORDS[row.asks]))
    if not words:
        return f"{row.noun} needs a status and a reason: {begins} ready seen by me."
    near = nearest_word(words[0], (" ".join(phrase) for phrase in STATUSES))
    perhaps = f"; perhaps {near}" if near else f"; there are {statuses}"
    return f"{quoted(words[0])} is no status{perhaps}."
