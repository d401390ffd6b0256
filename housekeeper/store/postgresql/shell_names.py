"""Reads the names of hotels, rooms and staff from a server, for a shell that completes a word."""

from dataclasses import replace

from psycopg.rows import tuple_row

from housekeeper.store.location import locate
from housekeeper.store.postgresql.address import PostgresqlPlace

_CONNECTS_WITHIN_SECONDS = "2"


def read(target: str, query: str, slug: str) -> list[tuple[str, str]]:
    """The rows of a query of `store.shell_names`; raises whatever is wrong with the server."""
    place = locate(target)
    if not isinstance(place, PostgresqlPlace):
        return []
    sooner = {**dict(place.parameters), "connect_timeout": _CONNECTS_WITHIN_SECONDS}
    place = replace(place, parameters=tuple(sooner.items()))
    with place.connect("completes") as connection, connection.cursor(row_factory=tuple_row) as rows:
        return rows.execute(query.replace(":slug", "%(slug)s").encode(), {"slug": slug}).fetchall()
