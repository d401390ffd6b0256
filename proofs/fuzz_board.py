"""Hostile words in every field that the board shows, on the real program in a real pty."""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic

from benchmarks.plan import CLOCK_LINES, environment
from benchmarks.terminal import NoFrame, Terminal
from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import SystemClock
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.round import WalkingOrder
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.shift import handover
from housekeeper.core.staff.pin import hash_pin
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays import chat, checkout, orders
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.keyboard.act_guard import TOGETHER_SECONDS
from housekeeper.store.database import Database
from proofs.hostile import MARKER, MARKUP, planted
from proofs.raw_bytes import strange

NOW = datetime(2015, 9, 18, 8, tzinfo=UTC)
NOW_WORDS = "2015-09-18T08:00"
HOTEL = Hotel("grand", "Grand Hotel", "UTC")
PIN = "2580"
INES = Staff("ines", "Ines Dias", Role.MANAGER)
_ESCAPE = "\x1b[27u"
"""The key as terminals write it that tell it from the beginning of a sequence; nothing waits."""

_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
_PATIENCE_SECONDS = 30.0
_STORIES = ("guest", "dirty", "failed", "flagged", "out of order", "to inspect", "gone", "ready")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one run of the board wrote, and how many screens and dialogs it went through."""

    written: bytes
    screens: int


def room_of(place: int) -> str:
    """The number of the room at a place."""
    return str(100 + place)


def _act() -> Act:
    return Act(INES, Via.BOARD)


def _fill(work: UnitOfWork, texts: Sequence[str]) -> None:
    rows = [RoomRow(place, room_of(place), "STD", 1, "") for place in range(len(texts))]
    import_rooms(work, rows)
    import_staff(work, [StaffRow(2, INES)])
    work.staff.set_pin(INES.code, hash_pin(PIN))
    work.lists.set_reasons(dict(enumerate(texts[:9], 1)))
    work.lists.set_checklists({"STD": dict(enumerate(texts, 1))})
    stays = [
        Booking(
            f"B{place} {text}",
            "STD",
            date(2015, 9, 17),
            date(2015, 9, 18),
            1,
            0,
            BookingStatus.CHECKED_IN,
            room_of(place),
            text,
            late_checkout=time(14),
        )
        for place, text in enumerate(texts)
    ]
    coming = [
        Booking(
            f"C{place} {text}",
            "STD",
            date(2015, 9, 18),
            date(2015, 9, 20),
            1,
            0,
            BookingStatus.CONFIRMED,
            None,
            text,
        )
        for place, text in enumerate(texts)
    ]
    import_bookings(
        work, [BookingRow(line, stay) for line, stay in enumerate([*stays, *coming], 2)]
    )


def _live(work: UnitOfWork, texts: Sequence[str]) -> None:
    """Each room gets a story, and each story its words."""
    for place, text in enumerate(texts):
        number, story = room_of(place), _STORIES[place % len(_STORIES)]

        def turn(verb: Verb, number: str = number, text: str = text) -> None:
            turnover.perform(work, _act(), TurnRequest(verb, number, note=text))

        opened = chat.open_session(work, number, work.rooms.pin(number), text)
        assert isinstance(opened, chat.SessionOpened)
        if text.strip():
            chat.send_as_guest(work, number, opened.token, text)
            chat.send_as_staff(work, _act(), number, text)
            orders.add_order(work, number, (OrderItem(text.strip(), 1),), place % 2 == 0)
            handover.add_note(work, _act(), text)
        if text.strip():
            turn(Verb.NOTE)
        if story == "guest":
            continue
        checkout.check_out(work, _act(), [number])
        if story in {"failed", "to inspect", "ready"}:
            turn(Verb.CLEAN)
        if story == "ready":
            turn(Verb.PASS)
        if story == "failed":
            turn(Verb.FAIL)
        if story == "flagged":
            turn(Verb.MAINTENANCE)
        if story == "out of order":
            turn(Verb.OUT_OF_ORDER)
    round_acts.start_round(work, _act(), WalkingOrder.BY_FLOOR)
    handover.tick(work, _act(), 1)


def make_hotel(database: Path, texts: Sequence[str]) -> None:
    """A hotel with these texts in every field that a screen shows.

    Fields that every service refuses such texts in get them written straight into the file,
    as a damaged file or another program's might hold them.
    """

    async def make() -> None:
        opened = await Database.open(str(database))
        await opened.create_hotel(HOTEL)
        store = opened.hotel(HOTEL, SystemClock(NOW - datetime.now(UTC) - timedelta(hours=1)))
        await store.write(lambda work: _fill(work, texts))
        await store.write(lambda work: _live(work, texts))
        await opened.close()

    asyncio.run(make())
    whole = " ".join(texts)
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE hotel SET name = name || ?", (f" {whole}",))
        raw.execute("UPDATE staff SET name = name || ?", (f" {whole}",))
        for place, text in enumerate(texts):
            told = (text, room_of(place))
            raw.execute("UPDATE room SET section = ? WHERE number = ?", told)
            raw.execute(
                "UPDATE event_staff SET name = name || ? WHERE id IN (SELECT author FROM room_event"
                " WHERE room_id = (SELECT id FROM room WHERE number = ?))",
                told,
            )


_ROOMS: Sequence[tuple[str, str, int]] = [
    seen
    for place in range(7)
    for seen in ((f"{room_of(place)}\r", "Status", 0), ("\t", "", 0), ("\t", "", 2))
]
_VISITS: Sequence[tuple[str, str, int]] = (
    ("H", "NOTES FOR THE NEXT SHIFT", 1),
    ("F", "BACKLOG", 1),
    ("i", "CHECKLIST", 0),
    ("f", "Fail room", 3),
    (f"{room_of(0)}e", "Erased for good", 2),
    ("\x10", "Search for commands", 1),
)
_FURTHER: Sequence[tuple[str, str, int]] = (
    (f"{room_of(0)}f", "occupied", 1),
    (f"{room_of(3)}m", "Flag", 1),
    (f"{room_of(7)}g", "Check in to room", 2),
    ("?", "Keys and signs", 1),
)
"""Keys, a word that shows that the screen has come, and how often escape leaves it again."""


def visit(database: Path, texts: Sequence[str], size: tuple[int, int], is_quick: bool) -> Shown:
    """Go through the board's screens, and paste the texts into its lines."""
    words = [sys.executable, "-m", "housekeeper", "--database", str(database), "--now", NOW_WORDS]
    pasted = f"{_PASTE}{''.join(texts)}{_PASTED}"
    visits = [*_ROOMS[:3], *_VISITS] if is_quick else [*_ROOMS, *_VISITS, *_FURTHER]
    pasting = ("/", "\x10") if is_quick else ("/", "\x10", ":", f"{room_of(1)}n")
    with Terminal(words, environment(), *size, CLOCK_LINES) as board:
        board.until("DIRTY")
        board.quiet(0.1)
        board.tap("S", f"{INES.code}\r{PIN}\r")
        board.until("Ines")
        board.rest(2 * TOGETHER_SECONDS)
        for keys, word, escapes in visits:
            _come(board, keys, word)
            board.tap(*[_ESCAPE] * escapes)
            board.rest(2 * TOGETHER_SECONDS)
        for opens in pasting:
            board.tap(opens, pasted, _ESCAPE, _ESCAPE)
        board.quiet(0.1, within=1)
        return Shown(bytes(board.written), len(visits) + len(pasting))


