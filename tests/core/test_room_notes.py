"""A room's notes are kept: one is added below the others, and only what was meant goes again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import HousekeeperError, InvalidInput, NotesMoved
from housekeeper.core.room_notes import (
    NOTES_LIMIT,
    as_line,
    blanked,
    newest_first,
    read_lines,
    stamped,
)
from housekeeper.core.rooms.event import REDACTED, RoomEvent
from housekeeper.core.rooms.redaction import redact
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.rooms.undo import undo
from housekeeper.core.staff.staff import Staff
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, House, act_of

AT = datetime(2026, 11, 21, 10, 42)  # noqa: DTZ001 - hotel time


async def lines_of(house: House, number: str = "101") -> list[str]:
    """The words of a room's notes."""
    return [line.words for line in read_lines((await house.room(number)).housekeeping_notes)]


async def take_back(house: House, staff: Staff) -> tuple[RoomEvent, ...]:
    done = await house.store.write(lambda work: undo(work, act_of(staff)))
    assert done.kind is EventKind.NOTED
    return done.events


def test_a_line_says_who_wrote_it_and_when() -> None:
    line = stamped("linen late", "Ana Reis", AT)
    assert line == "linen late (Ana Reis 2026-11-21 10:42)"
    [read] = read_lines(line)
    assert (read.words, read.name, read.at) == ("linen late", "Ana Reis", AT)


def test_words_and_names_in_brackets_are_told_apart() -> None:
    [read] = read_lines(stamped("cot (folding)", "Ana (night)", AT))
    assert (read.words, read.name) == ("cot (folding)", "Ana night")


def test_what_is_older_than_names_stands_as_it_was_written() -> None:
    old = "cot\n\n  late (guest 10:42)"
    assert [str(line) for line in read_lines(old)] == old.split("\n")
    assert newest_first(f"{old}\n{stamped('towels', 'Ana', AT)}").startswith("towels · ")
    assert read_lines("cot (Ana 2026-99-21 10:42)")[0].at is None


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_note_is_one_line_from_which_its_words_can_be_read(words: str, name: str) -> None:
    line = stamped(words, name, AT)
    assert "\n" not in line
    assert [read.words for read in read_lines(line)] == ([as_line(words)] if as_line(words) else [])


def test_the_lines_of_one_note_become_one_line_and_none_is_lost() -> None:
    assert as_line(" cot\r\n\n towels\u2028late ") == "cot / towels / late"


def test_only_the_line_with_just_these_words_is_blanked() -> None:
    notes = "\n".join(stamped(words, "Ana", AT) for words in ("cot", "cot late", "cot"))
    assert [line.words for line in read_lines(blanked(notes, "cot", REDACTED))] == [
        REDACTED,
        "cot late",
        REDACTED,
    ]
    old = "a guest\nsnores\ncot"
    assert blanked(f"{old}\n{notes}", old, REDACTED) == f"{REDACTED}\n{notes}"


async def test_a_note_is_added_below_with_the_hotels_time(house: House) -> None:
    await house.do(ANA, Verb.NOTE, "101", note="cot")
    house.clock.pass_time(minutes=5)
    await house.do(MARIA, Verb.NOTE, "101", note="linen late")
    first, second = read_lines((await house.room("101")).housekeeping_notes)
    assert (first.words, first.name) == ("cot", ANA.name)
    assert (second.words, second.name) == ("linen late", MARIA.name)
    local = house.store.hotel.local(house.clock.now())
    assert second.at == local.replace(second=0, microsecond=0, tzinfo=None)


async def test_a_note_is_added_though_the_room_has_moved_on(house: House) -> None:
    seen = (await house.room("101")).version
    await house.do(MARIA, Verb.DIRTY, "101")
    await house.do(ANA, Verb.NOTE, "101", note="linen late", seen_version=seen)
    assert await lines_of(house) == ["linen late"]


async def test_notes_written_at_two_terminals_at_once_are_all_kept(house: House) -> None:
    def note(staff: Staff, words: str) -> Callable[[UnitOfWork], RoomEvent]:
        request = TurnRequest(Verb.NOTE, "101", note=words)
        return lambda work: perform(work, act_of(staff), request)

    async with house.other_terminal() as other:
        await asyncio.gather(
            *(house.store.write(note(ANA, f"ana {place}")) for place in range(8)),
            *(other.write(note(MARIA, f"maria {place}")) for place in range(8)),
        )
    written = {f"{name} {place}" for name in ("ana", "maria") for place in range(8)}
    assert sorted(await lines_of(house)) == sorted(written)


