"""The line reads as people type it, and says what would have been right."""

from datetime import date
from difflib import SequenceMatcher

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from housekeeper.core.acts import Verb
from housekeeper.core.board.filter import parse_filter
from housekeeper.core.board.statistics import FACT_OF_WORDS
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TURN_VERBS, TurnRequest
from housekeeper.core.typed_acts.board_words import BOARD_PHRASES, BoardWord
from housekeeper.core.typed_acts.complete import complete
from housekeeper.core.typed_acts.nearest_word import nearest_word
from housekeeper.core.typed_acts.parse import (
    ActLine,
    BoardLine,
    Line,
    RoomsLine,
    WordsLine,
    parse,
)
from housekeeper.core.typed_acts.refusals import Asker
from housekeeper.core.typed_acts.vocabulary import FILTER_PHRASES, VERB_PHRASES, VERBS
from tests.core.building import TODAY

ROOMS = [str(number) for number in (*range(301, 319), *range(320, 322), *range(410, 416))]
ROOMS += ["A1", "A10", "a2", "Penthouse"]
TYPES = {"STD", "DLX", "Junior-K"}
FRIDAY = date(2026, 11, 27)


OF_WORDS = {"floor 4": ["410", "411"], "4xx dirty": ["412"], "due out": ["301"], "dlx": ["A1"]}
"""The rooms of some of the board's own words, for every verb."""


def matching(words: str, verb: Verb) -> list[str]:
    assert verb in VERBS or verb is Verb.CHECK_OUT or verb is Verb.CHECK_IN
    return OF_WORDS.get(words, [])


def read(line: str) -> Line:
    return parse(line, ROOMS, TYPES, TODAY, matching)


def act(line: str) -> ActLine:
    found = read(line)
    assert isinstance(found, ActLine)
    return found


