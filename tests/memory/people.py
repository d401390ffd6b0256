"""Staff, inspection rounds, lists and handover notes of a hotel in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from housekeeper.core.errors import UnknownName
from housekeeper.core.inspection.round import InspectionRound, Visit, VisitState, WalkingOrder
from housekeeper.core.shift.handover_note import HandoverNote
from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.sign_in_limits import SignIns, WrongPins
from housekeeper.core.staff.staff import Staff, code_key
from tests.memory.rooms import MemoryEvents
from tests.memory.state import HotelState


@dataclass(slots=True)
class MemoryStaffBook:
    """The people who may act, by code."""

    state: HotelState

    def get(self, code: str) -> Staff:
        for one in self.all():
            if one.code.casefold() == code.strip().casefold():
                return one
        raise UnknownName(f"There is no staff code {code.strip()[:32]!r} in this hotel.")

    def all(self) -> list[Staff]:
        return [one for _, one in sorted(self.state.staff.items())]

    def save(self, people: Iterable[Staff]) -> None:
        self.state.staff.update((one.code, one) for one in people)

    def pin(self, code: str) -> PinHash | None:
        return self.state.staff_pins.get(code)

    def set_pin(self, code: str, kept: PinHash | None) -> None:
        if kept is None:
            self.state.staff_pins.pop(code, None)
        elif code in self.state.staff:
            self.state.staff_pins[code] = kept

    def one_time_code(self, code: str) -> OneTimeCode | None:
        return self.state.one_time_codes.get(code)

    def set_one_time_code(self, code: str, kept: OneTimeCode | None) -> None:
        if kept is None:
            self.state.one_time_codes.pop(code, None)
        elif code in self.state.staff:
            self.state.one_time_codes[code] = kept

    def is_managed_elsewhere(self) -> bool:
        return self.state.is_managed_elsewhere

    def asks_cli_pin(self) -> bool:
        return self.state.cli_pin

    def set_cli_pin(self, asks: bool) -> None:
        self.state.cli_pin = asks

    def last_act(self, code: str) -> UUID | None:
        return self.state.staff_acts.get(code)

    def keep_act(self, code: str, act_id: UUID) -> None:
        if code in self.state.staff:
            self.state.staff_acts[code] = act_id

    def sign_ins(self, code: str) -> SignIns:
        return self.state.sign_ins.get(code, SignIns())

    def keep_sign_ins(self, code: str, sign_ins: SignIns) -> None:
        if code in self.state.staff:
            self.state.sign_ins[code] = sign_ins

    def wrong_pins(self, key: str) -> WrongPins | None:
        return self.state.wrong_staff_pins.get(key)

    def count_wrong_pin(self, key: str, wrong: WrongPins) -> None:
        self.state.wrong_staff_pins[key] = wrong

    def forget_wrong_pins(self, key: str) -> None:
        self.state.wrong_staff_pins.pop(key, None)

    def forget_strangers(self, kept: int) -> None:
        known = {code_key(one.code) for one in self.all()}
        pins = self.state.wrong_staff_pins
        strangers = sorted(pins.keys() - known, key=lambda key: pins[key].tried_at, reverse=True)
        for key in strangers[kept:]:
            del pins[key]


@dataclass(slots=True)
class MemoryRounds:
    """Inspection rounds, and the rooms in them."""

    state: HotelState
    events: MemoryEvents

    def _newest_first(self) -> list[tuple[InspectionRound, UUID]]:
        return [kept for _, kept in sorted(self.state.rounds.items(), reverse=True)]

    def add(
        self, act_id: UUID, staff_code: str, at: datetime, order: WalkingOrder
    ) -> InspectionRound:
        made = InspectionRound(self.state.next_id("round"), staff_code, at, order)
        self.state.rounds[made.id] = (made, act_id)
        return made

    def get(self, round_id: int) -> InspectionRound:
        if round_id not in self.state.rounds:
            raise UnknownName(f"There is no inspection round {round_id} in this hotel.")
        return self.state.rounds[round_id][0]

    def by_act(self, act_id: UUID) -> InspectionRound | None:
        return next((one for one, act in self._newest_first() if act == act_id), None)

    def open(self) -> list[InspectionRound]:
        return [one for one, _ in self._newest_first() if one.finished_at is None]

    def latest(self) -> InspectionRound | None:
        return next((one for one, _ in self._newest_first()), None)

    def finish(self, round_id: int, at: datetime) -> None:
        kept, act = self.state.rounds[round_id]
        self.state.rounds[round_id] = (replace(kept, finished_at=at), act)

    def set_order(self, round_id: int, order: WalkingOrder) -> None:
        kept, act = self.state.rounds[round_id]
        self.state.rounds[round_id] = (replace(kept, order=order), act)

    def visits(self, round_id: int) -> list[Visit]:
        return [
            self._as_read(visit)
            for (number, *_), visit in sorted(self.state.visits.items(), key=lambda one: one[0])
            if number == round_id
        ]

    def _as_read(self, visit: Visit) -> Visit:
        event = (
            None
            if visit.act_id is None
            else self.events.of_act_in_room(visit.act_id, visit.room_number)
        )
        if event is None:
            return replace(visit, event_kind=None, note="", is_undone=False)
        is_inspected = visit.state in {VisitState.PASSED, VisitState.FAILED}
        return replace(
            visit,
            event_kind=event.kind,
            note=event.note,
            is_undone=is_inspected and not event.counts,
        )

    def add_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        self.save_visits(round_id, visits)

    def save_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        self.state.visits.update(((round_id, one.room_number, one.number), one) for one in visits)


@dataclass(slots=True)
class MemoryLists:
    """The hotel's own lists."""

    state: HotelState

    def reasons(self) -> dict[int, str]:
        return dict(sorted(self.state.reasons.items()))

    def set_reasons(self, reasons: Mapping[int, str]) -> None:
        self.state.reasons = dict(reasons)

    def checklists(self) -> dict[str, dict[int, str]]:
        return {
            room_type: dict(sorted(items.items()))
            for room_type, items in sorted(self.state.checklists.items())
        }

    def set_checklists(self, checklists: Mapping[str, Mapping[int, str]]) -> None:
        self.state.checklists = {
            room_type: dict(items) for room_type, items in checklists.items() if items
        }


