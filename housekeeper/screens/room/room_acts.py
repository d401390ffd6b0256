"""What the room screen asks of the store: an answer, an order done, late check-out, a move."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import time
from typing import TYPE_CHECKING, Any

from housekeeper.core.acts import Verb
from housekeeper.core.errors import HousekeeperError, NeedsAnyway, StoreError
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room_record import Dossier
from housekeeper.core.stays import chat, check_in_undo, front_desk, orders
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.guest_records import OrderId
from housekeeper.screens import navigation
from housekeeper.screens.acting.act_to_repeat import ActToRepeat
from housekeeper.screens.screen_host import ScreenHost

if TYPE_CHECKING:
    from housekeeper.screens.front_desk.late_dialog import LateUntil


class RoomActs:
    """The acts on one room's guest; the screen says what came of them, and reads the room anew.

    `moved_to` gets the room to which the guest has moved.
    """

    def __init__(
        self,
        screen: ScreenHost,
        room_number: str,
        refresh: Callable[[], Awaitable[None]],
        moved_to: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._workstation = screen.workstation
        self._number = room_number
        self._refresh = refresh
        self._moved_to = moved_to
        self._replies = ActToRepeat()
        self.is_replying = False
        """Whether an answer to the guest is on its way."""

    def go_to(self, room_number: str) -> None:
        """Act on this room's guest from now on."""
        self._number = room_number
        self._replies.forget()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._screen.run_worker(work, group="room-write", exit_on_error=False)

    def reply(self, text: str, sent: Callable[[], Awaitable[None]]) -> None:
        """Write to the guest; `sent` is awaited once that is done."""
        self.is_replying = True
        act, number = self._replies.act_for(self._workstation, text), self._number
        self._start(self._reply(act, number, text, sent))

    async def _reply(
        self, act: Act, number: str, text: str, sent: Callable[[], Awaitable[None]]
    ) -> None:
        try:
            await self._workstation.store.write(
                lambda work: chat.send_as_staff(work, act, number, text)
            )
            self._replies.forget()
        except HousekeeperError as error:
            if not isinstance(error, StoreError):
                self._replies.forget()
            self._screen.tell(str(error), is_error=True)
            return
        finally:
            self.is_replying = False
        await self._workstation.look()
        await sent()

    def mark_answered(self, dossier: Dossier | None) -> None:
        """Ask whether the guest's messages need no answer, and let them wait no longer."""
        if self._stay(dossier, Verb.MESSAGE) is None or dossier is None:
            return
        if not dossier.room.messages_waiting:
            self._screen.tell(f"No message of room {self._number} waits for an answer.")
            return

        def answered(is_meant: bool | None) -> None:
            if is_meant:
                self._start(self._mark_answered(self._workstation.act()))

        question = (
            f"Room {self._number} needs no answer? Nothing is written to the guest, "
            "and this cannot be undone."
        )
        navigation.ask_to_go_ahead(self._screen.app, question, "No answer", answered)

    async def _mark_answered(self, act: Act) -> None:
        number = self._number
        try:
            await self._workstation.store.write(lambda work: chat.mark_answered(work, act, number))
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            self._screen.tell(f"Room {number} waits for no answer now.")
        await self._workstation.look()
        await self._refresh()

    def complete_order(self, order: str) -> None:
        """The order with this id was brought."""
        self._start(self._complete_order(self._workstation.act(), order))

    async def _complete_order(self, act: Act, order: str) -> None:
        order_id = OrderId.parse(order)
        try:
            await self._workstation.store.write(
                lambda work: orders.complete_order(work, act, order_id)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            self._screen.tell(f"Order {order} is done.")
        await self._workstation.look()
        await self._refresh()

    def _stay(self, dossier: Dossier | None, verb: Verb) -> Booking | None:
        """The stay in the room, for someone who may do this to it; else it is said why not."""
        if dossier is None:
            self._screen.tell(f"Room {self._number} is not read yet: press the key again.")
            return None
        if dossier.booking is None:
            self._screen.tell(f"Room {self._number} has no guest.", is_error=True)
            return None
        return dossier.booking if self._screen.is_allowed(verb) else None

    def agree_late(self, dossier: Dossier | None) -> None:
        """Ask until when the guest may stay, and agree it."""
        booking = self._stay(dossier, Verb.LATE)
        if booking is None:
            return

        def answered(until: "LateUntil | None") -> None:
            if until is not None:
                self._start(self._agree_late(self._workstation.act(), booking.reference, until.at))

        when = self._workstation.house_time()
        navigation.ask_late(self._screen.app, booking, self._number, when, answered)

    async def _agree_late(self, act: Act, reference: str, at: time | None) -> None:
        self._screen.forget_marks()
        try:
            event = await self._workstation.store.write(
                lambda work: front_desk.set_late_checkout(work, act, reference, at)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return
        self._workstation.remember_done([event])
        agreed = (
            "No late check-out." if at is None else f"Late check-out until {at:%H:%M} is agreed."
        )
        self._screen.tell(agreed)
        await self._workstation.look()
        await self._refresh()

    def move_guest(self, dossier: Dossier | None) -> None:
        """Ask to which room the guest moves, and move them; keys wait for the question."""
        booking = self._stay(dossier, Verb.MOVE)
        if booking is not None:
            self._screen.is_opening = True
            self._start(self._ask_move(booking.reference))

    async def _ask_move(self, reference: str, to_number: str = "", reason: str = "") -> None:
        def answered(to: tuple[str, str] | None) -> None:
            if to is not None:
                self._start(self._move_guest(self._workstation.act(), reference, *to))

        try:
            offer, today = await self._workstation.store.read(
                lambda work: (front_desk.offer_move(work, reference), work.today)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            navigation.ask_move(
                self._screen.app, offer, self._number, today, answered, to_number, reason
            )
        finally:
            self._screen.is_opening = False

    async def _move_guest(
        self, act: Act, reference: str, number: str, reason: str, anyway: bool = False
    ) -> None:
        def answered(is_meant: bool | None) -> None:
            if is_meant:
                self._start(self._move_guest(act, reference, number, reason, anyway=True))
            else:
                self._screen.is_opening = True
                self._start(self._ask_move(reference, number, reason))

        self._screen.forget_marks()
        try:
            moved = await self._workstation.store.write(
                lambda work: front_desk.move(work, act, reference, number, reason, anyway)
            )
        except NeedsAnyway as doubt:
            navigation.ask_anyway(self._screen.app, str(doubt), answered)
            return
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return
        self._moved_to(moved.room_number)
        self._screen.tell(f"{reference} has moved to room {moved.room_number}.")
        navigation.show_new_pin(self._screen.app, moved, self._workstation.clock)
        await self._workstation.look()
        await self._refresh()

    def undo_check_in(self, dossier: Dossier | None) -> None:
        """Ask whether the check-in was wrong, and take it back; keys wait for the question."""
        booking = self._stay(dossier, Verb.UNDO_CHECK_IN)
        if booking is not None:
            self._screen.is_opening = True
            self._start(self._ask_undo_check_in(booking.reference))

    async def _ask_undo_check_in(self, reference: str) -> None:
        def answered(is_wrong: bool | None) -> None:
            if is_wrong:
                self._start(self._undo_check_in(self._workstation.act(), reference))

        try:
            await self._workstation.store.read(
                lambda work: check_in_undo.require_undoable(work, reference)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            question = (
                f"Take back the check-in of {reference} to room {self._number}? "
                "The guest is expected again, and the PIN is no longer right."
            )
            navigation.ask_to_go_ahead(
                self._screen.app, question, "Take it back", answered, no="Keep it"
            )
        finally:
            self._screen.is_opening = False

    async def _undo_check_in(self, act: Act, reference: str) -> None:
        self._screen.forget_marks()
        try:
            undone = await self._workstation.store.write(
                lambda work: check_in_undo.undo_check_in(work, act, reference)
            )
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
            return
        room = undone.events[0].room
        self._screen.tell(
            f"{reference} is confirmed again; {room.number} is {room.status.label} "
            f"and has a new PIN. {undone.without_room}".strip()
        )
        await self._workstation.look()
        await self._refresh()

    def read_pin(self, show: Callable[[str], None]) -> None:
        """Give the room's PIN to `show`."""
        self._screen.run_worker(
            self._read_pin(show), group="room-pin", exclusive=True, exit_on_error=False
        )

    async def _read_pin(self, show: Callable[[str], None]) -> None:
        number = self._number
        try:
            show(await self._workstation.store.read(lambda work: work.rooms.pin(number)))
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