def refusal(line: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        read(line)
    return str(refused.value)


def act_of_dlx() -> ActLine:
    return ActLine(("A1",), Verb.OUT_OF_ORDER, "pipes", until=date(2026, 11, 22))


OUT_TILL_TOMORROW = ActLine(("412",), Verb.OUT_OF_ORDER, "flood", until=date(2026, 11, 22))
LINES: list[tuple[str, Line]] = [
    ("412 fail hair in the bath", ActLine(("412",), Verb.FAIL, "hair in the bath")),
    ("412 FAILED Hair", ActLine(("412",), Verb.FAIL, "Hair")),
    ("412 clean", ActLine(("412",), Verb.CLEAN)),
    ("412 cleaned twice today", ActLine(("412",), Verb.CLEAN, "twice today")),
    ("412 done", ActLine(("412",), Verb.CLEAN)),
    ("412 inspected", ActLine(("412",), Verb.PASS)),
    ("410 , 412 pass", ActLine(("410", "412"), Verb.PASS)),
    ("410,411, 412 start", ActLine(("410", "411", "412"), Verb.START)),
    ("410 412 start", ActLine(("410", "412"), Verb.START)),
    ("412,412 put back", ActLine(("412",), Verb.DIRTY)),
    (
        "317-319,320 start",
        ActLine(("317", "318", "320"), Verb.START),
    ),
    ("41x note linen late", ActLine(tuple(ROOMS[20:26]), Verb.NOTE, "linen late")),
    ("4XX note -", ActLine(tuple(ROOMS[20:26]), Verb.NOTE, replaces=True)),
    ("412 note = linen late", ActLine(("412",), Verb.NOTE, "linen late", replaces=True)),
    ("412 note replace the lamp", ActLine(("412",), Verb.NOTE, "replace the lamp")),
    ("412 note linen = towels", ActLine(("412",), Verb.NOTE, "linen = towels")),
    (
        "412 maintenance high broken AC",
        ActLine(("412",), Verb.MAINTENANCE, "broken AC", MaintenancePriority.HIGH),
    ),
    ("412 maint broken AC", ActLine(("412",), Verb.MAINTENANCE, "broken AC")),
    ("412 fault urgent", ActLine(("412",), Verb.MAINTENANCE, "", MaintenancePriority.HIGH)),
    (
        "412 out of order until 2026-12-01 flood",
        ActLine(("412",), Verb.OUT_OF_ORDER, "flood", until=date(2026, 12, 1)),
    ),
    ("412 ooo flood until Fri", ActLine(("412",), Verb.OUT_OF_ORDER, "flood", until=FRIDAY)),
    (
        "412 out-of-order until tomorrow new carpet",
        ActLine(("412",), Verb.OUT_OF_ORDER, "new carpet", until=date(2026, 11, 22)),
    ),
    (
        "412 ooo from 2026-12-03 until 2026-12-05 pipes",
        ActLine(
            ("412",),
            Verb.OUT_OF_ORDER,
            "pipes",
            until=date(2026, 12, 5),
            starts=date(2026, 12, 3),
        ),
    ),
    (
        "412 ooo until fri from tomorrow pipes",
        ActLine(("412",), Verb.OUT_OF_ORDER, "pipes", until=FRIDAY, starts=date(2026, 11, 22)),
    ),
    (
        "412 ooo until 3 days flood",
        ActLine(("412",), Verb.OUT_OF_ORDER, "flood", until=date(2026, 11, 24)),
    ),
    (
        "412 ooo flood until 5 dec",
        ActLine(("412",), Verb.OUT_OF_ORDER, "flood", until=date(2026, 12, 5)),
    ),
    (
        "412 ooo from 3 dec until +2 pipes",
        ActLine(
            ("412",),
            Verb.OUT_OF_ORDER,
            "pipes",
            until=date(2026, 12, 5),
            starts=date(2026, 12, 3),
        ),
    ),
    ("412 ooo until today paint", ActLine(("412",), Verb.OUT_OF_ORDER, "paint", until=TODAY)),
    ("412 ooo from the roof", ActLine(("412",), Verb.OUT_OF_ORDER, "from the roof")),
    ("412 ooo wait until paid", ActLine(("412",), Verb.OUT_OF_ORDER, "wait until paid")),
    ("412 fixed", ActLine(("412",), Verb.FIXED)),
    ("412 return", ActLine(("412",), Verb.RETURN)),
    ("412 back in service", ActLine(("412",), Verb.RETURN)),
    (
        "412 override ready seen by me",
        ActLine(("412",), Verb.OVERRIDE, "seen by me", status=RoomStatus.READY_FOR_GUEST),
    ),
    (
        "412 override to inspect again please",
        ActLine(("412",), Verb.OVERRIDE, "again please", status=RoomStatus.CLEANED_UNINSPECTED),
    ),
    (
        "412 override CHECKOUT_DIRTY smoke",
        ActLine(("412",), Verb.OVERRIDE, "smoke", status=RoomStatus.CHECKOUT_DIRTY),
    ),
    ("penthouse start", ActLine(("Penthouse",), Verb.START)),
    ("a1-A10 start", ActLine(("A1", "a2", "A10"), Verb.START)),
    ("412", RoomsLine(("412",))),
    ("410-411", RoomsLine(("410", "411"))),
    ("due out", WordsLine("due out")),
    ("Floor 3 Dirty", WordsLine("floor 3 dirty")),
    ("f3 to inspect", WordsLine("f3 to inspect")),
    ("dlx arrival", WordsLine("dlx arrival")),
    ("junior-k overdue", WordsLine("junior-k overdue")),
    ("dirty 4xx", WordsLine("dirty 4xx")),
    ("out of order", WordsLine("out of order")),
    ("ready", WordsLine("ready")),
    ("floor 4 start", ActLine(("410", "411"), Verb.START)),
    ("Floor 4 note linen late", ActLine(("410", "411"), Verb.NOTE, "linen late")),
    ("4xx dirty start", ActLine(("412",), Verb.START)),
    ("dlx ooo until tomorrow pipes", act_of_dlx()),
    ("due out checkout", BoardLine(BoardWord.CHECK_OUT, ("301",))),
    ("412 checkout", BoardLine(BoardWord.CHECK_OUT, ("412",))),
    ("412,415 Check Out", BoardLine(BoardWord.CHECK_OUT, ("412", "415"))),
    ("check out 412", BoardLine(BoardWord.CHECK_OUT, ("412",))),
    ("checkout", BoardLine(BoardWord.CHECK_OUT)),
    ("412 checkin", BoardLine(BoardWord.CHECK_IN, ("412",))),
    ("q", BoardLine(BoardWord.QUIT)),
    ("quit", BoardLine(BoardWord.QUIT)),
    ("exit", BoardLine(BoardWord.QUIT)),
    ("?", BoardLine(BoardWord.HELP)),
    ("HELP", BoardLine(BoardWord.HELP)),
    ("undo", BoardLine(BoardWord.UNDO)),
    ("lock", BoardLine(BoardWord.LOCK)),
    ("round", BoardLine(BoardWord.ROUND)),
    ("handover", BoardLine(BoardWord.HANDOVER)),
    ("figures", BoardLine(BoardWord.FIGURES)),
    ("filter off", BoardLine(BoardWord.FILTER_OFF)),
    ("rooms", BoardLine(BoardWord.FILTER_OFF)),
    ("412 ooo till tomorrow flood", OUT_TILL_TOMORROW),
    ("412 ooo til tomorrow flood", OUT_TILL_TOMORROW),
    ("412 ooo to tomorrow flood", OUT_TILL_TOMORROW),
    ("412 ooo flood till tomorrow", OUT_TILL_TOMORROW),
    ("412 ooo to be painted", ActLine(("412",), Verb.OUT_OF_ORDER, "to be painted")),
    *((words, WordsLine(words)) for words in (*FACT_OF_WORDS, "floor 3 to turn", "due out today")),
    ("Ready Rooms", WordsLine("ready rooms")),
    ("READY_FOR_GUEST", WordsLine("ready_for_guest")),
    ("room 412", RoomsLine(("412",))),
    ("room 412 start", ActLine(("412",), Verb.START)),
    ("rooms 410, 412 start", ActLine(("410", "412"), Verb.START)),
    ("start 412", ActLine(("412",), Verb.START)),
    ("start 412 413", ActLine(("412", "413"), Verb.START)),
    ("pass room 412", ActLine(("412",), Verb.PASS)),
    ("412 is clean", ActLine(("412",), Verb.CLEAN)),
    ("412 is dirty", ActLine(("412",), Verb.DIRTY)),
    ("410 and 412 start", ActLine(("410", "412"), Verb.START)),
    ("410, 411 & 412 are clean", ActLine(("410", "411", "412"), Verb.CLEAN)),
]


@pytest.mark.parametrize(("line", "said"), LINES)
def test_a_line_says_which_rooms_and_what_is_done(line: str, said: Line) -> None:
    assert read(line) == said


@pytest.mark.parametrize(("line", "said"), LINES)
def test_what_a_line_says_can_be_written_down_and_read_again(line: str, said: Line) -> None:
    assert read(str(said)) == said


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("", "such as 301 fail hair in the bath"),
        (" , ", "such as 301 fail"),
        ("412 fial hair", "perhaps fail, as in 412 fail"),
        ("412 maintenence", "perhaps maintenance"),
        ("412 zzz", "there are start, clean, pass, fail, dirty, fixed and more."),
        ("421 start", "perhaps 412"),
        ("412,421 start", "There is no room '421'"),
        ("412 421 start", "There is no room '421'"),
        ("penthose start", "perhaps Penthouse"),
        ("fail 412 hair", "Rooms come first: 412 fail"),
        ("start", "Rooms come first: 301 start"),
        ("start 412 please", "Rooms come first: 412 start"),
        ("412 start 413", "Rooms come before the verb: 412,413 start"),
        ("412 fail", "412 fail hair in the bath"),
        ("412 note", "412 note - takes all notes away"),
        ("412 ooo", "needs a reason: 412 out of order until friday flood"),
        ("412 ooo until friday", "needs a reason"),
        ("412 ooo until flood", "'flood' is no day: write tomorrow, fri, +3, 5 dec"),
        ("412 ooo until", "Until takes a day"),
        ("412 ooo until 2026-02-30 flood", "There is no such day as '2026-02-30'"),
        ("412 ooo until 5/12 flood", "can be read two ways: write 5 dec or 12 may"),
        ("412 override", "a status and a reason"),
        ("412 override ready", "needs a reason: 412 override ready seen by me"),
        ("412 override redy now", "perhaps ready"),
        ("412 override qqq now", "there are ready, dirty"),
        ("318-301 start", "write 301-318"),
        ("500-510 start", "No room of this hotel lies in 500-510"),
        ("9xx start", "No room of this hotel has a number like 9xx"),
        ("412 move", "A line does not do 'move'"),
        ("message 412", "A line does not do 'message'"),
        ("412,413 checkin", "Guests are checked in room by room: 412 checkin."),
        ("412 checkout late", "'late' is too much: write 412 checkout."),
        ("412 undo", "'undo' is for the whole board: write undo alone."),
        ("help me", "'me' is too much: write help alone."),
        ("412 ready", "'ready' is a status, no act: write 412 pass."),
        ("412 occupied", "'occupied' is a status, no act: write 412 checkin."),
        ("412 available", "is a status, no act: write 412 override available and why."),
        ("412 inspekted", "perhaps inspected, as in 412 inspected"),
        ("floor 9 start", "No room of 'floor 9' takes 'start' as it stands."),
        ("floor 4 dirty hair", "'dirty' names rooms here: write floor 4 put back to act on them."),
        ("dlx maintenance hinge", "write dlx maint to act on them."),
        ("412 ooo till tomorow flood", "'tomorow' is no day: write tomorrow, fri, +3, 5 dec"),
        ("412 ooo flood until tomorow", "'tomorow' is no day"),
        ("due out tomorrow", "The board shows today, not 'tomorrow': write due out."),
        ("arrivals tomorow", "The board shows today"),
        ("floor 3 strat", "perhaps floor 3 start"),
        ("start all", "Say which rooms: floor 3 start"),
        ("all start", "Say which rooms: floor 3 start"),
        ("start floor 3", "Rooms come first: floor 3 start."),
        ("dirty 412", "Rooms come first: 412 dirty."),
        ("stat 412", "perhaps 412 start"),
        ("room 999 start", "There is no room '999'"),
        ("412 repair", "412 maintenance reports, 412 fixed ends it."),
        ("412 not clean", "write 412 dirty."),
        ("412 s", "'s' is the key of start: write 412 start."),
        ("412 broken lamp", "412 maintenance broken lamp."),
        ("412 dnd", "write 412 note dnd."),
        ("qwit", "perhaps quit"),
        ("dew out", "perhaps due out"),
        ("hello there", "is no room and no word of the board"),
        ("412 fail " + "x" * 1001, "A note holds up to 1,000 characters"),
        ("4" * 100_001, "A line holds up to"),
        ("412\x1b[2J start", "There is no room '412␛[2J'"),
    ],
)
def test_a_line_that_is_wrong_is_told_what_would_have_been_right(line: str, right: str) -> None:
    told = refusal(line)
    assert right in told
    assert told.endswith(".")
    assert "\x1b" not in told


