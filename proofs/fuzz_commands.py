"""Hostile words and files against the command line, in this process."""

import codecs
import contextlib
import csv
import hashlib
import io
import json
import os
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from housekeeper.cli import main
from proofs.raw_bytes import raw_in_lines

ROOMS = (
    "number,room_type,floor,section\n101,STD,1,East\n102,STD,1,East\n201,DLX,2,East\n202,DLX,2,\n"
)
STAFF = """code,name,role
ana,Ana Silva,attendant
maria,Maria Keller,supervisor
rui,Rui Costa,front_desk
ines,Inês Dias,manager
"""
BOOKINGS = """reference,room_type,arrival,departure,adults,children,status,room,guest_name
B1,STD,2015-09-17,2015-09-19,2,0,CHECKED_IN,101,Zoë East
B2,STD,2015-09-18,2015-09-20,1,0,CONFIRMED,,
B3,DLX,2015-09-18,2015-09-19,2,1,CONFIRMED,202,East
"""
REASONS = "digit,reason\n1,East hair in the bath\n2,dust\n"
CHECKLIST = "room_type,position,item\nSTD,1,East window\nSTD,2,bath\nDLX,1,balcony\n"
TABLES = {
    "rooms": ROOMS,
    "staff": STAFF,
    "bookings": BOOKINGS,
    "reasons": REASONS,
    "checklist": CHECKLIST,
}
_FAULT_WORDS = ("Traceback", "A fault in housekeeper itself")
_HERE = ("--hotel", "grand", "--now", "2015-09-18T08:00")
SLOT = "{}"
_MANAGER = ("--as", "ines")
COMMANDS: tuple[tuple[str, ...], ...] = (
    (SLOT,),
    ("--hotel", SLOT, "rooms"),
    ("--as", SLOT, "start", "101"),
    ("--now", SLOT, "stats"),
    ("--database", SLOT, "rooms"),
    ("--database", SLOT, "doctor"),
    ("--database", SLOT, "--hotel", "grand", "init", "--name", "x"),
    ("init", "--name", SLOT),
    ("init", "--name", "x", "--slug", SLOT),
    ("init", "--name", "x", "--timezone", SLOT),
    ("import", SLOT, "rooms.csv"),
    ("import", "rooms", SLOT),
    ("rooms", "--status", SLOT),
    *((*_MANAGER, verb, SLOT) for verb in ("start", "clean", "pass", "checkout", "return")),
    *(
        (*_MANAGER, verb, "202", "--note", SLOT)
        for verb in ("start", "clean", "dirty", "pass", "fail", "fixed", "return", "note")
    ),
    (*_MANAGER, "maintenance", "101", "--note", SLOT),
    (*_MANAGER, "maintenance", "101", "--priority", SLOT),
    (*_MANAGER, "out-of-order", "202", "--note", SLOT),
    (*_MANAGER, "out-of-order", "202", "--note", "x", "--until", SLOT),
    (*_MANAGER, "out-of-order", "202", "--note", "x", "--from", SLOT),
    (*_MANAGER, "override", SLOT, "READY_FOR_GUEST", "--note", "x"),
    (*_MANAGER, "override", "201", SLOT, "--note", "x"),
    (*_MANAGER, "override", "201", "CHECKOUT_DIRTY", "--note", SLOT),
    (*_MANAGER, "checkin", SLOT),
    (*_MANAGER, "checkin", "B2", "--room", SLOT),
    (*_MANAGER, "checkin", "B3", "--room", "102", "--reason", SLOT),
    (*_MANAGER, "checkout", "--booking", SLOT, "--yes"),
    (*_MANAGER, "move", SLOT, "102"),
    (*_MANAGER, "move", "B1", SLOT),
    (*_MANAGER, "move", "B1", "201", "--reason", SLOT),
    (*_MANAGER, "late", SLOT, "14:00"),
    (*_MANAGER, "late", "B1", SLOT),
    ("room", SLOT),
    ("room", "101", "--active", SLOT),
    (*_MANAGER, "inventory", SLOT, "2015-09-18", "--stop-sell"),
    (*_MANAGER, "inventory", "STD", SLOT, "--stop-sell"),
    (*_MANAGER, "inventory", "STD", "2015-09-18", "--total", SLOT),
    ("availability", SLOT, "2015-09-18", "2015-09-19"),
    ("availability", "STD", SLOT, "2015-09-19"),
    ("availability", "STD", "2015-09-18", SLOT),
    ("session", "open", SLOT, "ABC"),
    ("session", "open", "102", SLOT),
    ("session", "open", "101", "AAAAAA", "--fcm-token", SLOT),
    ("session", "validate", SLOT),
    (*_MANAGER, "message", "send", "101", SLOT),
    (*_MANAGER, "message", "send", SLOT, "x"),
    ("message", "send", "101", "x", "--token", SLOT),
    ("message", "list", SLOT),
    ("order", "add", "101", SLOT),
    ("order", "add", SLOT, "tea", "--breakfast"),
    ("order", "add", "101", "tea", "--quantity", SLOT),
    ("order", "list", SLOT),
    (*_MANAGER, "order", "done", SLOT),
    (*_MANAGER, "do", SLOT),
    (*_MANAGER, "do", "202", "note", SLOT),
    ("history", SLOT),
    ("history", "--by", SLOT),
    ("history", "--kind", SLOT),
    ("history", "--from", SLOT),
    ("history", "--to", SLOT, "--csv"),
    ("history", "--limit", SLOT),
    (*_MANAGER, "history", "redact", SLOT),
    ("round", SLOT),
    ("checklist", SLOT),
    (*_MANAGER, "checklist", "import", SLOT),
    (*_MANAGER, "reasons", "import", SLOT),
    (*_MANAGER, "handover", "add", SLOT),
    (*_MANAGER, "handover", "tick", SLOT),
    (*_MANAGER, "handover", "redact", SLOT),
    ("handover", "--since", SLOT),
    ("report", "--hours", SLOT),
    ("report", "--from", SLOT),
    ("report", "--to", SLOT, "--csv"),
    (*_MANAGER, "staff", "add", SLOT, "Name", "attendant"),
    (*_MANAGER, "staff", "add", "zed", SLOT, "attendant"),
    (*_MANAGER, "staff", "add", "zed2", "Name", SLOT),
    (*_MANAGER, "staff", "disable", SLOT),
    (*_MANAGER, "staff", "unlock", SLOT),
    (*_MANAGER, "staff", "set-pin", SLOT),
    ("backup", SLOT),
)
"""Every command with each of its places for text in turn."""

