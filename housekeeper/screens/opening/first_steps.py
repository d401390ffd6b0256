"""The way of a new hotel to its first rooms, people and bookings, a step at a time."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from housekeeper.core.acts import Verb
from housekeeper.core.errors import HousekeeperError
from housekeeper.core.imports.import_file import ImportedFile
from housekeeper.core.imports.number_patterns import add_rooms
from housekeeper.core.imports.whole_file import FileRefused
from housekeeper.core.rooms.event import Act
from housekeeper.core.staff import manage
from housekeeper.core.staff.one_time_code import make_code
from housekeeper.core.staff.staff import Staff
from housekeeper.screens.opening.add_person_dialog import AddPersonDialog
from housekeeper.screens.opening.add_rooms_dialog import AddRoomsDialog, NumberedRooms
from housekeeper.screens.opening.first_steps_dialog import FirstStepsDialog, Step, count_hotel
from housekeeper.screens.opening.import_file_dialog import ImportFileDialog, NamedFile
from housekeeper.screens.opening.one_time_codes_dialog import OneTimeCodesDialog
from housekeeper.screens.screen_host import ScreenHost

_STAFF_STEPS = frozenset({Step.PERSON, Step.STAFF})


class FirstSteps:
    """Offers the steps over a screen, does what is chosen, and offers them again.

    Escape leaves each for the one before, and at last for the board.
    """

    def __init__(self, screen: ScreenHost) -> None:
        self._screen = screen
        self._workstation = screen.workstation
        self._last: Step | None = None

    def offer(self) -> None:
        """Ask what comes next, once it is known what there is; keys wait for the question."""
        self._start(self._offer())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._screen.is_opening = True
        self._screen.run_worker(work, name="first-steps", group="first-steps", exit_on_error=False)

    async def _offer(self) -> None:
        try:
            so_far = await self._workstation.store.read(count_hotel)
        except HousekeeperError as error:
            self._screen.tell(str(error), is_error=True)
        else:
            self._screen.app.push_screen(FirstStepsDialog(so_far, self._last), self._chosen)
        finally:
            self._screen.is_opening = False

    def _chosen(self, step: Step | None) -> None:
        if step is None:
            return
        self._last = step
        verb = Verb.STAFF if step in _STAFF_STEPS else Verb.IMPORT

        def begin() -> None:
            if not self._screen.is_allowed(verb):
                return
            match step:
                case Step.NUMBERED_ROOMS:
                    self._ask_rooms()
                case Step.PERSON:
                    self._ask_person()
                case _:
                    self._ask_file(step.value)

        self._screen.when_signed_in(begin)

    async def _done(self, told: str) -> None:
        """Show the hotel as it is now, and offer what comes next."""
        await self._workstation.look()
        self._screen.tell(told)
        await self._offer()

    # Rooms by their numbers

    def _ask_rooms(self, fault: str = "", typed: NumberedRooms | None = None) -> None:
        def answered(rooms: NumberedRooms | None) -> None:
            if rooms is None:
                self.offer()
            else:
                self._start(self._add_rooms(self._workstation.act(), rooms))

        pattern, room_type = ("", "") if typed is None else (typed.pattern, typed.rows[0].room_type)
        self._screen.app.push_screen(AddRoomsDialog(fault, pattern, room_type), answered)

    async def _add_rooms(self, act: Act, rooms: NumberedRooms) -> None:
        try:
            imported = await self._workstation.store.write(
                lambda work: add_rooms(work, act, rooms.pattern, rooms.rows)
            )
        except HousekeeperError as error:
            fault = str(error)
            self._again(lambda: self._ask_rooms(fault, rooms))
            return
        count = "1 room is" if imported.added == 1 else f"{imported.added:,} rooms are"
        await self._done(f"{count} added, each with a PIN of its own.")

    def _again(self, ask: Callable[[], None]) -> None:
        """Ask once more what was refused; with PIN at each act, by whoever signs in for it."""
        self._screen.is_opening = False
        self._screen.when_signed_in(ask)

    # People

    def _ask_person(self, fault: str = "", typed: Staff | None = None) -> None:
        def answered(person: Staff | None) -> None:
            if person is None:
                self.offer()
            else:
                self._start(self._add_person(self._workstation.act(), person))

        self._screen.app.push_screen(AddPersonDialog(fault, typed), answered)

    async def _add_person(self, act: Act, person: Staff) -> None:
        try:
            made = await make_code()
            await manage.add(
                self._workstation.store, act, person, via=act.via, one_time_code=made.hash
            )
        except HousekeeperError as error:
            fault = str(error)
            self._again(lambda: self._ask_person(fault, person))
            return
        await self._workstation.look()
        self._show_codes({person.code: made.digits})

    def _show_codes(self, codes: dict[str, str]) -> None:
        self._screen.is_opening = False
        self._screen.app.push_screen(OneTimeCodesDialog(codes), lambda _: self.offer())

    # Files

    def _ask_file(
        self, kind: str, typed: NamedFile | None = None, faults: Sequence[str] = ()
    ) -> None:
        def answered(named: NamedFile | None) -> None:
            if named is None:
                self.offer()
            else:
                self._start(self._import(self._workstation.act(), kind, named))

        self._screen.app.push_screen(ImportFileDialog(kind, typed, faults), answered)

    async def _import(self, act: Act, kind: str, named: NamedFile) -> None:
        try:
            done = await self._workstation.import_file(act, kind, Path(named.path), named.dates)
        except FileRefused as refused:
            faults = [str(fault) for fault in refused.faults]
            self._again(lambda: self._ask_file(kind, named, faults))
        except HousekeeperError as error:
            fault = str(error)
            self._again(lambda: self._ask_file(kind, named, [fault]))
        else:
            if done.one_time_codes:
                await self._workstation.look()
                self._show_codes(dict(done.one_time_codes))
            else:
                await self._done(_imported_text(kind, done))


def _imported_text(kind: str, done: ImportedFile) -> str:
    counts = done.imported
    return (
        f"{kind}: {counts.added:,} added, {counts.updated:,} updated, {counts.unchanged:,} "
        "unchanged"
    )
