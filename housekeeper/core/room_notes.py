"""The housekeeping notes of a room: one text of lines, the newest last, each with who and when.

A line is `linen late (Ana 2026-11-21 10:42)`, in hotel time. What was written before notes had
names stands as it was written. Screens show a line without its date where that is today, and
cards its words alone.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from housekeeper.core.errors import InvalidInput

NOTES_LIMIT = 4_000
"""Characters of all the notes of a room together."""

_STAMP = re.compile(
    r" \((?P<name>[^()\n]+) (?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2})\)\Z"
)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of a room's notes; `at` is hotel time. Neither is known of what is older."""

    words: str
    name: str = ""
    at: datetime | None = None

    def __str__(self) -> str:
        return self.words if self.at is None else f"{self.words}{_stamp(self.name, self.at)}"


def _stamp(name: str, at: datetime) -> str:
    return f" ({name} {at:%Y-%m-%d %H:%M})"


def as_line(words: str) -> str:
    """A note on one line: its line breaks become strokes."""
    return " / ".join(part.strip() for part in words.splitlines() if part.strip())


def stamped(words: str, name: str, at: datetime) -> str:
    """The line that a note becomes, with who wrote it and when in hotel time; "" for no words."""
    line = as_line(words)
    # Brackets would hide where the name begins.
    bare = " ".join(re.sub(r"[()]", " ", name).split())
    return f"{line}{_stamp(bare or '?', at)}" if line else ""


def _read_line(line: str) -> NoteLine:
    found = _STAMP.search(line)
    if found is None:
        return NoteLine(line)
    try:
        at = datetime.strptime(found["at"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - hotel time
    except ValueError:
        return NoteLine(line)
    return NoteLine(line[: found.start()], found["name"], at)


def read_lines(notes: str) -> list[NoteLine]:
    """The lines of a room's notes, the newest last; none where there are no notes."""
    return [_read_line(line) for line in notes.split("\n")] if notes else []


@lru_cache(maxsize=4096)
def newest_first(notes: str) -> str:
    """The words of a room's notes on one line, the newest first, without names and times."""
    return " · ".join(line.words for line in reversed(read_lines(notes)) if line.words)


def added(notes: str, line: str) -> str:
    """The notes with a line below them."""
    return f"{notes}\n{line}" if notes else line


def lines_beside(seen: str, notes: str) -> list[NoteLine]:
    """The lines of these notes that are not among those that were seen, the newest last."""
    left = seen.split("\n") if seen else []
    beside: list[NoteLine] = []
    for line in notes.split("\n") if notes else []:
        if line in left:
            left.remove(line)
        else:
            beside.append(_read_line(line))
    return beside


def require_space(room_number: str, notes: str, words: str) -> None:
    """Raise `InvalidInput` unless these words can be added to what the room's notes are now."""
    if len(notes) + len(as_line(words)) > NOTES_LIMIT:
        raise InvalidInput(
            f"The notes of room {room_number} are full ({NOTES_LIMIT:,} characters): replace them "
            "with one note that says what still counts."
        )


def line_of(before: str, after: str) -> str:
    """The line that a note had put among the notes; "" where it took all away."""
    return after[len(before) :].removeprefix("\n") if _is_added(before, after) else after


def _is_added(before: str, after: str) -> bool:
    return not before or after.startswith(f"{before}\n")


def without(notes: str, before: str, after: str) -> str | None:
    """The notes without what one note had made of them, and with all that came since.

    That note made of `before` what was `after`. An added line goes; what was replaced comes
    again in its place. None where the line is not there any more: others replaced it since.
    """
    line = line_of(before, after)
    gone = "" if _is_added(before, after) else before
    lines = notes.split("\n") if notes else []
    if line and line not in lines:
        return None
    place = len(lines) - 1 - lines[::-1].index(line) if line else 0
    again = gone.split("\n") if gone else []
    return "\n".join([*lines[:place], *again, *lines[place + bool(line) :]])


def blanked(notes: str, words: str, instead: str) -> str:
    """The notes with `instead` for each line, or older text, that carries exactly these words."""
    if not words:
        return notes
    lines, several, one = notes.split("\n"), words.split("\n"), as_line(words)
    result: list[str] = []
    place = 0
    while place < len(lines):
        read = _read_line(lines[place])
        if lines[place : place + len(several)] == several:
            result.append(instead)
            place += len(several)
            continue
        is_meant = read.at is not None and read.words == one
        result.append(str(NoteLine(instead, read.name, read.at)) if is_meant else lines[place])
        place += 1
    return "\n".join(result)
