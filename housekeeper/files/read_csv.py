"""A CSV file as rows of named columns, with the line on which each row begins."""

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

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes of one file; a larger one is refused before it fills the memory."""


class _Reader(Protocol):
    """What `csv.reader` gives: it has no name of its own before Python 3.13."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _text_of(path: Path) -> str:
    """The whole file as text. Raises `InvalidInput` where it is none, or cannot be read."""
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
    if content.startswith(_WIDE_MARKS):
        raise InvalidInput(f"{shown} is UTF-16 text; save it as CSV in UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise InvalidInput(
            f"{shown} is not UTF-8 text (line {line}); save it as CSV in UTF-8."
        ) from fault
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InvalidInput(f"{shown} is no CSV text: line {line} holds a NUL character.")
    return text


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
    path: Path, required: Sequence[str], optional: Sequence[str], faults: list[Fault]
) -> Table:
    """Open a file as a table of these columns.

    Cells are stripped. Commas part the cells, or semicolons where the header shows them.
    Blank rows are passed over; a row with too few or too many cells goes to `faults` as the
    rows are read. Raises `InvalidInput` for a file that is no such table at all, here or
    among the rows.
    """
    shown = plain(str(path))
    text = _text_of(path)
    if not text.strip():
        raise InvalidInput(
            f"{shown} is empty: its first line must name the columns {', '.join(required)}."
        )
    header = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    delimiter = ";" if ";" in header and "," not in header else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = _lines(shown, reader)
    _, heading = next(lines)
    names = _names_of(heading)
    _check_header(shown, names, required, optional)
    return Table(frozenset(names), _rows(lines, names, (*required, *optional), faults))


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
) -> Iterator[tuple[int, list[str]]]:
    places = [names.index(name) if name in names else None for name in wanted]
    for line, cells in lines:
        if len(cells) < len(names) or any(map(str.strip, cells[len(names) :])):
            problem = f"has {len(cells)} cells where the header has {len(names)}"
            faults.append(Fault(line, "", problem))
        else:
            yield line, ["" if place is None else cells[place].strip() for place in places]


def _fault_text(fault: csv.Error) -> str:
    said = str(fault)
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    if "expected after" in said:
        return "a quotation mark stands inside a cell; double it"
    if "field larger" in said:
        return "a cell is longer than 131,072 characters, so a quotation mark may be missing"
    return said
