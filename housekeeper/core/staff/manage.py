"""Who works here: adding people, disabling them, setting their PINs and unlocking them.

Managers do this. While no manager is active, the first one may be added by anyone: somebody
has to begin; but where commands ask for PINs and another hotel of the database has a manager,
such a manager adds the first. Whoever is disabled stays in the history by name.
"""

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from housekeeper.core import rights
from housekeeper.core.acts import SYSTEM, EventKind, Verb, Via
from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible, UnknownName
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.look_alikes import is_of_one_script, outline
from housekeeper.core.staff.one_time_code import VALID_FOR, OneTimeCode
from housekeeper.core.staff.pin import PinHash, check_pin, hash_pin
from housekeeper.core.staff.staff import Role, Staff, code_key
from housekeeper.core.unit_of_work import Store, UnitOfWork

NAME_LIMIT = 200
UNREADABLE = "use the letters of one script, and the digits 0 to 9"
RESERVED = f"{SYSTEM.code} is the program's own; take another"
BEGUN_ELSEWHERE = (
    "Commands ask for PINs here: a manager of another hotel adds the first manager, with "
    "'housekeeper --hotel HOTEL --as CODE staff add CODE NAME manager'."
)

_CODE = re.compile(r"[\w.@-]{1,32}")
_UNSAFE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One member of staff, and how they stand with signing in; nothing of the PIN itself."""

    staff: Staff
    has_pin: bool
    has_code: bool
    is_locked: bool


def is_reserved(code: str) -> bool:
    """Whether a staff code is the program's own, under which nobody can be added."""
    return outline(code) == outline(SYSTEM.code)


def is_readable(code: str) -> bool:
    """Whether a code shows what it is: nothing in it is invisible, and its script is one."""
    return plain(code) == code and is_of_one_script(code)


def look_alike(code: str, known: Iterable[str]) -> str | None:
    """The code among those known that people would take this one for, if there is one."""
    looks = outline(code)
    return next((one for one in known if outline(one) == looks), None)


def new_staff(code: str, name: str, role: str) -> Staff:
    """A member of staff out of what was typed. Raises `InvalidInput` with what is wrong."""
    code, name = code.strip(), name.strip()
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            f"{plain(code[:40])!r} is no staff code: use up to 32 letters, digits and . _ - @"
        )
    if is_reserved(code):
        raise InvalidInput(f"The code {RESERVED}.")
    if not is_readable(code):
        raise InvalidInput(f"{plain(code)!r} is no staff code: {UNREADABLE}.")
    if not name or any(unicodedata.category(character) in _UNSAFE for character in name):
        raise InvalidInput("A member of staff needs a name, without control characters.")
    if not any(character.isalpha() for character in name):
        raise InvalidInput("A member of staff needs a name with letters in it.")
    if len(name) > NAME_LIMIT:
        raise InvalidInput(f"A name holds up to {NAME_LIMIT} characters.")
    return Staff(code, name, check_role(role))


def check_role(role: str) -> Role:
    """A role as it was typed. Raises `InvalidInput` with those that there are."""
    wanted = role.strip().casefold().replace("-", "_").replace(" ", "_")
    for known in Role:
        if known.value == wanted:
            return known
    roles = ", ".join(known.value for known in Role)
    raise InvalidInput(f"{plain(role[:40])!r} is no role; there are {roles}.")


def _has_code(work: UnitOfWork, staff: Staff) -> bool:
    given = work.staff.one_time_code(staff.code)
    return given is not None and work.real_now <= given.until


def needs_first_manager(work: UnitOfWork) -> bool:
    """Whether no manager is active here."""
    return not managers(work)


def may_anyone_begin(work: UnitOfWork) -> bool:
    """Whether anyone may add the first manager.

    A manager of one hotel acts on the database of all: where commands ask for PINs nobody
    becomes one without a manager, if any of its hotels has one.
    """
    is_guarded = work.staff.asks_cli_pin() and work.staff.is_managed_elsewhere()
    return needs_first_manager(work) and not is_guarded


def managers(work: UnitOfWork) -> list[Staff]:
    """The active managers, by code."""
    return [one for one in work.staff.all() if one.is_active and one.role is Role.MANAGER]


