"""Who may do what: the rights table of the house rules, as pure functions."""

from collections.abc import Mapping
from types import MappingProxyType

from housekeeper.core.acts import ACTS, Verb
from housekeeper.core.errors import NotAllowed
from housekeeper.core.staff.staff import Role, Staff

_CLEANERS = frozenset({Role.ATTENDANT, Role.SUPERVISOR})
_INSPECTORS = frozenset({Role.SUPERVISOR})
_DESK = frozenset({Role.FRONT_DESK})
_FIXERS = frozenset({Role.MAINTENANCE, Role.SUPERVISOR})
_EVERYONE = frozenset(Role)
_MANAGERS = frozenset({Role.MANAGER})

_RIGHTS: Mapping[Verb, frozenset[Role]] = MappingProxyType(
    {
        Verb.CHECK_IN: _DESK,
        Verb.CHECK_OUT: _DESK,
        Verb.MOVE: _DESK,
        Verb.LATE: _DESK,
        Verb.UNDO_CHECK_IN: _DESK,
        Verb.START: _CLEANERS,
        Verb.CLEAN: _CLEANERS,
        Verb.DIRTY: _CLEANERS,
        Verb.PASS: _INSPECTORS,
        Verb.FAIL: _INSPECTORS,
        Verb.MAINTENANCE: _EVERYONE,
        Verb.FIXED: _FIXERS,
        Verb.OUT_OF_ORDER: _FIXERS,
        Verb.RETURN: _FIXERS,
        Verb.OVERRIDE: _MANAGERS,
        Verb.NOTE: _EVERYONE,
        Verb.MESSAGE: _DESK,
        Verb.ORDER: _EVERYONE,
        Verb.ACTIVATE: _MANAGERS,
        Verb.INVENTORY: _DESK,
        Verb.REDACT: _MANAGERS,
        Verb.UNDO: _EVERYONE,
        Verb.STAFF: _MANAGERS,
        Verb.ROUND: _INSPECTORS,
        Verb.REASONS: _MANAGERS,
        Verb.CHECKLIST: _MANAGERS,
        Verb.HANDOVER: _EVERYONE,
        Verb.RENAME: _MANAGERS,
        Verb.IMPORT: _DESK,
        Verb.DATABASE: _MANAGERS,
    }
)


def may(role: Role, verb: Verb) -> bool:
    """Whether this role includes this act. A manager may do everything."""
    return role is Role.MANAGER or role in _RIGHTS[verb]


def roles_that_may(verb: Verb) -> tuple[Role, ...]:
    """The roles that include this act, in the order of `Role`, the manager last."""
    return tuple(role for role in Role if may(role, verb))


def require(staff: Staff, verb: Verb) -> None:
    """Let the act pass, or raise `NotAllowed` with a sentence that names who could do it."""
    if not staff.is_active:
        raise NotAllowed(f"{staff.name} is no longer active and cannot act.")
    if not may(staff.role, verb):
        able = roles_that_may(verb)
        row = ACTS.get(verb)
        may_not = f"may not do '{row.label if row else verb.value}'"
        takes = " or ".join(role.label for role in able)
        raise NotAllowed(
            f"{staff.name} ({staff.role.label}) {may_not}; that takes: {takes}.",
            f"{staff.name} {may_not}: ask {spoken_of(able[0])}",
        )


def spoken_of(role: Role) -> str:
    """Someone of this role, in a sentence."""
    if role in {Role.FRONT_DESK, Role.MAINTENANCE}:
        return f"{'the ' if role is Role.FRONT_DESK else ''}{role.label}"
    return f"{'an' if role.label[0] in 'aeiou' else 'a'} {role.label}"
