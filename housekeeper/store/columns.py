"""Column types and conditions that SQLAlchemy does not bring: UTC moments, lists as one bind."""

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    String,
    Text,
    bindparam,
    literal_column,
)
from sqlalchemy.engine.processors import str_to_datetime
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from housekeeper.core.rooms.snapshot import utc_text


class UtcMoment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC.

    SQLite has no such type: there it is ISO 8601 text of one length, which sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, a timestamp with time zone elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """An aware moment as the database keeps it; a naive one is a fault of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return self.on_sqlite(value) if dialect.name == "sqlite" else value

    @staticmethod
    def on_sqlite(at: datetime) -> Any:
        """The moment as SQLite keeps it."""
        return utc_text(at)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """The moment, aware, in UTC; compiled on SQLite, for the thousands of rows of a board."""
        del coltype
        if dialect.name == "sqlite":
            read: Callable[[Any], Any] = str_to_datetime
            return read
        return lambda value: None if value is None else value.astimezone(UTC)


class SealedWords(TypeDecorator[bytes]):
    """A guest's words, sealed with the key of the stay (see `sealing`); never plain text.

    On SQLite the column is declared TEXT, as it was when it held plain words: SQLite keeps a
    blob in a TEXT column as it is, so the tables need not be made anew. Elsewhere it is binary.
    """

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, binary elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> Any:
        """Sealed words as they are; plain ones are a fault of ours and go nowhere."""
        del dialect
        if value is not None and not isinstance(value, bytes):
            raise TypeError("a guest's words are sealed before they are stored")
        return value


class _ListInOneBind(TypeDecorator[Collection[Any]]):
    """A whole list as one parameter: JSON text on SQLite, an array elsewhere."""

    impl = String
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String())
        return dialect.type_descriptor(ARRAY(self.item))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _ValuesOf(FunctionElement[Any]):
    """The right side of `one_of`: the values of a list, however long, in one bind."""

    inherit_cache = True
    name = "values_of"


@compiles(_ValuesOf)
def _values_of_array(element: _ValuesOf, compiler: Any, **options: Any) -> str:
    return f"SELECT unnest({compiler.process(element.clauses, **options)})"


@compiles(_ValuesOf, "sqlite")
def _values_of_json(element: _ValuesOf, compiler: Any, **options: Any) -> str:
    return f"SELECT value FROM json_each({compiler.process(element.clauses, **options)})"  # noqa: S608 - binds only


def written_out(value: str) -> ColumnElement[str]:
    """A constant of this program, written into the statement instead of bound to it.

    SQLite plans a statement anew at each execution where a bound value is compared with the
    column of a partial index's condition: measured, 51 us instead of 9 for reading one room.
    """
    return literal_column(f"'{value}'", String)


def one_of(column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """A condition that the column is one of these values.

    The list travels as one parameter, so the statement is the same text (and stays compiled)
    for one value and for ten thousand.
    """
    listed = bindparam(None, values, type_=_list_for(column), unique=True)
    return _in_listed(column, listed)


def one_of_bound(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The same with the list given at execution under a name, for statements that are kept."""
    return _in_listed(column, bindparam(name, type_=_list_for(column)))


def _list_for(column: ColumnElement[Any]) -> _ListInOneBind:
    return _ListInOneBind(Integer if isinstance(column.type, Integer) else String)


def _in_listed(column: ColumnElement[Any], listed: BindParameter[Any]) -> ColumnElement[bool]:
    return column.op("IN", is_comparison=True, return_type=Boolean())(Grouping(_ValuesOf(listed)))
