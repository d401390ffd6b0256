"""The line: rooms, a verb, and what the verb needs, such as `412 fail hair in the bath`.

The board's `:` and the command `do` read the same lines. Rooms come first: `412`, `301,302`,
`301-318`, `4xx` or several of these. A line of rooms alone names them; a line of the board's
own words (`due out`, `floor 3 dirty`) only filters, and with a verb behind them (`floor 3 start`)
is for the rooms that they show and that take it. `help`, `undo`, `412 checkout` and the like are
for the board. Pure: nothing is looked up or done here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housekeeper.core.acts import ACTS, Asks, Verb
from housekeeper.core.board.filter import FILLERS
from housekeeper.core.entered_text import LONGEST_QUOTE, NOTE_LIMIT, check_text, quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.numbers import narrowed
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.typed_acts.board_words import BOARD_PHRASES, OPENS_ROOMS, BoardWord
from housekeeper.core.typed_acts.days import day_at, is_nearly_a_day, read_day
from housekeeper.core.typed_acts.filter_words import is_filter
from housekeeper.core.typed_acts.refusals import (
    Asker,
    verb_word,
    why_no_line,
    why_no_status,
    why_no_verb,
    why_two_meanings,
    why_which_rooms,
)
from housekeeper.core.typed_acts.rooms import (
    RANGE,
    WILD,
    RoomDirectory,
    leading_rooms,
)
from housekeeper.core.typed_acts.vocabulary import (
    FILTER_PHRASES,
    PRIORITIES,
    REPLACES,
    STATUSES,
    UNTIL,
    VERB_PHRASES,
    VERBS,
    phrase_at,
)

ANYONE = Asker()
_IS = frozenset({"is", "are"})
_TO = "to"

LINE_LIMIT = 100_000
"""Characters of a line: room for the numbers of a whole large hotel."""


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
    replaces: bool = False

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
            case Asks.NOTE if self.replaces:
                words.append(REPLACES if self.note else "-")
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
                replaces=self.replaces,
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


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A word for the whole board, or one that opens a screen for these rooms."""

    word: BoardWord
    rooms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{','.join(self.rooms)} {self.word.value}".strip()


Line = ActLine | RoomsLine | WordsLine | BoardLine

Matching = Callable[[str, Verb], Sequence[str]]
"""The rooms that meet the board's own words and take this verb now."""


def _no_rooms(words: str, verb: Verb) -> Sequence[str]:  # noqa: ARG001
    return ()


def parse(
    line: str,
    rooms: Iterable[str] | RoomDirectory,
    room_types: Collection[str],
    today: date,
    matching: Matching = _no_rooms,
    asker: Asker = ANYONE,
) -> Line:
    """What a line says, given the hotel's rooms, or their directory, its types and its date.

    `matching` finds the rooms of a line that begins with the board's own words and goes on with
    a verb; `asker` is who types it. Raises `InvalidInput`, which says what would be right.
    """
    if len(line) > LINE_LIMIT:
        raise InvalidInput(f"A line holds up to {LINE_LIMIT:,} characters.")
    known = rooms if isinstance(rooms, RoomDirectory) else RoomDirectory(rooms, asker.room)
    words = line.split()
    if not words:
        raise InvalidInput(
            f"Write rooms and a verb, such as {known.example} fail hair in the bath."
        )
    types = {room_type.casefold() for room_type in room_types}
    words = _without_filler(words, known)
    if not known.names_rooms(words[0]):
        if is_filter(words, types):
            return WordsLine(" ".join(words).casefold())
        found_word = _for_words(words, known, types, today, matching) or _board_line(words, known)
        found_word = found_word or _verb_first(words, known)
        if found_word is not None:
            return found_word
        if not _looks_like_rooms(words[0]):
            raise InvalidInput(why_no_line(words, known, types, today, asker))
    if WILD.fullmatch(words[0]) and known.one(words[0]) is None:
        # `4xx dirty start` is of the dirty ones among them, and makes none dirty.
        found_word = _for_words(words, known, types, today, matching, least=2)
        if found_word is not None:
            return found_word
    numbers, used = leading_rooms(words, known)
    if used == len(words):
        return RoomsLine(numbers)
    if words[used].casefold() in _IS and used + 1 < len(words):
        del words[used]
    opened = phrase_at(words[used:], BOARD_PHRASES)
    if opened is not None and _is_meant(opened, words[used:]):
        return _opened(opened[0], numbers, words[used + opened[1] :])
    found = phrase_at(words[used:], VERB_PHRASES)
    if found is None:
        raise InvalidInput(why_no_verb(words, used, numbers, known, asker))
    verb, length = found
    return _with_arguments(numbers, verb, words[used + length :], known, today)


def _board_line(words: Sequence[str], known: RoomDirectory) -> BoardLine | None:
    """A line that begins with a word for the board; rooms may stand behind it."""
    found = phrase_at(words, BOARD_PHRASES)
    if found is None:
        return None
    word, length = found
    behind = words[length:]
    if not behind:
        return BoardLine(word)
    if word in OPENS_ROOMS and known.names_rooms(behind[0]):
        numbers, used = leading_rooms(behind, known)
        if used == len(behind):
            return _opened(word, numbers)
    verb = phrase_at(behind, VERB_PHRASES)
    if word is BoardWord.FILTER_OFF and verb is not None:
        raise InvalidInput(why_which_rooms(verb_word(verb[0]), known))
    raise InvalidInput(f"{quoted(behind[0])} is too much: write {word.value} alone.")


