"""The line: rooms, a verb, and what the verb needs, such as `412 fail hair in the bath`.

The board's `:` and the command `do` read the same lines. Rooms come first: `412`, `301,302`,
`301-318`, `4xx` or several of these. A line of rooms alone names them; a line of the board's
own words (`due out`, `floor 3 dirty`) only filters. Pure: nothing is looked up or done here.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from housekeeper.core.acts import ACTS, ActRow, Asks, Verb
from housekeeper.core.entered_text import LONGEST_QUOTE, NOTE_LIMIT, check_text, quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.numbers import narrowed
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TURN_VERBS, TurnRequest
from housekeeper.core.typed_acts.days import day_at
from housekeeper.core.typed_acts.rooms import (
    RANGE,
    WILD,
    RoomDirectory,
    leading_rooms,
)
from housekeeper.core.typed_acts.vocabulary import (
    ARGUMENT_WORDS,
    ELSEWHERE,
    FILTER_PHRASES,
    PRIORITIES,
    STATUSES,
    VERB_PHRASES,
    VERBS,
    phrase_at,
)

LINE_LIMIT = 100_000
"""Characters of a line: room for the numbers of a whole large hotel."""

_FLOOR = re.compile(r"f-?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class ActLine:
    """A verb for these rooms, each by its number, with what the verb needs."""

    rooms: tuple[str, ...]
    verb: Verb
    note: str = ""
    priority: MaintenancePriority = MaintenancePriority.MED
    until: date | None = None
    status: RoomStatus | None = None
    starts: date | None = None

    def __str__(self) -> str:
        words = [",".join(self.rooms), VERBS[self.verb][0]]
        match ACTS[self.verb].asks:
            case Asks.FAULT:
                words.append(self.priority.value)
            case Asks.REASON_AND_END:
                words += [f"from {self.starts}"] if self.starts is not None else []
                words += [f"until {self.until}"] if self.until is not None else []
            case Asks.STATUS_AND_REASON if self.status is not None:
                words.append(self.status.value)
            case Asks.NOTE if not self.note:
                words.append("-")
        return " ".join([*words, self.note]).rstrip()

    def requests(self, seen_versions: Mapping[str, int] | None = None) -> list[TurnRequest]:
        """What is asked for each room; `seen_versions` are those that the actor saw, if any."""
        seen = seen_versions or {}
        return [
            TurnRequest(
                self.verb,
                number,
                seen.get(number),
                self.note,
                self.priority,
                self.until,
                self.status,
                self.starts,
            )
            for number in self.rooms
        ]


@dataclass(frozen=True, slots=True)
class RoomsLine:
    """Rooms and nothing to do with them: they are marked, or shown."""

    rooms: tuple[str, ...]

    def __str__(self) -> str:
        return ",".join(self.rooms)


@dataclass(frozen=True, slots=True)
class WordsLine:
    """Words for the board's filter (see `filtering.parse_filter`)."""

    text: str

    def __str__(self) -> str:
        return self.text


Line = ActLine | RoomsLine | WordsLine


def parse(line: str, rooms: Iterable[str], room_types: Collection[str], today: date) -> Line:
    """What a line says, given the hotel's room numbers and types and the hotel's date.

    Raises `InvalidInput` with a sentence that says what would have been right.
    """
    if len(line) > LINE_LIMIT:
        raise InvalidInput(f"A line holds up to {LINE_LIMIT:,} characters.")
    words, known = line.split(), RoomDirectory(rooms)
    if not words:
        raise InvalidInput(
            f"Write rooms and a verb, such as {known.example} fail hair in the bath."
        )
    types = {room_type.casefold() for room_type in room_types}
    if not known.names_rooms(words[0]):
        if _is_filter(words, types):
            return WordsLine(" ".join(words).casefold())
        if not _looks_like_rooms(words[0]):
            raise InvalidInput(_why_no_line(words, known, types))
    numbers, used = leading_rooms(words, known)
    if used == len(words):
        return RoomsLine(numbers)
    found = phrase_at(words[used:], VERB_PHRASES)
    if found is None:
        raise InvalidInput(_why_no_verb(words, used, known))
    verb, length = found
    return _with_arguments(numbers, verb, words[used + length :], known, today)


def _with_arguments(
    rooms: tuple[str, ...], verb: Verb, words: Sequence[str], known: RoomDirectory, today: date
) -> ActLine:
    row = ACTS[verb]
    begins = f"{rooms[0]} {row.words[0]}"
    match row.asks:
        case Asks.FAULT:
            found = phrase_at(words, PRIORITIES)
            if found is not None:
                return ActLine(rooms, verb, _note(words[found[1] :]), priority=found[0])
            return ActLine(rooms, verb, _note(words))
        case Asks.STATUS_AND_REASON:
            status = phrase_at(words, STATUSES)
            if status is None:
                raise InvalidInput(_why_no_status(words, row, begins))
            note = _note(words[status[1] :])
            if not note:
                raise InvalidInput(f"{row.noun} needs a reason: {begins} {words[0]} seen by me.")
            return ActLine(rooms, verb, note, status=status[0])
        case Asks.REASON_AND_END:
            starts, reason = _from(words, today)
            until, reason = _until(reason, today, starts, begins)
            if starts is None:
                starts, reason = _from(reason, today)
            if not reason:
                raise InvalidInput(f"{row.noun} needs a reason: {begins} until friday flood.")
            return ActLine(rooms, verb, _note(reason), until=until, starts=starts)
        case Asks.REASON if not words:
            raise InvalidInput(f"{row.noun} needs a reason: {begins} hair in the bath.")
        case Asks.NOTE if not words:
            raise InvalidInput(
                f"Write the note too: {begins} linen late; {begins} - takes it away."
            )
        case Asks.NOTE if list(words) == ["-"]:
            return ActLine(rooms, verb)
        case Asks.REASON | Asks.NOTE:
            return ActLine(rooms, verb, _note(words))
    if words and known.names_rooms(words[0]):
        rooms_typed = ",".join((rooms[0], words[0]))[:LONGEST_QUOTE]
        raise InvalidInput(f"Rooms come before the verb: {rooms_typed} {row.words[0]}.")
    return ActLine(rooms, verb, _note(words))