@dataclass(slots=True)
class MemoryHandoverNotes:
    """Notes for the next shift."""

    state: HotelState

    def add(self, act_id: UUID, body: str, staff_code: str, at: datetime) -> HandoverNote:
        for note, act in self.state.notes.values():
            if act == act_id:
                return note
        made = HandoverNote(self.state.next_id("note"), body, staff_code, at)
        self.state.notes[made.id] = (made, act_id)
        return made

    def get(self, note_id: int) -> HandoverNote:
        if note_id not in self.state.notes:
            raise UnknownName(f"There is no handover note {note_id} in this hotel.")
        return self.state.notes[note_id][0]

    def tick(self, note_id: int, staff_code: str, at: datetime) -> None:
        self._change(note_id, ticked_by=staff_code, ticked_at=at)

    def blank(self, note_id: int, text: str) -> None:
        self._change(note_id, text=text)

    def _change(self, note_id: int, **facts: object) -> None:
        note, act = self.state.notes[note_id]
        self.state.notes[note_id] = (replace(note, **facts), act)  # type: ignore[arg-type]

    def open(self) -> list[HandoverNote]:
        return [one for one, _ in self.state.notes.values() if one.ticked_at is None]

    def ticked_since(self, since: datetime) -> list[HandoverNote]:
        ticked = [
            (one.ticked_at, one.id, one)
            for one, _ in self.state.notes.values()
            if one.ticked_at is not None and one.ticked_at >= since
        ]
        return [one for *_, one in sorted(ticked)]
