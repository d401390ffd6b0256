"""The verbs' keys: the same verb has the same key on every screen."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from textual.binding import Binding
from textual.dom import DOMNode

from housekeeper.core import rights
from housekeeper.core.acts import ACTS, ActRow, Verb
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import HasGuest, HousekeeperError, NotAllowed, NotPossibleYet
from housekeeper.core.rooms.room import Room, is_possible
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.staff.staff import Staff
from housekeeper.screens.sign_in.named_screen import not_allowed_text
from housekeeper.screens.widgets.key_hints import key_hint

VERB_KEYS: Mapping[Verb, ActRow] = MappingProxyType(
    {verb: row for verb, row in ACTS.items() if row.key}
)
"""Verbs with a key, in the order in which they are offered."""

VERB_BINDINGS = [
    Binding(
        row.key,
        f"verb('{row.verb.value}')",
        row.label,
        show=False,
        tooltip=row.tooltip,
        id=f"verb.{row.verb.value}",
    )
    for row in VERB_KEYS.values()
]

SHARED_BINDINGS = [
    Binding(
        "R",
        "retry",
        "Try again what the database failed to do",
        show=False,
        id="retry",
        tooltip="Ask once more for what the database failed to do.",
    ),
    Binding(
        "i",
        "round",
        "Round",
        show=False,
        id="round",
        tooltip="Start an inspection round, or walk on in it.",
    ),
    Binding(
        "u",
        "undo",
        "Undo",
        show=False,
        id="undo",
        tooltip="Take back your last act, within a minute.",
    ),
    Binding(
        "S",
        "sign_in",
        "Sign in as someone else",
        show=False,
        id="sign-in",
        tooltip="Change who acts at this terminal.",
    ),
]
"""What else every screen with rooms has a key for."""


def valid_verbs(rooms: list[Room], staff: Staff | None) -> list[Verb]:
    """The verbs that at least one of these rooms takes and that this person may do.

    Before anyone has signed in, any role is assumed.
    """
    return [
        verb
        for verb in VERB_KEYS
        if (staff is None or rights.may(staff.role, verb))
        and any(is_possible(room, verb) for room in rooms)
    ]


def requests_text(requests: Sequence[TurnRequest]) -> str:
    """What is asked for: the verb and its room, or how many."""
    verbs = {request.verb for request in requests}
    what = VERB_KEYS[requests[0].verb].label if len(verbs) == 1 else "do"
    if len(requests) == 1:
        return f"{what} {plain(requests[0].room_number)}"
    return f"{what} {len(requests)} {'rooms' if len(verbs) == 1 else 'acts'}"


def refusal_text(error: HousekeeperError, owner: type[DOMNode], staff: Staff | None) -> str:
    """The sentence of a refusal on this screen: where another act comes first, with its key.

    Who may not do that act is told who could.
    """
    if isinstance(error, NotAllowed):
        return not_allowed_text(error, owner)
    if not isinstance(error, NotPossibleYet):
        return str(error)
    first = Verb(error.first)
    if staff is not None and not rights.may(staff.role, first):
        if isinstance(error, HasGuest):
            return str(error)
        who = rights.spoken_of(rights.roles_that_may(first)[0])
        return f"{error.stands}: {who} must {error.how} {error.when}."
    if first not in VERB_KEYS:
        return str(error)
    return f"{error.stands}: press {key_hint(owner, f'verb.{first.value}')} {error.when}."