def _without_filler(words: list[str], known: RoomDirectory) -> list[str]:
    """The words without the `room` of `room 210`."""
    is_filler = words[0].casefold() in FILLERS and not known.names_rooms(words[0])
    behind = "".join(words[1:2])
    names = known.names_rooms(behind) or any(map(str.isdecimal, behind))
    return words[1:] if is_filler and names else words


def _verb_first(words: Sequence[str], known: RoomDirectory) -> ActLine | None:
    """`start 210`: an act that asks for nothing, with rooms behind it and nothing else."""
    found = phrase_at(words, VERB_PHRASES)
    if found is None or ACTS[found[0]].asks is not Asks.NOTHING:
        return None
    behind = words[found[1] :]
    if phrase_at(words, FILTER_PHRASES) is not None or not behind:
        return None
    behind = _without_filler(list(behind), known)
    if not known.names_rooms(behind[0]):
        return None
    rooms, used = leading_rooms(behind, known)
    return ActLine(rooms, found[0]) if used == len(behind) else None


def _is_meant(opened: tuple[BoardWord, int], words: Sequence[str]) -> bool:
    """Whether a word for the board is meant behind rooms: others are perhaps misspelt verbs."""
    word, length = opened
    return word in OPENS_ROOMS or " ".join(words[:length]).casefold() == word.value


def _opened(word: BoardWord, rooms: tuple[str, ...], behind: Sequence[str] = ()) -> BoardLine:
    """A screen for these rooms; other words for the board take none."""
    if behind:
        raise InvalidInput(f"{quoted(behind[0])} is too much: write {rooms[0]} {word.value}.")
    if word not in OPENS_ROOMS:
        raise InvalidInput(f"'{word.value}' is for the whole board: write {word.value} alone.")
    if word is BoardWord.CHECK_IN and len(rooms) > 1:
        raise InvalidInput(f"Guests are checked in room by room: {rooms[0]} {word.value}.")
    return BoardLine(word, rooms)


def _for_words(
    words: Sequence[str],
    known: RoomDirectory,
    types: Collection[str],
    today: date,
    matching: Matching,
    least: int = 1,
) -> Line | None:
    """A line of the board's own words with a verb behind them, such as `floor 1 start`."""
    for used in range(len(words) - 1, least - 1, -1):
        if not is_filter(words[:used], types):
            continue
        text, behind = " ".join(words[:used]).casefold(), words[used:]
        opened = phrase_at(behind, BOARD_PHRASES)
        if opened is not None and opened[0] in OPENS_ROOMS and opened[1] == len(behind):
            verb = OPENS_ROOMS[opened[0]]
            return _opened(opened[0], _matched(text, verb, matching))
        found = phrase_at(behind, VERB_PHRASES)
        if found is None:
            continue
        verb, length = found
        if phrase_at(behind, FILTER_PHRASES) is not None:
            raise InvalidInput(why_two_meanings(text, verb, behind[:length]))
        rooms = _matched(text, verb, matching)
        return _with_arguments(rooms, verb, behind[length:], known, today)
    return None


def _matched(text: str, verb: Verb, matching: Matching) -> tuple[str, ...]:
    rooms = tuple(matching(text, verb))
    if not rooms:
        word = ACTS[verb].words[0]
        raise InvalidInput(f"No room of {quoted(text)} takes '{word}' as it stands.")
    return rooms


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
                raise InvalidInput(why_no_status(words, row, begins))
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
                f"Write the note too: {begins} linen late; {begins} - takes all notes away."
            )
        case Asks.NOTE if list(words) == ["-"] or list(words) == [REPLACES]:
            return ActLine(rooms, verb, replaces=True)
        case Asks.NOTE if words[0] == REPLACES:
            return ActLine(rooms, verb, _note(words[1:]), replaces=True)
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
    if words and _is_until(words[0], words[1:]):
        found = day_at(words[1:], today, starts)
        if found is None:
            if words[1:]:
                # It is told why it is no day: 5/12, 2026-02-30, tomorow.
                read_day(words[1], today)
            raise InvalidInput(f"Until takes a day: {begins} until tomorrow flood.")
        return found[0], words[1 + found[1] :]
    for place in range(len(words) - 2, 0, -1):
        if _is_until(words[place], ()) or words[place].casefold() == _TO:
            found = day_at(words[place + 1 :], today, starts)
            if found is not None and place + 1 + found[1] == len(words):
                return found[0], words[:place]
            if place + 2 == len(words) and is_nearly_a_day(words[-1]):
                read_day(words[-1], today)
            break
    return None, words


def _is_until(word: str, behind: Sequence[str]) -> bool:
    """Whether a day is meant behind this word; `to` may begin a reason: `to be painted`."""
    if word.casefold() != _TO:
        return word.casefold() in UNTIL
    first = behind[0] if behind else ""
    return first[:1] == "+" or first[:1].isdecimal() or is_nearly_a_day(first)


def _looks_like_rooms(word: str) -> bool:
    """Whether a word that is no room of the hotel was plainly meant as one."""
    word = narrowed(word)
    return "," in word or any(map(str.isdecimal, word)) or RANGE.fullmatch(word) is not None