def _note(words: Sequence[str]) -> str:
    return check_text(" ".join(words), NOTE_LIMIT, "A note")


def _from(words: Sequence[str], today: date) -> tuple[date | None, Sequence[str]]:
    """The day on which it begins, where the words begin with one, and the other words."""
    if words and words[0].casefold() == "from":
        found = day_at(words[1:], today)
        if found is not None:
            return found[0], words[1 + found[1] :]
    return None, words


def _until(
    words: Sequence[str], today: date, starts: date | None, begins: str
) -> tuple[date | None, Sequence[str]]:
    """The expected end, written first (`until friday flood`) or last, and the other words."""
    if words and words[0].casefold() == "until":
        found = day_at(words[1:], today, starts)
        if found is None:
            raise InvalidInput(f"Until takes a day: {begins} until {today} flood, or until friday.")
        return found[0], words[1 + found[1] :]
    for place in range(len(words) - 2, 0, -1):
        if words[place].casefold() == "until":
            found = day_at(words[place + 1 :], today, starts)
            if found is not None and place + 1 + found[1] == len(words):
                return found[0], words[:place]
            break
    return None, words


def _looks_like_rooms(word: str) -> bool:
    """Whether a word that is no room of the hotel was plainly meant as one."""
    word = narrowed(word)
    return "," in word or any(map(str.isdecimal, word)) or RANGE.fullmatch(word) is not None


def _is_filter(words: Sequence[str], types: Collection[str]) -> bool:
    """Whether all of a line's words are the board's own: flags, statuses, types, floors."""
    place = 0
    while place < len(words):
        word = words[place].casefold()
        found = phrase_at(words[place:], FILTER_PHRASES)
        if found is not None:
            place += found[1]
        elif word == "floor" and _is_whole(words[place + 1 : place + 2]):
            place += 2
        elif word in types or _FLOOR.fullmatch(word) or WILD.fullmatch(word):
            place += 1
        else:
            return False
    return True


def _is_whole(words: Sequence[str]) -> bool:
    return bool(words) and re.fullmatch(r"-?[0-9]{1,4}", words[0]) is not None


def _nearest(word: str, candidates: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(word.casefold()[:LONGEST_QUOTE], list(candidates), 1)), None)


def _elsewhere(words: Sequence[str]) -> str | None:
    found = phrase_at(words, ELSEWHERE)
    if found is None:
        return None
    return f"A line does not do {quoted(found[0])}; it has its own key and its own command."


def _why_no_verb(words: Sequence[str], used: int, known: RoomDirectory) -> str:
    word = words[used]
    told = _elsewhere(words[used:])
    if told is not None:
        return told
    if any(map(str.isdecimal, word)):
        return f"There is no room {quoted(word)}{known.meant(word)}."
    near = _nearest(word, (" ".join(phrase) for phrase in VERB_PHRASES))
    verbs = ", ".join(VERBS[verb][0] for verb in TURN_VERBS)
    if near is None:
        return f"{quoted(word)} is no verb; there are {verbs}."
    rooms = " ".join(words[:used])[:LONGEST_QUOTE]
    return f"{quoted(word)} is no verb; perhaps {near}, as in {rooms} {near}."


def _why_no_line(words: Sequence[str], known: RoomDirectory, types: Collection[str]) -> str:
    told = _elsewhere(words)
    if told is not None:
        return told
    verb = phrase_at(words, VERB_PHRASES)
    if verb is not None:
        rest = words[verb[1] :]
        named = bool(rest) and known.names_rooms(rest[0])
        room = rest[0][:LONGEST_QUOTE] if named else known.example
        return f"Rooms come first: {room} {VERBS[verb[0]][0]}."
    word = words[0]
    if known.meant(word):
        return f"There is no room {quoted(word)}{known.meant(word)}."
    own = [*(" ".join(phrase) for phrase in FILTER_PHRASES), *types]
    near = _nearest(" ".join(words), own) or _nearest(word, own)
    perhaps = f"; perhaps {near}" if near else ""
    return (
        f"{quoted(word)} is no room and no word of the board{perhaps}: write rooms and a verb, "
        f"such as {known.example} fail hair in the bath."
    )


def _why_no_status(words: Sequence[str], row: ActRow, begins: str) -> str:
    statuses = ", ".join(map(str.strip, ARGUMENT_WORDS[row.asks]))
    if not words:
        return f"{row.noun} needs a status and a reason: {begins} ready seen by me."
    near = _nearest(words[0], (" ".join(phrase) for phrase in STATUSES))
    perhaps = f"; perhaps {near}" if near else f"; there are {statuses}"
    return f"{quoted(words[0])} is no status{perhaps}."