WORDS = st.one_of(
    st.sampled_from(ROOMS),
    st.sampled_from([" ".join(phrase) for phrase in VERB_PHRASES]),
    st.sampled_from(
        ("until", "from", "today", "friday", "2026-12-01", "tomorrow", "high", "urgent", "low")
    ),
    st.sampled_from(("-", ",", "4xx", "301-303", "floor", "3", "f3", "STD", "due out")),
    st.sampled_from(("ready", "to inspect", "hair", "to service")),
    st.sampled_from([" ".join(phrase) for phrase in BOARD_PHRASES]),
    st.text(max_size=6),
)
ANY_LINE = st.one_of(
    st.text(), st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=8).map(",".join)
)
ANY_ROOMS = st.one_of(
    st.just(ROOMS),
    st.lists(
        st.one_of(
            st.from_regex(r"[A-Za-z0-9_.@=]{1,6}", fullmatch=True),
            st.sampled_from(
                ["due", "out", "start", "pass", "floor", "dirty", "4xx", "ooo", "back"]
            ),
        ),
        max_size=6,
    ),
)


@given(ANY_LINE, ANY_ROOMS)
@example("due out of order x", ["due"])
@example("back back in service", ["back"])
@example("412 back to service x", ["412"])
def test_any_text_is_read_or_refused_and_what_is_read_can_be_written_down(
    line: str, rooms: list[str]
) -> None:
    def some(_words: str, _verb: Verb) -> list[str]:
        return rooms[:2]

    try:
        said = parse(line, rooms, TYPES, TODAY, some)
    except InvalidInput:
        return
    assert parse(str(said), rooms, TYPES, TODAY, some) == said