async def test_a_note_that_nobody_saw_is_not_replaced_and_it_is_said_whose_it_is(
    house: House,
) -> None:
    await house.do(ANA, Verb.NOTE, "101", note="linen late")
    seen = (await house.room("101")).housekeeping_notes
    await house.do(MARIA, Verb.NOTE, "101", note="allergic to feathers")
    replaced = {"note": "cot", "replaces": True}
    with pytest.raises(
        NotesMoved, match=f"^{MARIA.name} wrote a note for room 101 at [0-9:]+ mean"
    ):
        await house.do(ANA, Verb.NOTE, "101", seen_notes=seen, **replaced)
    assert await lines_of(house) == ["linen late", "allergic to feathers"]
    seen = (await house.room("101")).housekeeping_notes
    await house.do(ANA, Verb.NOTE, "101", seen_notes=seen, **replaced)
    assert await lines_of(house) == ["cot"]
    now = (await house.room("101")).housekeeping_notes
    with pytest.raises(NotesMoved, match="were changed meanwhile"):
        await house.do(ANA, Verb.NOTE, "101", seen_notes=f"{now}\n{now}", **replaced)
    await house.do(ANA, Verb.NOTE, "101", **replaced)


async def test_a_retry_adds_once(house: House) -> None:
    act = act_of(ANA)
    request = TurnRequest(Verb.NOTE, "101", note="cot")
    for _ in range(2):
        await house.store.write(lambda work: perform(work, act, request))
        await house.do(MARIA, Verb.NOTE, "101", note="late")
    assert await lines_of(house) == ["cot", "late", "late"]


