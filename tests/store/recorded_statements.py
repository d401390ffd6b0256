"""SQL as it reaches the driver of either engine, with the values that it was given."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET", "EXPLAIN")

Statements = dict[str, Any]
"""The values that each statement was given first."""


def _note(seen: Statements, sql: Any, values: Any, is_many: bool) -> None:
    if not isinstance(sql, str) or sql.lstrip().upper().startswith(_FRAME):
        return
    if is_many:
        values = next(iter(values), None)
    seen.setdefault(sql, values)


@contextmanager
def recorded_on_sqlite() -> Iterator[Statements]:
    """Those of connections that are opened meanwhile, as long as they live."""
    seen: Statements = {}

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Any:
            _note(seen, sql, values[0] if values else (), is_many=False)
            return super().execute(sql, *values)

        def executemany(self, sql: str, values: Any, /) -> Any:
            _note(seen, sql, values, is_many=True)
            return super().executemany(sql, values)

    class Recording(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, *values: Any) -> Any:
            _note(seen, sql, values[0] if values else (), is_many=False)
            return super().execute(sql, *values)

    connect = sqlite3.connect

    def recording(*places: Any, **options: Any) -> sqlite3.Connection:
        return connect(*places, factory=Recording, **options)

    with patch("sqlite3.connect", recording):
        yield seen


@contextmanager
def recorded_on_postgresql() -> Iterator[Statements]:
    """Those of every connection of this program meanwhile."""
    import psycopg

    seen: Statements = {}
    execute, executemany = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def noted(self: Any, sql: Any, values: Any = None, **options: Any) -> Any:
        _note(seen, sql, values, is_many=False)
        return execute(self, sql, values, **options)

    def noted_many(self: Any, sql: Any, values: Any, **options: Any) -> Any:
        given = list(values)
        _note(seen, sql, given, is_many=True)
        return executemany(self, sql, given, **options)

    with (
        patch.object(psycopg.Cursor, "execute", noted),
        patch.object(psycopg.Cursor, "executemany", noted_many),
    ):
        yield seen
