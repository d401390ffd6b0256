"""A CSV file as rows of named columns, with the line on which each row begins."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.imports.whole_file import Fault
from housekeeper.files.file_form import PLAIN_FORM, FileForm

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes of one file; a larger one is refused before it fills the memory."""


class _Reader(Protocol):
    """What `csv.reader` gives: it has no name of its own before Python 3.13."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    # Before UTF-16, whose mark it begins with.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""The byte order marks that files begin with, and the encodings that they tell of."""

_PARTED_BY = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_DELIMITERS = "".join(_PARTED_BY)
_SEPARATOR_LINE = re.compile(rf'"?sep=([{_DELIMITERS}])"?[ ,;\t|]*', re.IGNORECASE)
"""The line before the header by which a spreadsheet says what parts the cells."""


def _text_of(path: Path, encoding: str) -> str:
    """The whole file as text. Raises `InvalidInput` where it is none, or cannot be read.

    The mark that a file begins with says more than `encoding`, which is "" for none given.
    """
    shown = plain(str(path))
    try:
        with path.open("rb") as opened:
            content = opened.read(SIZE_LIMIT + 1)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise InvalidInput(f"{shown} cannot be read: {reason}.") from fault
    except ValueError as fault:
        raise InvalidInput(f"{shown} is no file name.") from fault
    if len(content) > SIZE_LIMIT:
        raise InvalidInput(f"{shown} is larger than {SIZE_LIMIT // 1024 // 1024} MB; split it.")
    marked = next(((one, name) for mark, one, name in _MARKS if content.startswith(mark)), None)
    codec, name = marked or ((encoding, encoding) if encoding else ("utf-8", "UTF-8"))
    try:
        text = content.decode(codec)
    except UnicodeError as fault:
        at = fault.start if isinstance(fault, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, at) + 1
        raise InvalidInput(
            f"{shown} is not {name} text (line {line}); save it as CSV in UTF-8, or say how it "
            "is written, such as --encoding windows-1252."
        ) from fault
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidInput(f"{shown} is no CSV text: line {line} holds a NUL character.")
    return text


def _delimiter_of(header: str, known: Sequence[str]) -> str:
    """What parts the cells: that under which the header has most of the columns known."""

    def columns(delimiter: str) -> int:
        return sum(cell.strip(' "').casefold() in known for cell in header.split(delimiter))

    return max(_DELIMITERS, key=columns)


def _names_of(cells: list[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _check_header(
    shown: str, names: list[str], required: Sequence[str], optional: Sequence[str]
) -> None:
    """Refuse a header that lacks a column, doubles one, or has one that nobody reads."""
    allowed = {*required, *optional}
    faults = [
        ("lacks", [name for name in required if name not in names]),
        ("has twice", sorted({name for name in names if name and names.count(name) > 1})),
        ("has, but should not,", [name or "(unnamed)" for name in names if name not in allowed]),
    ]
    told = [
        f"{what} {', '.join(plain(name[:40]) for name in found)}" for what, found in faults if found
    ]
    if told:
        may = f", and may have {', '.join(optional)}" if optional else ""
        raise InvalidInput(
            f"The first line of {shown} {' and '.join(told)}: "
            f"its columns are {', '.join(required)}{may}."
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose first line was read: the columns it has, and its rows.

    Each row is its line number and its cells, in the order `required`, `optional`; the cell of
    a column that the file lacks is empty.
    """

    columns: frozenset[str]
    rows: Iterator[tuple[int, list[str]]]


def read_table(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str],
    faults: list[Fault],
    form: FileForm = PLAIN_FORM,
) -> Table:
    """Open a file as a table of these columns.

    Cells are stripped. What parts them is told by the header, or by a line `sep=;` before it.
    Blank rows are passed over; a row with too few or too many cells goes to `faults` as the
    rows are read. Raises `InvalidInput` for a file that is no such table at all, here or
    among the rows.
    """
    shown = plain(str(path))
    text = _text_of(path, form.encoding)
    if not text.strip():
        raise InvalidInput(
            f"{shown} is empty: its first line must name the columns {', '.join(required)}."
        )
    wanted = (*required, *optional)
    header = re.split(r"[\r\n]", text.lstrip("\r\n "), maxsplit=1)[0]
    said = _SEPARATOR_LINE.fullmatch(header.strip(" "))
    delimiter = said[1] if said else _delimiter_of(header, wanted)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = _lines(shown, reader)
    if said:
        next(lines)
    _, heading = next(lines, (0, []))
    names = _names_of(heading)
    _check_header(shown, names, required, optional)
    return Table(frozenset(names), _rows(lines, names, wanted, faults, delimiter))


def _lines(shown: str, reader: "_Reader") -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, each with its number."""
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if any(map(str.strip, cells)):
                yield line, cells
    except csv.Error as fault:
        raise InvalidInput(
            f"{shown} cannot be read as CSV from line {begins} on: {_fault_text(fault)}."
        ) from fault


def _rows(
    lines: Iterator[tuple[int, list[str]]],
    names: list[str],
    wanted: Sequence[str],
    faults: list[Fault],
    delimiter: str,
) -> Iterator[tuple[int, list[str]]]:
    places = [names.index(name) if name in names else None for name in wanted]
    for line, cells in lines:
        if len(cells) < len(names) or any(map(str.strip, cells[len(names) :])):
            count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            problem = f"has {count} where the header has {len(names)}"
            faults.append(Fault(line, "", problem + _parted_otherwise(cells, delimiter)))
        else:
            yield line, ["" if place is None else cells[place].strip() for place in places]


def _parted_otherwise(cells: list[str], delimiter: str) -> str:
    """The likely reason why a whole row is one cell, as the end of a sentence; or ""."""
    other = next((one for one in _DELIMITERS if one in cells[0]), None)
    if len(cells) > 1 or other is None:
        return ""
    return (
        f": its cells are parted by {_PARTED_BY[other]}, those of the header by "
        f"{_PARTED_BY[delimiter]}; part both by the same"
    )


def _fault_text(fault: csv.Error) -> str:
    said = str(fault)
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    if "expected after" in said:
        return "a quotation mark stands inside a cell; double it"
    if "field larger" in said:
        return "a cell is longer than 131,072 characters, so a quotation mark may be missing"
    return said