@given(ANY_LINE, ANY_ROOMS)
def test_whatever_is_typed_completions_go_on_from_it(typed: str, rooms: list[str]) -> None:
    for line in complete(typed, rooms, TYPES, ["hair in the bath"]):
        assert line.startswith(typed)
        assert len(line) > len(typed)


def test_a_weekday_at_the_end_of_time_is_refused_and_not_a_fault() -> None:
    with pytest.raises(InvalidInput, match="no such day"):
        parse("412 ooo until friday flood", ["412"], (), date.max)


def test_no_word_for_a_verb_goes_on_from_the_one_that_is_written_down() -> None:
    written = [tuple(spelled[0].split()) for spelled in VERBS.values()]
    for phrase in VERB_PHRASES:
        assert not any(len(phrase) > len(own) and phrase[: len(own)] == own for own in written)
    assert set(VERBS) == set(TURN_VERBS)


def test_a_filter_line_finds_the_rooms_of_the_boards_own_words() -> None:
    said = read("due out")
    assert isinstance(said, WordsLine)
    matches = parse_filter(said.text, TYPES)
    assert matches is not None
    assert matches(" 412 type=dlx= floor=4= is=due_out= dlx occupied due out")
    assert not matches(" 412 type=dlx= floor=4= dlx occupied")


