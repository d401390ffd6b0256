"""Signing in with code and PIN: slowly from the third wrong PIN on, not for hours from the sixth.

Who has no PIN yet gives the one-time code that a manager gave them, and chooses one. The slow
comparison runs on a thread between two short units of work: one reads what is kept,
the other counts the failure or lets the person in. Tries are counted for each code that is
typed, whether someone has it or not, so that nothing tells a wrong code from a wrong PIN.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

from housekeeper.core.acts import EventKind, Via
from housekeeper.core.errors import NotAllowed, NotPossible, UnknownName
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash, check_pin, hash_pin, is_right
from housekeeper.core.staff.sign_in_limits import STRANGERS_KEPT, WrongPins
from housekeeper.core.staff.staff import Staff, code_key
from housekeeper.core.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The right code and PIN: who acts from now on."""

    staff: Staff


@dataclass(frozen=True, slots=True)
class PinToChoose:
    """Someone without a PIN, who gave their one-time code and chooses one now (`choose_pin`)."""

    staff: Staff
    code: OneTimeCode


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """The answer to anything else, as a value, so that the try is counted and committed.

    `wait_seconds` is how long (real time) no PIN will be looked at; `is_locked` that for
    hours only a manager can help.
    """

    reason: str
    wait_seconds: int = 0
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class _CodeOnRecord:
    """What one look at the database tells of a code: its PIN, or the one-time code until then."""

    staff: Staff | None
    pin: PinHash | None
    code: OneTimeCode | None
    refusal: SignInRefused | None

    @property
    def secret(self) -> PinHash | None:
        """What has to be given."""
        return self.code.hash if self.pin is None and self.code is not None else self.pin


async def sign_in(store: Store, code: str, pin: str) -> SignedIn | PinToChoose | SignInRefused:
    """Sign in by code, in any case of letters, and PIN; by one-time code where there is no PIN.

    A wrong code, a wrong PIN and a wrong one-time code get the same answer after the same time.
    While a code waits or is locked, no PIN is looked at. Raises `NotAllowed` for someone who
    is disabled and gives the right one.
    """
    kept = await store.read(lambda work: _look(work, code))
    if kept.refusal is not None:
        return kept.refusal
    right = await asyncio.to_thread(is_right, pin, kept.secret)
    answer = await store.write(lambda work: _judge(work, code, kept.secret, right))
    if isinstance(answer, SignedIn | PinToChoose) and not answer.staff.is_active:
        raise NotAllowed(f"{answer.staff.name} is no longer active and cannot act.")
    return answer


async def choose_pin(store: Store, choosing: PinToChoose, pin: str) -> SignedIn:
    """Give someone who gave their one-time code the PIN they chose, and sign them in.

    The code is used up by it. Raises `InvalidInput` for a PIN that is none or too obvious,
    `NotPossible` where there is a PIN already or the code is another one by now, `NotAllowed`
    for someone who is disabled, `UnknownName`.
    """
    chosen = check_pin(pin, choosing.staff.code)
    kept = await asyncio.to_thread(hash_pin, chosen)

    def keep(work: UnitOfWork) -> SignedIn:
        staff = work.staff.get(choosing.staff.code)
        if not staff.is_active:
            raise NotAllowed(f"{staff.name} is no longer active and cannot act.")
        if work.staff.pin(staff.code) is not None:
            raise NotPossible(f"{staff.name} has a PIN already; only a manager can set another.")
        if work.staff.one_time_code(staff.code) != choosing.code:
            raise NotPossible("This one-time code is used or replaced; ask a manager for another.")
        work.staff.set_one_time_code(staff.code, None)
        work.staff.set_pin(staff.code, kept)
        work.staff.forget_wrong_pins(code_key(staff.code))
        _let_in(work, staff)
        work.hotel_events.add(Act(staff, Via.BOARD), EventKind.STAFF_PIN_CHOSEN, "by one-time code")
        return SignedIn(staff)

    return await store.write(keep)


def _let_in(work: UnitOfWork, staff: Staff) -> None:
    work.staff.keep_sign_ins(staff.code, work.staff.sign_ins(staff.code).then(work.now))


def _look(work: UnitOfWork, code: str) -> _CodeOnRecord:
    try:
        staff = work.staff.get(code)
    except UnknownName:
        return _CodeOnRecord(None, None, None, _refusal(work, code))
    given = work.staff.one_time_code(staff.code)
    if given is not None and given.until < work.real_now:
        given = None
    return _CodeOnRecord(staff, work.staff.pin(staff.code), given, _refusal(work, code))


def _refusal(work: UnitOfWork, code: str) -> SignInRefused | None:
    """What holds a code up whatever its PIN, if anything does."""
    wrong = work.staff.wrong_pins(code_key(code))
    if wrong is None:
        return None
    locked = wrong.lock(work.real_moment)
    if locked:
        hours = -(-locked // timedelta(hours=1))
        return SignInRefused(
            f"After {wrong.count} wrong PINs this code is locked for {hours} "
            f"{'hours' if hours > 1 else 'hour'}; a manager can unlock it.",
            is_locked=True,
        )
    seconds = -(-wrong.wait(work.real_moment) // timedelta(seconds=1))
    if seconds <= 0:
        return None
    waiting = f"{seconds} seconds" if seconds > 1 else "a second"
    return SignInRefused(
        f"After {wrong.count} wrong PINs, wait {waiting} before the next try.", seconds
    )


def _judge(
    work: UnitOfWork, code: str, compared: PinHash | None, right: bool
) -> SignedIn | PinToChoose | SignInRefused:
    """Let the person in, or count the wrong PIN; the last try is told what comes of it."""
    kept = _look(work, code)
    if kept.refusal is not None:
        # Tries at once from several terminals: only the first of them were looked at.
        return kept.refusal
    if right and kept.staff is not None and kept.secret == compared:
        if kept.pin is None and kept.code is not None:
            return PinToChoose(kept.staff, kept.code)
        if work.staff.wrong_pins(code_key(code)) is not None:
            work.staff.forget_wrong_pins(code_key(code))
        _let_in(work, kept.staff)
        return SignedIn(kept.staff)
    earlier = work.staff.wrong_pins(code_key(code)) or WrongPins(0, work.real_now)
    work.staff.count_wrong_pin(code_key(code), earlier.one_more(work.real_moment))
    if kept.staff is None:
        work.staff.forget_strangers(STRANGERS_KEPT)
    told = _refusal(work, code)
    said = "The code or the PIN is not right."
    if told is None:
        return SignInRefused(said)
    return replace(told, reason=f"{said} {told.reason}")
