"""What a database says of having been moved to another place, and who is told of it."""

from sqlalchemy import Connection, select

from housekeeper.core.errors import StoreMoved, StoreUnavailable
from housekeeper.store.tables import database_mark


def refuse_moved(moved_to: str | None) -> None:
    """Raise `StoreMoved`, with the place, where the mark of a database names one."""
    if moved_to is not None:
        raise StoreMoved(
            f"The hotels of this database have moved to {moved_to}: "
            "start housekeeper again with that as its --database."
        )


def refuse_if_not_here(connection: Connection, location: str) -> None:
    """Raise where nothing is to be done in a database: it was moved, or has not arrived whole.

    Raises `StoreMoved` or `StoreUnavailable`.
    """
    mark = connection.execute(select(database_mark.c.moved_to, database_mark.c.arriving_from)).one()
    refuse_moved(mark.moved_to)
    if mark.arriving_from is not None:
        raise StoreUnavailable(
            f"A copy into {location} was cut off at its very end: "
            "give the same 'housekeeper copy' once more to finish it."
        )
