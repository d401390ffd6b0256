"""Column types that take few bytes on each engine, for a table that grows with every act.

What goes in and comes out is the same on both: aware moments in UTC, days, UUIDs, words.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Dialect, Integer, LargeBinary, String, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

from housekeeper.store.columns import UtcMoment
from housekeeper.store.event_format.codes import code_of, word_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def microseconds_of(at: datetime) -> int:
    """An aware moment as microseconds since 1970 in UTC."""
    return (at - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """The moment, aware, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


class CompactMoment(UtcMoment):
    """An aware datetime in UTC: microseconds since 1970 on SQLite, a timestamp elsewhere."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A whole number on SQLite."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return super().load_dialect_impl(dialect)

    @staticmethod
    def on_sqlite(at: datetime) -> Any:
        """The moment as SQLite keeps it."""
        return microseconds_of(at)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """The moment, aware, in UTC."""
        if dialect.name == "sqlite":
            return lambda value: None if value is None else moment_of(value)
        return super().result_processor(dialect, coltype)


class CompactDay(TypeDecorator[date]):
    """A day: its number in the calendar (`date.toordinal`) on SQLite, a date elsewhere."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A whole number on SQLite."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """The day as the database keeps it."""
        return value.toordinal() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """The day."""
        is_number = value is not None and dialect.name == "sqlite"
        return date.fromordinal(value) if is_number else value


class CompactId(TypeDecorator[UUID]):
    """A UUID: its 16 bytes on SQLite, the engine's own type elsewhere."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """16 bytes on SQLite."""
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == "sqlite" else Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """The UUID as the database keeps it."""
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """The UUID."""
        is_bytes = value is not None and dialect.name == "sqlite"
        return UUID(bytes=value) if is_bytes else value


class Coded(TypeDecorator[str]):
    """A word of a set, as its short code (`codes`); a word that has none is written whole."""

    impl = String
    cache_ok = True

    def __init__(self, name: str) -> None:
        super().__init__(32)
        self.name = name

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text, compared byte by byte."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(32, collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The code."""
        del dialect
        return None if value is None else code_of(self.name, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The word."""
        del dialect
        return None if value is None else word_of(self.name, value)