async def test_full_notes_refuse_one_more_and_lose_nothing(house: House) -> None:
    for _ in range(NOTES_LIMIT // 1_000):
        await house.do(ANA, Verb.NOTE, "101", note="x" * 960)
    before = (await house.room("101")).housekeeping_notes
    with pytest.raises(InvalidInput, match="The notes of room 101 are full"):
        await house.do(ANA, Verb.NOTE, "101", note="y" * 100)
    assert (await house.room("101")).housekeeping_notes == before
    await house.do(ANA, Verb.NOTE, "101", note="y" * 100, replaces=True)
    assert await lines_of(house) == ["y" * 100]


async def test_an_empty_note_is_refused_and_an_empty_replacement_clears(house: House) -> None:
    await house.do(ANA, Verb.NOTE, "101", note="cot")
    with pytest.raises(InvalidInput, match="adds nothing"):
        await house.do(ANA, Verb.NOTE, "101", note="  ")
    await house.do(ANA, Verb.NOTE, "101", replaces=True)
    assert await lines_of(house) == []
    await house.do(MARIA, Verb.NOTE, "101", note="late")
    await take_back(house, ANA)
    assert await lines_of(house) == ["cot", "late"]


async def test_a_note_that_another_replaced_is_not_taken_back_and_it_is_said_who(
    house: House,
) -> None:
    await house.do(ANA, Verb.NOTE, "101", note="cot")
    await house.do(DESK, Verb.NOTE, "101", note="quiet please")
    await house.do(MARIA, Verb.NOTE, "101", note="late", replaces=True)
    await house.do(DESK, Verb.NOTE, "101", note="towels")
    done = await house.store.write(lambda work: undo(work, act_of(ANA)))
    assert done.events == ()
    [(_, refusal)] = done.refused
    assert "Maria Keller has replaced the notes of room 101" in str(refusal)
    assert await lines_of(house) == ["late", "towels"]


async def test_a_note_on_several_rooms_is_taken_back_in_each(house: House) -> None:
    await house.do(MARIA, Verb.NOTE, "102", note="cot")
    act = act_of(ANA)
    for number in ("101", "102"):
        request = TurnRequest(Verb.NOTE, number, note="linen late")
        await house.store.write(lambda work, asked=request: perform(work, act, asked))  # type: ignore[misc]
    assert {event.room_number for event in await take_back(house, ANA)} == {"101", "102"}
    assert (await lines_of(house, "101"), await lines_of(house, "102")) == ([], ["cot"])


async def test_a_redacted_line_can_still_be_taken_back(house: House) -> None:
    await house.do(MARIA, Verb.NOTE, "101", note="late")
    await house.do(ANA, Verb.NOTE, "101", note="the guest snores")
    await house.do(MARIA, Verb.NOTE, "101", note="towels", replaces=True)
    await house.store.write(lambda work: redact(work, act_of(MANAGER), 2))
    assert await lines_of(house) == ["towels"]
    await take_back(house, MARIA)
    assert await lines_of(house) == ["late", REDACTED]
    await take_back(house, ANA)
    assert await lines_of(house) == ["late"]


@dataclass(slots=True)
class Written:
    """A note in the slow statement: what it says, and what it had put away."""

    words: str
    by: str
    put_away: list["Written"] = field(default_factory=list)
    replaces: bool = False
    seq: int = 0


@dataclass(slots=True)
class Slate:
    """The rules once more, as a list of notes that are told apart by themselves, not by words."""

    lines: list[Written] = field(default_factory=list)
    undoable: list[Written] = field(default_factory=list)
    everything: list[Written] = field(default_factory=list)

    def write(self, note: Written) -> None:
        if note.replaces:
            note.put_away, self.lines = self.lines, []
        if note.words:
            self.lines = [*self.lines, note]
        self.undoable.append(note)
        self.everything.append(note)

    def newest_of(self, person: str) -> Written | None:
        return next((note for note in reversed(self.undoable) if note.by == person), None)

    def take_back(self, note: Written) -> bool:
        """Whether it could be: it still stands, or had left nothing that could go."""
        if not note.words:
            self.lines = [*note.put_away, *self.lines]
        elif any(one is note for one in self.lines):
            place = [one is note for one in self.lines].index(True)
            self.lines[place : place + 1] = note.put_away
        else:
            return False
        self.undoable.remove(note)
        return True


@pytest.mark.parametrize("seed", range(6))
async def test_notes_of_several_people_against_a_slate(house: House, seed: int) -> None:
    random, slate, numbers = Random(seed), Slate(), count(1)
    people = [ANA, MARIA, DESK, MANAGER]
    done = {"taken back": 0, "refused": 0, "redacted": 0}
    for _ in range(90):
        house.clock.pass_time(milliseconds=200)
        person, step = random.choice(people), random.random()
        if step < 0.45:
            await write(house, slate, person, Written(f"note {next(numbers)}", person.code))
        elif step < 0.6:
            words = random.choice(("", f"note {next(numbers)}", f"note {next(numbers)}"))
            await write(house, slate, person, Written(words, person.code, replaces=True))
        elif step < 0.95:
            await undo_both(house, slate, person, done)
        else:
            await redact_both(house, slate, random, done)
        assert await lines_of(house) == [note.words for note in slate.lines]
    assert done["taken back"] > 5
    assert done["redacted"] > 0


async def write(house: House, slate: Slate, person: Staff, note: Written) -> None:
    event = await house.do(person, Verb.NOTE, "101", note=note.words, replaces=note.replaces)
    assert isinstance(event, RoomEvent)
    note.seq = event.seq
    slate.write(note)


async def undo_both(house: House, slate: Slate, person: Staff, done: dict[str, int]) -> None:
    wanted = slate.newest_of(person.code)
    try:
        undone = await house.store.write(lambda work: undo(work, act_of(person)))
    except HousekeeperError:
        assert wanted is None
        return
    assert wanted is not None
    is_done = slate.take_back(wanted)
    assert bool(undone.events) is is_done
    done["taken back" if is_done else "refused"] += 1


async def redact_both(house: House, slate: Slate, random: Random, done: dict[str, int]) -> None:
    worded = [note for note in slate.everything if note.words not in {"", REDACTED}]
    if worded:
        note = random.choice(worded)
        await house.store.write(lambda work: redact(work, act_of(MANAGER), note.seq))
        events = await house.store.read(lambda work: work.events.after(0, 1_000))
        told = [(event.note, event.room.housekeeping_notes, event.before) for event in events]
        assert f"{note.words} (" not in repr(told)
        note.words = REDACTED
        done["redacted"] += 1
