"""Who may do what: every role against every act, written out a second time from the rules."""

from dataclasses import replace

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import NotAllowed
from housekeeper.core.rights import may, require, roles_that_may
from housekeeper.core.staff.staff import Role
from tests.core.building import STAFF

A, S, F, M, B = Role.ATTENDANT, Role.SUPERVISOR, Role.FRONT_DESK, Role.MAINTENANCE, Role.MANAGER

RIGHTS: dict[Verb, set[Role]] = {
    Verb.CHECK_IN: {F, B},
    Verb.CHECK_OUT: {F, B},
    Verb.MOVE: {F, B},
    Verb.LATE: {F, B},
    Verb.UNDO_CHECK_IN: {F, B},
    Verb.START: {A, S, B},
    Verb.CLEAN: {A, S, B},
    Verb.DIRTY: {A, S, B},
    Verb.PASS: {S, B},
    Verb.FAIL: {S, B},
    Verb.MAINTENANCE: {A, S, F, M, B},
    Verb.FIXED: {S, M, B},
    Verb.OUT_OF_ORDER: {S, M, B},
    Verb.RETURN: {S, M, B},
    Verb.OVERRIDE: {B},
    Verb.NOTE: {A, S, F, M, B},
    Verb.MESSAGE: {F, B},
    Verb.ORDER: {A, S, F, M, B},
    Verb.ACTIVATE: {B},
    Verb.INVENTORY: {F, B},
    Verb.REDACT: {B},
    Verb.UNDO: {A, S, F, M, B},
    Verb.STAFF: {B},
    Verb.ROUND: {S, B},
    Verb.REASONS: {B},
    Verb.CHECKLIST: {B},
    Verb.HANDOVER: {A, S, F, M, B},
    Verb.RENAME: {B},
    Verb.IMPORT: {F, B},
    Verb.DATABASE: {B},
}


@pytest.mark.parametrize("verb", Verb.all())
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_rules_give_it(role: Role, verb: Verb) -> None:
    allowed = role in RIGHTS[verb]
    assert may(role, verb) is allowed
    if allowed:
        require(STAFF[role], verb)
    else:
        with pytest.raises(NotAllowed, match="may not do"):
            require(STAFF[role], verb)


@pytest.mark.parametrize("verb", Verb.all())
def test_a_refusal_names_who_could_do_it(verb: Verb) -> None:
    assert set(roles_that_may(verb)) == RIGHTS[verb]
    for role in set(Role) - RIGHTS[verb]:
        with pytest.raises(NotAllowed) as refusal:
            require(STAFF[role], verb)
        assert all(able.label in str(refusal.value) for able in RIGHTS[verb])


@pytest.mark.parametrize("role", Role)
def test_nobody_acts_who_has_left(role: Role) -> None:
    with pytest.raises(NotAllowed, match="no longer active"):
        require(replace(STAFF[role], is_active=False), Verb.NOTE)
