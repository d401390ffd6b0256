"""Brings what the feed finds to a terminal's workstation and its screens."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from housekeeper.app.board_host import BoardHost
from housekeeper.core import rights
from housekeeper.core.acts import GUESTS_CALL, Verb
from housekeeper.core.board.board import Board
from housekeeper.core.errors import HousekeeperError, StoreError
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.planned_out_of_order import (
    begin_planned_out_of_order,
    due_out_of_order,
)
from housekeeper.core.staff.staff import Staff
from housekeeper.live.feed import LiveReport
from housekeeper.live.store_feed import HotelAgain, WholeHotel
from housekeeper.screens.board.columns.card import UNSEEN
from housekeeper.screens.widgets.header import is_stale
from housekeeper.screens.workstation import Workstation


def _waits(board: Board, number: str) -> bool:
    room = board.room(number)
    return room is not None and room.is_guest_waiting


def _calls(old: Board, board: Board, number: str) -> bool:
    """Whether more of the guest waits in this room than on the board before."""
    before, now = old.room(number), board.room(number)
    if before is None or now is None:
        return _waits(board, number)
    return now.messages_waiting > before.messages_waiting or now.orders_open > before.orders_open


def _names(people: Iterable[Staff]) -> dict[str, str]:
    return {staff.code: staff.name for staff in people}


class FeedFollower:
    """Brings what the feed finds to the workstation and its screens."""

    def __init__(self, app: BoardHost, workstation: Workstation) -> None:
        self._app = app
        self._workstation = workstation
        self._changed_meanwhile: set[str] = set()
        self._begun_on: date | None = None

    def hotel_read(self, whole: WholeHotel) -> None:
        """Make the board anew; filter, marks and person stay."""
        workstation, old = self._workstation, self._workstation.board
        self._take_staff(whole.staff)
        names = _names(whole.staff)
        board = Board(
            whole.rooms,
            whole.when,
            whole.last_seq,
            names,
            whole.arrivals,
            whole.arrivals_since_before,
        )
        if old is not None:
            self._ring_for(number for number in board.rooms if _calls(old, board, number))
            board.marked = {number for number in old.marked if number in board}
            board.unseen = {number for number in old.unseen if number in board}
            board.set_filter(old.filter_text)
            self._note_changed(
                board, {number for number in board.rooms if old.room(number) != board.room(number)}
            )
        workstation.board = board
        self._show(board)

    def hotel_read_again(self, again: HotelAgain) -> None:
        """Put the rooms that are others into the board, without an event of any."""
        board = self._workstation.board
        if board is None:
            return
        self._take_staff(again.staff)
        board.arrivals = again.arrivals
        board.arrivals_since_before = again.arrivals_since_before
        changes = board.read_again(again.rooms, _names(again.staff))
        self._note_changed(board, {change.room_number for change in changes})
        self._show(board)

    def _take_staff(self, people: Sequence[Staff]) -> None:
        """Who works here; whoever is signed in and no longer active is so no more."""
        workstation = self._workstation
        workstation.staff_book = {staff.code: staff for staff in people}
        if workstation.staff is not None:
            staff = workstation.staff_book.get(workstation.staff.code)
            workstation.staff = staff if staff is not None and staff.is_active else None

    def _show(self, board: Board) -> None:
        """Let everything at this terminal follow a board that is another by no event."""
        workstation = self._workstation
        occupied = {number for number, room in board.rooms.items() if room.is_occupied}
        workstation.unsent.keep_only(occupied)
        workstation.acts.board_read(board.rooms)
        for screen in self._app.verb_screens():
            screen.board_read_anew()

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        """Take all of them in at once, and paint once."""
        if self._workstation.board is None:
            return
        self._workstation.acts.hear_of(events)
        changes = self._workstation.board.apply_all(events)
        changes += self._workstation.board.pass_time(self._workstation.clock.now())
        for event in events:
            if not event.room.is_occupied:
                self._workstation.unsent.forget_room(event.room_number)
        calling = {event.room_number for event in events if event.kind in GUESTS_CALL}
        self._ring_for(number for number in calling if _waits(self._workstation.board, number))
        self._note_changed(self._workstation.board, {change.room_number for change in changes})
        for screen in self._app.verb_screens():
            screen.board_changed(changes, events)

    def _ring_for(self, numbers: Iterable[str]) -> None:
        """Ring once for guests who began to wait, or have more to wait for, in these rooms.

        Not where somebody is signed in who may not answer them.
        """
        staff = self._workstation.staff
        may_answer = staff is None or rights.may(staff.role, Verb.MESSAGE)
        if may_answer and any(True for _ in numbers):
            self._app.bell()

    def pass_time(self) -> None:
        """Show who is overdue by now, without any event."""
        workstation = self._workstation
        changes = workstation.board.pass_time(workstation.clock.now()) if workstation.board else []
        if changes:
            for screen in self._app.verb_screens():
                screen.board_changed(changes, ())

    def _note_changed(self, board: Board, numbers: set[str]) -> None:
        """What changed while the board was stale stays marked until it is looked at."""
        if is_stale(self._workstation.live, self._workstation.clock.real_now()):
            board.unseen |= numbers & board.rooms.keys()
            self._changed_meanwhile |= numbers

    def feed_proved(self, at: datetime) -> None:
        """The board is right; after an outage, say what changed in it."""
        live, changed = self._workstation.live, len(self._changed_meanwhile)
        was_out = bool(live.trouble) or (changed > 0 and live.fresh_at is not None)
        self._workstation.live = replace(live, fresh_at=at, trouble="")
        self._changed_meanwhile.clear()
        if was_out:
            rooms = "no room" if not changed else "1 room" if changed == 1 else f"{changed} rooms"
            where = f", marked {UNSEEN}" if changed else ""
            self._tell(f"The board is up to date again: {rooms} changed meanwhile{where}.", False)

        self._begin_planned()

    def _begin_planned(self) -> None:
        """Once a day, let the rooms go out of order for which that was planned."""
        board = self._workstation.board
        if board is not None and board.when.today != self._begun_on:
            self._begun_on = board.when.today
            work = self._begin_on(board.when.today)
            self._app.run_worker(work, "planned", "planned", exit_on_error=False)

    async def _begin_on(self, day: date) -> None:
        store = self._workstation.store
        try:
            if await store.read(due_out_of_order):
                await store.write(begin_planned_out_of_order)
        except HousekeeperError:
            # At the next look, which tells what is wrong if that goes on.
            if self._begun_on == day:
                self._begun_on = None

    def feed_failed(self, error: StoreError) -> None:
        """Say once what is wrong; the board stays up and is called stale."""
        live = self._workstation.live
        self._workstation.live = replace(live, trouble=str(error))
        if live.trouble != str(error):
            self._tell(str(error), is_error=True)

    def source_told(self, report: LiveReport) -> None:
        """The header names what brings the news: Pusher, or the store's own feed."""
        source = "live" if report.is_live else "store feed"
        self._workstation.live = replace(self._workstation.live, source=source)

    def _tell(self, sentence: str, is_error: bool) -> None:
        screens = self._app.verb_screens()
        for screen in screens:
            screen.live_changed()
        if screens:
            screens[-1].tell(sentence, is_error)
