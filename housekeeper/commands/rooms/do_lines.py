"""`housekeeper do -`: many lines in one program, each answered with one line.

A line is what `housekeeper do` takes. It is done, and its answer is out, before the next one is
looked at, so a program at the other end of a pipe can wait for each answer. What is refused is
its own line alone.
"""

import asyncio
import codecs
import os
import sys
from argparse import Namespace
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn

from housekeeper.commands.hotel import House
from housekeeper.commands.output import json_line, refusal_text, say
from housekeeper.commands.pin_input import VARIABLE as PIN_VARIABLE
from housekeeper.commands.rooms.acts import outcomes_of
from housekeeper.commands.rooms.line_input import lines_of
from housekeeper.commands.rooms.typed_line import (
    ELSEWHERE,
    own_command,
    read_line,
    rooms_meant,
)
from housekeeper.commands.rooms.undo import (
    complain_of_others,
    undo_last,
    undone_json,
    undone_lines,
)
from housekeeper.core.errors import HousekeeperError, InvalidInput, NotAllowed, NotPossible
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.snapshot import encode
from housekeeper.core.rooms.undo import Undone
from housekeeper.core.staff.command_line_pin import asks_cli_pin
from housekeeper.core.stays.held_rooms import holds_text
from housekeeper.core.typed_acts.board_words import BoardWord
from housekeeper.core.typed_acts.parse import LINE_LIMIT, ActLine, BoardLine, Line, parse
from housekeeper.core.typed_acts.refusals import Asker
from housekeeper.core.typed_acts.rooms import RoomDirectory
from housekeeper.core.unit_of_work import StoreMark, UnitOfWork