SHOWS: tuple[tuple[str, ...], ...] = (
    ("rooms",),
    ("rooms", "--json"),
    ("room", "101"),
    ("room", "101", "--json"),
    ("stats",),
    ("due",),
    ("message", "list", "101"),
    ("message", "list", "101", "--json"),
    ("order", "list"),
    ("order", "list", "--json"),
    ("history", "--limit", "100000"),
    ("history", "--limit", "100000", "--json"),
    ("history", "--limit", "100000", "--csv"),
    ("round",),
    ("round", "--csv"),
    ("reasons",),
    ("checklist",),
    ("handover",),
    ("handover", "--json"),
    ("report",),
    ("report", "--csv"),
    ("staff", "list"),
    ("do", "101"),
    ("doctor",),
    ("doctor", "--json"),
    ("config",),
    ("config", "--json"),
    ("checkout", "101", "--dry-run"),
)
"""What shows everything that was typed before."""


@dataclass(slots=True)
class Found:
    """What came of hostile inputs: how many, and those that did harm, by kind."""

    tried: int = 0
    raw: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    halved: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """One run's exit code, and all that it wrote."""

    code: int
    out: str
    err: str
    fault: str = ""


def run(words: Sequence[str], standard_input: str = "") -> Said:
    """One command in this process, its streams as a pipe in UTF-8 gives them."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    fault, code = "", 0
    with (
        patch.object(sys, "stdin", io.StringIO(standard_input)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = main(list(words))
        except BaseException:
            fault = traceback.format_exc()
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "surrogateescape"))
    return Said(code, texts[0], texts[1], fault)


@contextlib.contextmanager
def in_folder(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[None]:
    """A home, a working folder and an environment with nothing else of the program's in it."""
    before = Path.cwd()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HOUSEKEEPER_")}
    kept |= {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        **(settings or {}),
    }
    with patch.dict(os.environ, kept, clear=True):
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def make_hotel(folder: Path) -> Path:
    """A hotel of four rooms with a guest in one, on a file; inside `in_folder`."""
    database = folder / "grand.db"
    here = ("--database", str(database), *_HERE[2:], *_MANAGER)
    made = [run([*here, "init", "--name", "Grand Hotel", "--slug", "grand", "--timezone", "UTC"])]
    for kind, table in TABLES.items():
        file = folder / f"{kind}.csv"
        file.write_text(table, encoding="utf-8")
        words = [kind, "import"] if kind in {"reasons", "checklist"} else ["import", kind]
        made.append(run([*here, *words, str(file)]))
    assert not any(one.code for one in made), made
    return database


