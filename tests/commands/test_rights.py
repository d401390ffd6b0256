"""Every role against every act on the command line, by the one table of the house rules."""

from collections.abc import Callable
from pathlib import Path

import pytest

from housekeeper.core.acts import ACTS as ROWS
from housekeeper.core.acts import Verb
from housekeeper.core.staff.staff import Role
from tests.commands.conftest import Outcome, Run
from tests.core.test_rights import RIGHTS

CODES = {
    Role.ATTENDANT: "ana",
    Role.SUPERVISOR: "maria",
    Role.FRONT_DESK: "rui",
    Role.MAINTENANCE: "teo",
    Role.MANAGER: "ines",
}
ACTS: dict[Verb, tuple[str, ...]] = {
    Verb.CHECK_IN: ("checkin", "B2", "--room", "102"),
    Verb.CHECK_OUT: ("checkout", "101"),
    Verb.MOVE: ("move", "B1", "103"),
    Verb.LATE: ("late", "B1", "14:00"),
    Verb.UNDO_CHECK_IN: ("checkin", "--undo", "B1"),
    Verb.START: ("start", "102"),
    Verb.CLEAN: ("clean", "102"),
    Verb.DIRTY: ("dirty", "102"),
    Verb.PASS: ("pass", "102"),
    Verb.FAIL: ("fail", "102", "--note", "dust"),
    Verb.MAINTENANCE: ("maintenance", "102", "LOW"),
    Verb.FIXED: ("fixed", "102"),
    Verb.OUT_OF_ORDER: ("out-of-order", "102", "--note", "flood"),
    Verb.RETURN: ("return", "102"),
    Verb.OVERRIDE: ("override", "102", "READY_FOR_GUEST", "--note", "seen"),
    Verb.NOTE: ("note", "102", "--note", "cot"),
    Verb.MESSAGE: ("message", "send", "101", "coming"),
    Verb.ORDER: ("order", "done", "1"),
    Verb.ACTIVATE: ("room", "1009", "--active", "no"),
    Verb.INVENTORY: ("inventory", "STD", "2015-09-18", "--total", "2"),
    Verb.REDACT: ("history", "redact", "1"),
    Verb.UNDO: ("undo",),
    Verb.STAFF: ("staff", "unlock", "ana"),
    Verb.REASONS: ("reasons", "import", "reasons.csv"),
    Verb.CHECKLIST: ("checklist", "import", "checklist.csv"),
    Verb.HANDOVER: ("handover", "add", "linen is late"),
    Verb.RENAME: ("types", "rename", "DLX", "Deluxe"),
    Verb.IMPORT: ("import", "rooms", "rooms.csv"),
    Verb.DATABASE: ("cli-pin", "off"),
}
"""One command for each act that the command line has; a round is walked on the screen alone."""


def test_every_act_but_the_round_has_a_command() -> None:
    assert set(ACTS) == set(Verb.all()) - {Verb.ROUND}


def word_for(verb: Verb) -> str:
    """What a refusal calls an act: the word that people see for it."""
    row = ROWS.get(verb)
    return verb.value if row is None else row.label


@pytest.mark.parametrize("role", Role)
def test_a_command_is_refused_for_its_role_where_the_table_says_so(
    run: Run, hotel: Path, as_: Callable[..., Outcome], role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hotel.parent)
    Path("reasons.csv").write_text("digit,reason\n1,dust\n")
    Path("rooms.csv").write_text("number,room_type,floor,section\n101,STD,1,East\n")
    Path("checklist.csv").write_text("room_type,position,item\nSTD,1,bath\n")
    as_("rui", "checkin", "B1", "101")
    for verb, words in ACTS.items():
        done = as_(CODES[role], *words)
        assert done.code != 2, (words, done.err)
        is_refused = f"may not do '{word_for(verb)}'" in done.err
        assert is_refused is (role not in RIGHTS[verb]), (role, verb, done)
        if is_refused:
            assert done.code == 1
            assert all(able.label in done.err for able in RIGHTS[verb])
