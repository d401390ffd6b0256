"""What every screen shares: the hotel's store, its clock, the board, and who is signed in."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from housekeeper.core.acts import REVERSIBLE, UNDO_WINDOW, Via
from housekeeper.core.board.board import Board
from housekeeper.core.clock import Clock
from housekeeper.core.erasure import ErasureState
from housekeeper.core.imports.import_file import ImportedFile
from housekeeper.core.inspection.round_views import RoundResult
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.unit_of_work import Store
from housekeeper.screens.acting.act_queue import ActQueue
from housekeeper.screens.keyboard.act_guard import ActGuard
from housekeeper.screens.room.unsent_answers import UnsentAnswers
from housekeeper.settings.terminal import Attribution, TerminalSettings


@dataclass(frozen=True, slots=True)
class LiveState:
    """How fresh the board is.

    `source` names what brings the news ("store feed"). `fresh_at` is the real time (UTC) at
    which the board was last known to be right; `trouble` is the sentence of what keeps it
    from being fresh, or "".
    """

    source: str = "store feed"
    fresh_at: datetime | None = None
    trouble: str = ""


async def _no_look() -> None:
    """Nothing to look at: no feed runs at this workstation."""


async def _nothing_taken_in(events: Sequence[RoomEvent]) -> None:
    """No feed runs at this workstation that could take anything in."""


def _no_export(result: "RoundResult") -> tuple[Path, ...]:
    raise RuntimeError(f"round {result.round.id} has nowhere to be exported to")


async def _no_import(act: Act, kind: str, path: Path, dates: str) -> ImportedFile:
    raise RuntimeError(f"{act.staff.code} cannot import {kind} here from {path} {dates}")


@dataclass(slots=True)
class Workstation:
    """One terminal at one hotel.

    `board` is None until it has been read. `staff` is None until someone has signed in;
    `last_staff` is who is offered to sign in again. `staff_book` is everyone by code, as the
    board was read with. `look` brings the board up to date now: the one path by which
    anything reaches it; `take_in` goes the same way with the events that a committed act was
    answered with, and looks only where they do not follow what is known. `acts` are writes on
    their way, `act_guard` decides which presses begin one. `lines` are those typed after `:`, the
    newest last. `export_round` writes what came of a round and gives the files' paths.
    `import_file` brings a file of "rooms", "staff" or "bookings" into the hotel; the last word is
    how its dates are written, or "". `erasure` is how far what checkouts deleted has left the
    database file, where it has one.
    """

    store: Store
    clock: Clock
    settings: TerminalSettings = field(default_factory=TerminalSettings)
    board: Board | None = None
    staff: Staff | None = None
    last_staff: Staff | None = None
    is_locked: bool = False
    staff_book: dict[str, Staff] = field(default_factory=dict)
    live: LiveState = field(default_factory=LiveState)
    erasure: ErasureState | None = None
    look: Callable[[], Awaitable[None]] = _no_look
    take_in: Callable[[Sequence[RoomEvent]], Awaitable[None]] = _nothing_taken_in
    acts: ActQueue = field(default_factory=ActQueue)
    act_guard: ActGuard = field(default_factory=ActGuard)
    lines: list[str] = field(default_factory=list)
    unsent: UnsentAnswers = field(default_factory=UnsentAnswers)
    export_round: Callable[["RoundResult"], tuple[Path, ...]] = _no_export
    import_file: Callable[[Act, str, Path, str], Awaitable[ImportedFile]] = _no_import
    _acting: Staff | None = None
    _undoable: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def is_per_act(self) -> bool:
        """Whether each act asks for code and PIN."""
        return self.settings.attribution is Attribution.PER_ACT

    @property
    def needs_first_manager(self) -> bool:
        """Whether no manager is active, as far as the board knows."""
        people = self.staff_book.values()
        return not any(one.is_active and one.role is Role.MANAGER for one in people)

    def sign_in(self, staff: Staff) -> None:
        """This person acts from now on; where each act is asked for, in the next one."""
        if self.staff is not None and self.staff.code != staff.code:
            self.unsent.forget_all()
        self.staff = self.last_staff = self._acting = staff

    def sign_out(self) -> None:
        """Nobody acts at this terminal."""
        if self.is_locked or not self.is_per_act:
            self.unsent.forget_all()
        self.staff = None

    def act(self) -> Act:
        """A new act of whoever is signed in; screens sign someone in before they ask for it."""
        # A dialog's answer may come after its screen is left and the person signed out by that.
        staff = self._acting if self.is_per_act else self.staff
        if staff is None:
            raise RuntimeError("an act was begun before anyone signed in")
        if self.is_per_act:
            self.staff = self._acting = None
        return Act(staff, Via.BOARD)

    def house_time(self) -> HouseTime:
        """What time it is in the hotel."""
        return HouseTime.of(self.store.hotel, self.clock.now())

    def forget_marks(self) -> None:
        """No room is marked any more: the marks were for the act that is done now."""
        if self.board is not None:
            self.board.marked.clear()

    @property
    def to_retry(self) -> tuple[TurnRequest, ...]:
        """What the store failed to answer so lately that it may be asked for again."""
        self.acts.forget_old(self.clock.real_now())
        return self.acts.to_retry

    # What can be undone

    def remember_done(self, events: Iterable[RoomEvent]) -> None:
        """Keep that these events of one act were caused here, as far as they can be undone."""
        known = next(iter(events), None)
        if known is not None and known.kind in REVERSIBLE:
            self._undoable.append((known.staff_code, self.clock.real_now()))

    def forget_undone(self, staff_code: str) -> None:
        """This person's newest act is undone, or cannot be."""
        own = [one for one in self._undoable if one[0] == staff_code]
        if own:
            self._undoable.remove(own[-1])

    @property
    def may_undo(self) -> bool:
        """Whether an act of who is signed in was done here so lately that it can be undone."""
        real_now = self.clock.real_now()
        while self._undoable and not timedelta() <= real_now - self._undoable[0][1] < UNDO_WINDOW:
            del self._undoable[0]
        if self.is_per_act:
            return bool(self._undoable)
        return self.staff is not None and any(
            code == self.staff.code for code, _ in reversed(self._undoable)
        )
