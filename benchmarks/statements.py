"""SQL statements as they reach the driver, so that no way past SQLAlchemy hides one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@contextmanager
def statements_of_new_connections() -> Iterator[list[str]]:
    """Collect the statements of connections that are opened meanwhile, as long as they live.

    One executemany is one statement. Beginning, committing and pragmas are not collected.
    """
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.lstrip().upper().startswith(_FRAME):
            seen.append(statement)

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Any:
            note(sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, values: Any, /) -> Any:
            note(sql)
            return super().executemany(sql, values)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, *values: Any) -> Any:
            note(sql)
            return super().execute(sql, *values)

    connect = sqlite3.connect

    def counting(*places: Any, **options: Any) -> sqlite3.Connection:
        return connect(*places, factory=Connection, **options)

    sqlite3.connect = counting  # type: ignore[assignment]
    try:
        yield seen
    finally:
        sqlite3.connect = connect
