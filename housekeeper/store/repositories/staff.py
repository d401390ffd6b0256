"""Staff, their codes and PINs, and the wrong PINs given for a code, in the database."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, not_, select, update

from housekeeper.core.errors import UnknownName
from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.repository import StaffBook
from housekeeper.core.staff.sign_in_limits import SignIns, WrongPins
from housekeeper.core.staff.staff import Role, Staff, code_key
from housekeeper.store.columns import one_of
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.row_locks import Locks
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import database_mark, staff, staff_wrong_pin

_STAFF = select(staff.c.code, staff.c.name, staff.c.role, staff.c.is_active)
_OF_HOTEL = CompiledStatement(
    _STAFF.where(staff.c.hotel_id == bindparam("hotel")).order_by(staff.c.code)
)
_read_staff = row_reader(Staff, _STAFF)
_staff_values = row_writer(Staff, ("name", "role", "is_active"))
_SIGN_INS = select(staff.c.signed_in_at, staff.c.signed_in_before)
_read_sign_ins = row_reader(
    SignIns, _SIGN_INS, {"last": "signed_in_at", "before_shift": "signed_in_before"}
)
_WRONG_PINS = select(
    staff_wrong_pin.c.count,
    staff_wrong_pin.c.tried_at,
    staff_wrong_pin.c.boot,
    staff_wrong_pin.c.up_seconds,
)
_read_wrong_pins = row_reader(WrongPins, _WRONG_PINS)


class SqlStaffBook(StaffBook):
    """The staff of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int, locks: Locks) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._locks = locks

    def get(self, code: str) -> Staff:
        wanted = code.strip().casefold()
        for one in self.all():
            if one.code.casefold() == wanted:
                return one
        raise UnknownName(f"There is no staff code {code.strip()[:32]!r} in this hotel.")

    def all(self) -> list[Staff]:
        self._locks.staff()
        rows = _OF_HOTEL.rows(self._connection, {"hotel": self._hotel_id})
        return [_read_staff(row) for row in rows]

    def save(self, people: Iterable[Staff]) -> None:
        known = {one.code for one in self.all()}
        for one in people:
            values = _staff_values(one)
            if one.code in known:
                self._connection.execute(
                    update(staff)
                    .where(staff.c.hotel_id == self._hotel_id, staff.c.code == one.code)
                    .values(values)
                )
            else:
                self._connection.execute(
                    insert(staff).values(hotel_id=self._hotel_id, code=one.code, **values)
                )

    def pin(self, code: str) -> PinHash | None:
        self._locks.staff()
        pin_hash = self._connection.scalar(
            select(staff.c.pin_hash).where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
        )
        return None if pin_hash is None else PinHash(pin_hash)

    def set_pin(self, code: str, kept: PinHash | None) -> None:
        self._connection.execute(
            update(staff)
            .where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
            .values(pin_hash=None if kept is None else kept.text)
        )

    def one_time_code(self, code: str) -> OneTimeCode | None:
        self._locks.staff()
        found = self._connection.execute(
            select(staff.c.one_time_code_hash, staff.c.one_time_code_until).where(
                staff.c.hotel_id == self._hotel_id,
                staff.c.code == code,
                staff.c.one_time_code_hash.is_not(None),
            )
        ).one_or_none()
        return None if found is None else OneTimeCode(PinHash(found[0]), found[1])

    def set_one_time_code(self, code: str, kept: OneTimeCode | None) -> None:
        self._connection.execute(
            update(staff)
            .where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
            .values(
                one_time_code_hash=None if kept is None else kept.hash.text,
                one_time_code_until=None if kept is None else kept.until,
            )
        )

    def is_managed_elsewhere(self) -> bool:
        found = self._connection.execute(
            select(staff.c.code)
            .where(
                staff.c.hotel_id != self._hotel_id,
                staff.c.role == Role.MANAGER.value,
                staff.c.is_active,
            )
            .limit(1)
        )
        return found.first() is not None

    def asks_cli_pin(self) -> bool:
        return bool(self._connection.scalar(select(database_mark.c.cli_pin)))

    def set_cli_pin(self, asks: bool) -> None:
        self._connection.execute(update(database_mark).values(cli_pin=asks))

    def last_act(self, code: str) -> UUID | None:
        found = self._connection.scalar(
            select(staff.c.act_id).where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
        )
        return None if found is None else UUID(found)

    def keep_act(self, code: str, act_id: UUID) -> None:
        self._connection.execute(
            update(staff)
            .where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
            .values(act_id=str(act_id))
        )

    def sign_ins(self, code: str) -> SignIns:
        self._locks.staff()
        found = self._connection.execute(
            _SIGN_INS.where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
        ).one_or_none()
        return SignIns() if found is None else _read_sign_ins(found)

    def keep_sign_ins(self, code: str, sign_ins: SignIns) -> None:
        self._connection.execute(
            update(staff)
            .where(staff.c.hotel_id == self._hotel_id, staff.c.code == code)
            .values(signed_in_at=sign_ins.last, signed_in_before=sign_ins.before_shift)
        )

    def wrong_pins(self, key: str) -> WrongPins | None:
        self._locks.staff()
        found = self._connection.execute(
            _WRONG_PINS.where(
                staff_wrong_pin.c.hotel_id == self._hotel_id, staff_wrong_pin.c.code_key == key
            )
        ).one_or_none()
        return None if found is None else _read_wrong_pins(found)

    def count_wrong_pin(self, key: str, wrong: WrongPins) -> None:
        self.forget_wrong_pins(key)
        self._connection.execute(
            insert(staff_wrong_pin).values(
                hotel_id=self._hotel_id,
                code_key=key,
                count=wrong.count,
                tried_at=wrong.tried_at,
                boot=wrong.boot,
                up_seconds=wrong.up_seconds,
            )
        )

    def forget_wrong_pins(self, key: str) -> None:
        self._connection.execute(
            delete(staff_wrong_pin).where(
                staff_wrong_pin.c.hotel_id == self._hotel_id, staff_wrong_pin.c.code_key == key
            )
        )

    def forget_strangers(self, kept: int) -> None:
        wrong = staff_wrong_pin.c
        known = {code_key(one.code) for one in self.all()}
        of_strangers = (wrong.hotel_id == self._hotel_id, not_(one_of(wrong.code_key, known)))
        oldest = self._connection.scalar(
            select(wrong.tried_at)
            .where(*of_strangers)
            .order_by(wrong.tried_at.desc())
            .offset(kept)
            .limit(1)
        )
        if oldest is not None:
            self._connection.execute(
                delete(staff_wrong_pin).where(*of_strangers, wrong.tried_at <= oldest)
            )
