"""Staff and their codes in the database."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from housekeeper.core.errors import UnknownName
from housekeeper.core.staff import Role, Staff
from housekeeper.store.tables import staff


class SqlStaffBook:
    """The staff of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id

    def get(self, code: str) -> Staff:
        """One member of staff by code, in any case of letters; raises `UnknownName`."""
        wanted = code.strip().casefold()
        for one in self.all():
            if one.code.casefold() == wanted:
                return one
        raise UnknownName(f"There is no staff code {code.strip()[:32]!r} in this hotel.")

    def all(self) -> list[Staff]:
        """Everyone, disabled ones too, by code."""
        rows = self._connection.execute(
            select(staff.c.code, staff.c.name, staff.c.role, staff.c.is_active)
            .where(staff.c.hotel_id == self._hotel_id)
            .order_by(staff.c.code)
        )
        return [Staff(code, name, Role(role), is_active) for code, name, role, is_active in rows]

    def save(self, people: Iterable[Staff]) -> None:
        """Add or update these people."""
        known = {one.code for one in self.all()}
        for one in people:
            values = {"name": one.name, "role": one.role.value, "is_active": one.is_active}
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
