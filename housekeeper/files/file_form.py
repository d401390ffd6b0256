"""How a file is written where looking at it does not tell: its encoding, and its dates."""

import codecs
import re
from dataclasses import dataclass
from datetime import date

from housekeeper.core.entered_text import EARLIEST, LATEST, is_no_such_day, parse_day, quoted
from housekeeper.core.errors import InvalidInput

_PART = {"dd": "day", "d": "day", "mm": "month", "m": "month", "yyyy": "year"}
_NEVER_GUESSED = "say how its dates are written, such as --dates dd/mm/yyyy"

_WITH_TIME = re.compile(r"(.+?)[T ] *[0-9]{1,2}[:.][0-9]{2}.*", re.IGNORECASE)
_NO_FILES_ENCODINGS = frozenset(
    {"charmap", "idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
)
"""What Python calls encodings of text, and no program writes a file in."""


@dataclass(frozen=True, slots=True)
class DayForm:
    """How a file writes its days. They are read in this one way, and never guessed."""

    text: str = "yyyy-mm-dd"
    """As it was given, such as dd/mm/yyyy."""

    pattern: re.Pattern[str] | None = None
    """What such a day looks like; None for 2015-09-18."""

    @property
    def example(self) -> str:
        """18 September 2015, written so."""
        words = {"yyyy": "2015", "mm": "09", "dd": "18", "m": "9", "d": "18"}
        return re.sub("yyyy|mm|dd|m|d", lambda found: words[found[0]], self.text)

    def problem(self, cell: str) -> str:
        """What is wrong with a cell that is no day, and what would be right."""
        found = quoted(cell) if cell else "an empty cell"
        with_time = _WITH_TIME.fullmatch(cell)
        if with_time is not None and self.day(with_time[1]) is not None:
            return f"{found} has a time with it; leave it out and write the day alone"
        if self._is_no_such_day(cell):
            return f"there is no such day as {found}; a day is written such as {self.example}"
        hint = "" if self.pattern is not None else f"; {_NEVER_GUESSED}"
        return f"{found} is not a date such as {self.example}{hint}"

    def _is_no_such_day(self, cell: str) -> bool:
        """Whether it is written as days are here, and there is none such in any year."""
        if self.pattern is None:
            return is_no_such_day(cell)
        found = self.pattern.fullmatch(cell)
        iso = "" if found is None else f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
        return is_no_such_day(iso)

    def day(self, cell: str) -> date | None:
        """The day of a cell; None for what is not written so, and for far-off years."""
        if self.pattern is None:
            return parse_day(cell)
        found = self.pattern.fullmatch(cell)
        if found is None:
            return None
        try:
            value = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            return None
        return value if EARLIEST <= value <= LATEST else None


def day_form(text: str) -> DayForm:
    """The form that words such as dd/mm/yyyy name. Raises `InvalidInput`."""
    words = text.strip().casefold()
    parts = re.fullmatch(r"(yyyy|mm?|dd?)([-/. ]?)(yyyy|mm?|dd?)(\2)(yyyy|mm?|dd?)", words)
    if parts is None or {_PART[parts[place]] for place in (1, 3, 5)} != {*_PART.values()}:
        raise InvalidInput(
            f"{quoted(text)} is no way to write dates: use dd, mm and yyyy once each with one of "
            "- / . between them, such as dd/mm/yyyy."
        )
    digits = {"year": "[0-9]{4}", "month": "[0-9]{2}", "day": "[0-9]{2}"}
    if parts[2]:
        # Where a sign parts them, a spreadsheet leaves the zero before a single digit out.
        digits |= {"month": "[0-9]{1,2}", "day": "[0-9]{1,2}"}
    names = [_PART[parts[place]] for place in (1, 3, 5)]
    written = re.escape(parts[2]).join(f"(?P<{name}>{digits[name]})" for name in names)
    return DayForm(words, re.compile(written))


ISO_DAYS = DayForm()


@dataclass(frozen=True, slots=True)
class FileForm:
    """What is said of a file's form; without it, UTF-8 and dates such as 2015-09-18."""

    encoding: str = ""
    """The name of its encoding; "" where none is given."""

    days: DayForm = ISO_DAYS


PLAIN_FORM = FileForm()
"""UTF-8, and dates such as 2015-09-18."""


def file_form(encoding: str | None, dates: str | None) -> FileForm:
    """The form that the options --encoding and --dates name. Raises `InvalidInput`."""
    if encoding:
        _check_encoding(encoding)
    return FileForm(encoding or "", day_form(dates) if dates else ISO_DAYS)


def _check_encoding(name: str) -> None:
    """Raise `InvalidInput` for what is no encoding that text files are written in."""
    try:
        "a".encode(name)
        is_of_files = codecs.lookup(name).name.replace("_", "-") not in _NO_FILES_ENCODINGS
    except (LookupError, UnicodeError, ValueError):
        is_of_files = False
    if not is_of_files:
        raise InvalidInput(
            f"{quoted(name)} is no encoding of text files; there are utf-8, utf-16, "
            "windows-1252, iso-8859-15 and others."
        )