def _come(board: Terminal, keys: str, word: str) -> None:
    """Press keys, and wait until a word of the screen that they open was painted."""
    known, ends = len(board.written), monotonic() + _PATIENCE_SECONDS
    board.tap(keys)
    again = monotonic() + _PATIENCE_SECONDS / 5
    while word.encode() not in board.written[known:]:
        if monotonic() > again:
            # On a busy machine the keys may come to the board together with those before them.
            again = ends
            board.tap(keys)
        if monotonic() > ends:
            screen = "\n".join(board.screen())
            raise NoFrame(f"{word!r} did not come after {keys!r}; the screen:\n{screen}")
        board.rest(0.02)
    board.quiet(0.06, within=5.0)


def harmless(texts: Sequence[str]) -> list[str]:
    """As many texts of about the same kind that steer nothing."""
    return [f"harmless {MARKER} {place}" for place in range(len(texts))]


def raw_on_the_board(
    folder: Path, size: tuple[int, int], is_quick: bool
) -> tuple[int, list[str], list[str]]:
    """Screens seen, what reached the terminal raw, and markup that was not shown literally."""
    texts = planted()
    words = {"harmless": harmless(texts), "hostile": texts}
    for name, listed in words.items():
        if not (folder / f"{name}.db").exists():
            make_hotel(folder / f"{name}.db", listed)

    def run(name: str) -> Shown:
        return visit(folder / f"{name}.db", words[name], size, is_quick)

    with ThreadPoolExecutor(2) as pool:
        safe, hostile = pool.map(run, words)
    found = strange(hostile.written, safe.written, texts)
    begins = (text.split(MARKER)[0] for text in MARKUP)
    missed = [text for text in begins if text.encode() not in hostile.written]
    return hostile.screens, found, missed