def judge(said: Said, what: str, found: Found) -> None:
    """Count what one run did; JSON and CSV are judged as what they are."""
    found.tried += 1
    if said.fault or any(words in said.err + said.out for words in _FAULT_WORDS):
        found.raised.append(f"{what}: {said.fault or said.err}")
    raw = raw_in_lines(said.out.removeprefix("\ufeff")) + raw_in_lines(said.err)
    if raw:
        found.raw.append(f"{what}: {raw[:3]!a}")
    if said.code not in {0, 1, 2}:
        found.raised.append(f"{what}: exit code {said.code}")


def judge_csv(text: str, what: str, found: Found) -> None:
    """Count the cells of an export that a spreadsheet would take for a formula."""
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            begins = cell.lstrip(" ")[:1]
            is_number = cell.lstrip("-").replace(".", "", 1).isdecimal()
            if begins and begins in "=+-@\t\r\n＝＋－＠" and not is_number:
                found.formulas.append(f"{what}: {ascii(cell)[:60]}")


def fuzz_words(database: Path, texts: Sequence[str], commands: Sequence[int], found: Found) -> None:
    """Each text in each place for text; then everything that shows what was kept.

    `commands` says which of `COMMANDS`, one for each text, in turn where there are more texts.
    """
    here = ("--database", str(database), *_HERE)
    for text, place in zip(texts, commands, strict=True):
        words = [text if word == SLOT else word for word in COMMANDS[place]]
        said = run([*here, *words], standard_input="2580\n")
        judge(said, f"{' '.join(COMMANDS[place])} with {ascii(text)[:60]}", found)
        if "--csv" in words:
            judge_csv(said.out, f"{words}", found)


def fuzz_shows(database: Path, found: Found) -> None:
    """Everything that shows what was kept, as text, JSON and CSV."""
    for words in SHOWS:
        said = run(["--database", str(database), *_HERE, *words])
        judge(said, " ".join(words), found)
        assert said.code == 0 or words[0] in {"round", "doctor"}, said
        if "--csv" in words:
            judge_csv(said.out, " ".join(words), found)
        if "--json" in words and said.code == 0:
            json.loads(said.out)


def digest(database: Path) -> str:
    """What a database holds, all tables of it."""
    whole = hashlib.sha256()
    with contextlib.closing(sqlite3.connect(database)) as opened:
        for line in opened.iterdump():
            whole.update(line.encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def _rows_of(content: bytes) -> int:
    marks = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    # The mark of UTF-32 begins as that of UTF-16 does.
    marks = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", **marks}
    encoding = next((name for mark, name in marks.items() if content.startswith(mark)), "utf-8-sig")
    text = content.decode(encoding)
    header = text.lstrip().splitlines()[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return sum(any(map(str.strip, row)) for row in reader) - 1


def import_file(database: Path, kind: str, content: bytes, what: str, found: Found) -> Said:
    """Import one file; a half import is one that failed and changed something, or lost a row."""
    file = database.with_name(f"hostile-{kind}.csv")
    file.write_bytes(content)
    before = digest(database)
    lists = kind in {"reasons", "checklist"}
    words = [kind, "import", str(file)] if lists else ["import", kind, str(file)]
    said = run(["--database", str(database), *_HERE, *_MANAGER, *words, "--json"])
    judge(said, f"import {kind}, {what}", found)
    if said.code != 0:
        if digest(database) != before:
            found.halved.append(f"{kind}, {what}: failed and changed the database")
    elif not lists:
        told = json.loads(said.out)
        taken = sum(told[name] for name in ("added", "updated", "unchanged"))
        if taken + len(told["left_alone"]) != _rows_of(content):
            found.halved.append(f"{kind}, {what}: {told} of {_rows_of(content)} rows")
    return said


def fresh_copy(made: Path, name: str) -> Path:
    """A copy of a hotel's file in the same folder, all that lies beside it included."""
    copy = made.with_name(name)
    for suffix in ("", ".keys"):
        source = made.with_name(made.name + suffix)
        if source.exists():
            shutil.copy(source, copy.with_name(copy.name + suffix))
    return copy