def staff_members(work: UnitOfWork) -> list[StaffMember]:
    """Everyone, disabled ones too, by code."""
    return [
        StaffMember(
            one,
            has_pin=work.staff.pin(one.code) is not None,
            has_code=_has_code(work, one),
            is_locked=_is_locked(work, one),
        )
        for one in sorted(work.staff.all(), key=lambda one: code_key(one.code))
    ]


async def add(
    store: Store,
    act: Act | None,
    new: Staff,
    pin: str | None = None,
    via: Via = Via.COMMAND_LINE,
    one_time_code: PinHash | None = None,
) -> Staff:
    """Add a member of staff, with a first PIN or a one-time code to choose one by.

    `act` may be None only for the first manager, who is told of as adding themselves, `via` the
    one door or the other; it is that of another hotel's manager where not `may_anyone_begin`.
    A retry of the act adds once. Raises `NotAllowed`, `NotPossible` where the code is taken,
    `InvalidInput` for a PIN that is none or too obvious.
    """
    # Refused before the slow hash is made, and judged again when it is written.
    if await store.read(lambda work: _was_added(work, act, new)):
        return new
    kept = None if pin is None else await _hashed(pin, new.code)

    def write(work: UnitOfWork) -> Staff:
        if _was_added(work, act, new):
            return new
        work.staff.save([new])
        if act is not None:
            work.staff.keep_act(new.code, act.id)
        if kept is not None:
            work.staff.set_pin(new.code, kept)
        if one_time_code is not None:
            keep_code(work, new.code, one_time_code)
        work.staff.forget_wrong_pins(code_key(new.code))
        work.tell_boards()
        _tell(work, act or Act(new, via), EventKind.STAFF_ADDED, new)
        return new

    return await store.write(write)


def keep_code(work: UnitOfWork, code: str, one_time_code: PinHash) -> None:
    """Keep a one-time code for this code exactly, for as long as it is good."""
    work.staff.set_one_time_code(code, OneTimeCode(one_time_code, work.real_now + VALID_FOR))


def give_code(work: UnitOfWork, act: Act, code: str, one_time_code: PinHash) -> Staff:
    """Let someone choose a PIN anew, by a one-time code, and unlock them.

    The PIN that they had is gone at once, as an older one-time code is; a hotel keeps a manager
    with a PIN. A retry of the act gives the same answer. Raises `NotAllowed`, `UnknownName`,
    `NotPossible`.
    """
    rights.require(act.staff, Verb.STAFF)
    staff = work.staff.get(code)
    if work.staff.last_act(staff.code) == act.id:
        return staff
    _require_another_pin(work, staff, "set another with 'staff set-pin'")
    work.staff.set_pin(staff.code, None)
    keep_code(work, staff.code, one_time_code)
    work.staff.forget_wrong_pins(code_key(staff.code))
    work.staff.keep_act(staff.code, act.id)
    _tell(work, act, EventKind.STAFF_CODE_MADE, staff)
    return staff


def set_role(work: UnitOfWork, act: Act, code: str, role: Role) -> Staff:
    """Give someone another role; the last active manager, and the last with a PIN, stays one.

    A retry of the act gives the same answer. Raises `NotAllowed`, `UnknownName`, `NotPossible`.
    """
    rights.require(act.staff, Verb.STAFF)
    staff = work.staff.get(code)
    if work.staff.last_act(staff.code) == act.id:
        return staff
    if staff.role is role:
        raise NotPossible(f"{staff.name} is {role.label} already.")
    _require_another_manager(work, staff)
    changed = replace(staff, role=role)
    work.staff.save([changed])
    work.staff.keep_act(staff.code, act.id)
    work.tell_boards()
    _tell(work, act, EventKind.STAFF_ROLE_CHANGED, changed)
    return changed


async def set_pin(store: Store, act: Act, code: str, pin: str) -> Staff:
    """Set someone's PIN, whatever it was, and unlock them; a retry of the act sets it once.

    Raises `NotAllowed`, `UnknownName`, or `InvalidInput` for a PIN that is none or obvious.
    """
    rights.require(act.staff, Verb.STAFF)
    staff = await store.read(lambda work: work.staff.get(code))
    kept = await _hashed(pin, staff.code)

    def write(work: UnitOfWork) -> Staff:
        found = work.staff.get(code)
        if work.staff.last_act(found.code) == act.id:
            return found
        work.staff.set_pin(found.code, kept)
        work.staff.set_one_time_code(found.code, None)
        work.staff.keep_act(found.code, act.id)
        work.staff.forget_wrong_pins(code_key(found.code))
        _tell(work, act, EventKind.STAFF_PIN_SET, found)
        return found

    return await store.write(write)