def test_a_line_asks_for_each_room_at_the_version_that_was_seen() -> None:
    said = act("410,412 maintenance low drips")
    assert said.requests({"412": 7}) == [
        TurnRequest(Verb.MAINTENANCE, "410", None, "drips", MaintenancePriority.LOW),
        TurnRequest(Verb.MAINTENANCE, "412", 7, "drips", MaintenancePriority.LOW),
    ]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("pe", "penthouse"),
        ("31", "310"),
        ("301-31", "301-318"),
        ("301,41", "301,412"),
        ("du", "due out"),
        ("due o", "due out"),
        ("412 ma", "412 maintenance"),
        ("412 Out o", "412 Out of order"),
        ("412 ", "412 start"),
        ("412 maintenance ", "412 maintenance high "),
        ("412 override to", "412 override to inspect "),
        ("412 ooo u", "412 ooo until "),
        ("412 fail Ha", "412 fail Hair in the bath"),
        ("dirty over", "dirty overdue"),
        ("D", "DLX"),
        ("rea", "ready"),
        ("q", "quit"),
        ("he", "help"),
        ("und", "undo"),
        ("filter", "filter off"),
        ("412 che", "412 checkout"),
        ("floor 4 st", "floor 4 start"),
        ("dlx dirty pa", "dlx dirty pass"),
    ],
)
def test_a_line_is_completed_word_by_word(typed: str, offered: str) -> None:
    assert offered in complete(typed, ROOMS, TYPES, ["hair in the bath"])


@pytest.mark.parametrize("word", [" ".join(phrase) for phrase in FILTER_PHRASES])
def test_no_act_is_offered_for_a_word_that_names_rooms(word: str) -> None:
    verbs = {own for spelled in VERBS.values() for own in spelled} - {word}
    for line in complete(word, ROOMS, TYPES):
        assert line.startswith(word)
        assert line not in verbs


@given(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=12))
def test_what_may_have_been_meant_begins_alike_and_differs_little(word: str) -> None:
    candidates = [" ".join(phrase) for phrase in (*VERB_PHRASES, *FILTER_PHRASES)]
    near = nearest_word(word, candidates)
    if near is not None:
        assert near[0] == word[0].casefold()
        ratio = SequenceMatcher(None, word.casefold(), near).ratio()
        assert near.startswith(word.casefold()) or ratio >= 0.7


def test_letters_that_changed_places_come_before_a_longer_word() -> None:
    assert nearest_word("strat", ["strategy", "stats", "start"]) == "start"


def test_what_was_typed_was_not_what_was_meant() -> None:
    assert nearest_word("ready", ["ready"]) is None


def test_a_refusal_is_about_the_room_under_the_cursor_or_the_one_that_was_typed() -> None:
    for line, meant in (("start", "413"), ("start 412 please", "412"), ("fail room 412", "412")):
        with pytest.raises(InvalidInput, match=f": {meant} "):
            parse(line, ROOMS, TYPES, TODAY, matching, Asker("413"))


def test_another_first_letter_was_not_meant() -> None:
    assert nearest_word("tart", ["start"]) is None
    assert nearest_word("eady", ["ready"]) is None


def test_ready_is_no_redo() -> None:
    assert nearest_word("ready", ["redo", "dirty", "put back"]) is None
    assert nearest_word("redy", ["redo", "ready"]) == "ready"
    assert nearest_word("rea", ["redo", "ready"]) == "ready"


def test_a_verb_that_one_may_not_do_is_not_offered() -> None:
    assert complete("412 o", ROOMS, verbs={Verb.NOTE}) == []
    assert complete("412 ", ROOMS, verbs={Verb.NOTE}) == ["412 note"]


def test_nothing_is_offered_for_an_empty_line_or_one_that_leads_nowhere() -> None:
    assert complete("", ROOMS) == []
    assert complete("hello wor", ROOMS) == []