_LONGEST_BYTES = 4 * LINE_LIMIT
_EVENTS_TO_READ = 500
_REFUSED = "refused: "
_PIN_IN_VARIABLE = f"Standard input has the lines here: give the PIN in {PIN_VARIABLE}."


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What one line came to: for people in parts, for programs with an object for each room."""

    parts: Sequence[str]
    rooms: Sequence[object] = ()
    is_refused: bool = False
    why: str | None = None

    def json(self, number: int) -> dict[str, object]:
        """The object for the line of this number, counted from 1."""
        told = {"line": number, "ok": not self.is_refused, "refused": self.why}
        return {**told, "rooms": self.rooms}


async def do_lines(house: House, arguments: Namespace) -> int:
    """Do what the lines of standard input say; 1 where one of them was refused, else 0.

    Empty lines and those that begin with # have no answer. Raises as `House.staff` does, before
    any line is read, for who acts, and `NotPossible` where input or output is closed.
    """
    _require_open_streams()
    lines = _Lines(await _signed_in(house), arguments.anyway, arguments.json, house.asks_pin)
    number, is_refused = 0, False
    async for content in lines_of(sys.stdin.fileno(), _LONGEST_BYTES):
        number += 1
        if number == 1:
            content = content.removeprefix(codecs.BOM_UTF8)
        if not content.strip() or content.lstrip().startswith(b"#"):
            continue
        # Who ends the program has the answer to what was begun.
        answering = asyncio.create_task(lines.see_to(content, number))
        try:
            was_done = await asyncio.shield(answering)
        except asyncio.CancelledError:
            await answering
            raise
        is_refused = is_refused or not was_done
    return 1 if is_refused else 0


def _require_open_streams() -> None:
    """Refuse to read lines from nowhere, and to answer what was done to nobody."""
    # Python keeps None there for what the shell closed.
    if sys.__stdin__ is None:
        raise NotPossible("Standard input is closed: 'do -' reads its lines from it.")
    if sys.__stdout__ is None:
        raise NotPossible("Standard output is closed: 'do -' answers each line on it.")


async def _signed_in(house: House) -> House:
    """The house with who acts known, where someone is named, so that no line asks for a PIN."""
    if house.staff_code is None:
        return house
    if house.asks_pin and PIN_VARIABLE not in os.environ and not sys.stdin.isatty():
        raise NotPossible(_PIN_IN_VARIABLE)
    await house.staff()
    return replace(house, asks_pin=False)


class _Lines:
    """Sees to one line after another in an open hotel.

    `gave_pin` says that who acts has given their PIN already.
    """

    def __init__(self, house: House, anyway: bool, as_json: bool, gave_pin: bool) -> None:
        self._house = house
        self._gave_pin = gave_pin
        self._wrong_pin: NotAllowed | None = None
        self._known = _KnownRooms(house)
        self._anyway = anyway
        self._as_json = as_json
        self._last_act: Act | None = None
        self._begun_on: date | None = None

    async def see_to(self, content: bytes, number: int) -> bool:
        """Do what a line says and answer it; whether nothing of it was refused."""
        try:
            answer = await self._answer(content)
        except HousekeeperError as refusal:
            why = refusal_text(refusal)
            answer = LineAnswer([_REFUSED + why], is_refused=True, why=why)
        if self._as_json:
            sys.stdout.write(json_line(answer.json(number)) + "\n")
        else:
            say("; ".join(answer.parts))
        sys.stdout.flush()
        return not answer.is_refused

    async def _answer(self, content: bytes) -> LineAnswer:
        said = await self._read(_text_of(content))
        match said:
            case ActLine():
                return await self._act(said)
            case BoardLine(BoardWord.UNDO):
                await self._ask_pin()
                return _undone(await undo_last(self._house))
            case BoardLine():
                raise InvalidInput(own_command(said))
        rooms = await self._house.store.read(lambda work: rooms_meant(work, said))
        parts = [f"{room.number}  {room.status.label}" for room in rooms] or ["No such rooms."]
        return LineAnswer(parts, [encode(room) for room in rooms])

    async def _read(self, line: str) -> Line:
        """What a line says; the hotel is looked at only for words that need it."""
        directory, types = await self._known.now()
        house = self._house
        today = house.hotel.day(house.clock.now())
        try:
            return parse(line, directory, types, today, _need_hotel, _ASKER)
        except _HotelNeeded:
            return await house.store.read(lambda work: read_line(work, line))

    async def _ask_pin(self) -> None:
        """Have the PIN given, once, where commands ask for it since the program began."""
        code = self._house.staff_code
        if code is None or self._gave_pin or not await self._house.store.read(asks_cli_pin):
            return
        if PIN_VARIABLE not in os.environ:
            raise NotPossible(_PIN_IN_VARIABLE)
        # A wrong PIN is not tried at every line: that would lock the code.
        if self._wrong_pin is not None:
            raise self._wrong_pin
        try:
            await replace(self._house, asks_pin=True).staff()
        except NotAllowed as wrong:
            self._wrong_pin = wrong
            raise
        self._gave_pin = True

    async def _act(self, said: ActLine) -> LineAnswer:
        await self._ask_pin()
        asked = [replace(request, anyway=self._anyway) for request in said.requests()]
        act = await self._next_act()
        parts, rooms, refusal = [], [], None
        async for outcome in outcomes_of(self._house, act, asked, looks_who_acts=True):
            rooms.append(outcome.json)
            if outcome.event is not None:
                self._known.have_changed(outcome.event)
                parts += [outcome.text, *([holds_text(outcome.holds)] if outcome.holds else [])]
            elif outcome.refusal is not refusal:
                refusal = outcome.refusal
                parts.append(_REFUSED + outcome.text)
        return LineAnswer(parts, rooms, refusal is not None)

    async def _next_act(self) -> Act:
        """A new act; what is planned out of order begins with the first one of each day."""
        today = self._house.hotel.day(self._house.clock.now())
        if self._last_act is None or today != self._begun_on:
            self._last_act, self._begun_on = await self._house.act_on_rooms(), today
            return self._last_act
        # Whether this person may act still is looked at where it is done.
        return Act(self._last_act.staff, self._last_act.via)


def _text_of(content: bytes) -> str:
    """A line as text. Raises `InvalidInput` for what no database can hold."""
    if len(content) > _LONGEST_BYTES:
        raise InvalidInput(f"A line holds up to {LINE_LIMIT:,} characters.")
    try:
        line = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput("The line is not UTF-8 text.") from None
    if "\0" in line:
        raise InvalidInput("The line holds a NUL character.")
    return line


def _undone(undone: Undone) -> LineAnswer:
    complain_of_others(undone)
    refusals = [_REFUSED + str(refusal) for _, refusal in undone.refused]
    parts = [*undone_lines(undone), *refusals]
    return LineAnswer(parts, undone_json(undone), bool(refusals))


class _HotelNeeded(Exception):
    """What a line means, or what is wrong with it, depends on how rooms stand."""


def _need_hotel(*_: object) -> NoReturn:
    raise _HotelNeeded


_ASKER = Asker("", _need_hotel, {}, ELSEWHERE)


class _KnownRooms:
    """The numbers of the hotel's rooms, and its types, read anew where news tell of others."""

    def __init__(self, house: House) -> None:
        self._store = house.store
        self._mark: StoreMark | None = None
        self._numbers: frozenset[str] = frozenset()
        self._found: tuple[RoomDirectory, Collection[str]] = (RoomDirectory(()), ())

    async def now(self) -> tuple[RoomDirectory, Collection[str]]:
        """The rooms that are in use, and the types that there are."""
        before = self._mark
        news = await self._store.news(before)
        self._mark = news.mark
        if (
            before is None
            or replace(before, last_seq=0) != replace(news.mark, last_seq=0)
            or len(news.events) > _EVENTS_TO_READ
            or any(map(self._is_of_other_rooms, news.events))
        ):
            numbers, types = await self._store.read(_numbers_and_types)
            self._numbers = frozenset(numbers)
            self._found = RoomDirectory(numbers), types
        return self._found

    def have_changed(self, event: RoomEvent) -> None:
        """Take notice of an event of one's own, which leaves its room's number as it was."""
        mark = self._mark
        if mark is not None and event.seq == mark.last_seq + 1:
            self._mark = replace(mark, last_seq=event.seq)

    def _is_of_other_rooms(self, event: RoomEvent) -> bool:
        changed = {"room_number", "room_type", "is_active"} & set(event.before)
        return bool(changed) or event.room_number not in self._numbers


def _numbers_and_types(work: UnitOfWork) -> tuple[list[str], Collection[str]]:
    return [room.number for room in work.rooms.all()], work.inventory.types()