def set_active(work: UnitOfWork, act: Act, code: str, active: bool) -> Staff:
    """Enable or disable a member of staff; the last manager, and the last with a PIN, stays.

    A retry of the act gives the same answer. Raises `NotAllowed`, `UnknownName`, `NotPossible`.
    """
    rights.require(act.staff, Verb.STAFF)
    staff = work.staff.get(code)
    if work.staff.last_act(staff.code) == act.id:
        return staff
    if staff.is_active is active:
        raise NotPossible(f"{staff.name} is already {'active' if active else 'disabled'}.")
    if not active:
        _require_another_manager(work, staff)
    changed = replace(staff, is_active=active)
    work.staff.save([changed])
    work.staff.keep_act(staff.code, act.id)
    work.tell_boards()
    _tell(work, act, EventKind.STAFF_ENABLED if active else EventKind.STAFF_DISABLED, staff)
    return changed


def unlock(work: UnitOfWork, act: Act, code: str) -> Staff:
    """Let someone try their PIN again; a retry of the act gives the same answer.

    Raises `NotAllowed`, `UnknownName`, `NotPossible`.
    """
    rights.require(act.staff, Verb.STAFF)
    staff = work.staff.get(code)
    if work.staff.last_act(staff.code) == act.id:
        return staff
    if work.staff.wrong_pins(code_key(staff.code)) is None:
        raise NotPossible(f"{staff.name} is not locked.")
    work.staff.forget_wrong_pins(code_key(staff.code))
    work.staff.keep_act(staff.code, act.id)
    _tell(work, act, EventKind.STAFF_UNLOCKED, staff)
    return staff


def _tell(work: UnitOfWork, act: Act, kind: EventKind, staff: Staff) -> None:
    """Write in the history what was done to a member of staff."""
    work.hotel_events.add(act, kind, f"{staff.name} ({staff.code}), {staff.role.label}")


async def _hashed(pin: str, code: str) -> PinHash:
    return await asyncio.to_thread(hash_pin, check_pin(pin, code))


def _require_another_manager(work: UnitOfWork, staff: Staff) -> None:
    if managers(work) == [staff]:
        raise NotPossible(
            f"{staff.name} is the last active manager; add or enable another one first."
        )
    _require_another_pin(work, staff, "let another manager choose one first")


def _require_another_pin(work: UnitOfWork, staff: Staff, instead: str) -> None:
    """See that a manager is left who can sign in: a one-time code may run out unused."""
    able = [one for one in managers(work) if work.staff.pin(one.code) is not None]
    if able == [staff]:
        raise NotPossible(f"{staff.name} is the last active manager with a PIN; {instead}.")


def _is_locked(work: UnitOfWork, staff: Staff) -> bool:
    wrong = work.staff.wrong_pins(code_key(staff.code))
    return wrong is not None and bool(wrong.lock(work.real_moment))


def _was_added(work: UnitOfWork, act: Act | None, new: Staff) -> bool:
    """Whether an earlier try of this act added them; raises where they may not be added."""
    if act is not None and work.staff.last_act(new.code) == act.id:
        return True
    _require_addable(work, act, new)
    return False


def _require_addable(work: UnitOfWork, act: Act | None, new: Staff) -> None:
    if act is not None:
        rights.require(act.staff, Verb.STAFF)
    elif new.role is Role.MANAGER and needs_first_manager(work):
        if not may_anyone_begin(work):
            raise NotAllowed(BEGUN_ELSEWHERE)
    else:
        raise NotAllowed(
            "There is no active manager yet: add a manager first."
            if needs_first_manager(work)
            else "Adding staff takes a manager: say who acts."
        )
    try:
        taken = work.staff.get(new.code)
    except UnknownName:
        alike = look_alike(new.code, (one.code for one in work.staff.all()))
        if alike is None:
            return
        raise NotPossible(
            f"The code {new.code} looks like {alike}, which is another's; take another."
        ) from None
    raise NotPossible(
        f"The code {taken.code} is {taken.name}'s"
        + ("." if taken.is_active else ", who is disabled and can be enabled again.")
    )
