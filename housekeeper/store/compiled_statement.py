"""Statements on the path of a key, compiled once and then handed to the driver as text.

SQLAlchemy's way from a statement to the driver and back (finding the compiled form, building
the parameters, wrapping the result) costs several times the SQL of a small delete, update or
look. A compiled statement goes that way once for each dialect. For thousands of rows SQLAlchemy's
own rows are as fast.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, SelectBase, Update

Values = Mapping[str, Any]
_Processor = Callable[[Any], Any]
_Statement = Delete | Insert | SelectBase | Update


@dataclass(frozen=True, slots=True)
class _DialectStatement:
    """SQL of one dialect: what its binds take, and what makes our values of its columns.

    `values_of` gives the binds' values in the order of the driver's `keys`; `constants` are
    values that the statement brings itself. `binds` and `columns` name the places that need
    a conversion.
    """

    sql: str
    values_of: Callable[[Values], Sequence[Any]]
    keys: tuple[str, ...] | None
    constants: Values
    binds: tuple[tuple[int, _Processor], ...]
    columns: tuple[tuple[int, _Processor], ...]

    def parameters(self, values: Values) -> Any:
        given = {**self.constants, **values} if self.constants else values
        made = _converted(list(self.values_of(given)), self.binds)
        return made if self.keys is None else dict(zip(self.keys, made, strict=True))

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        return _converted(list(found), self.columns)


def _converted(values: list[Any], conversions: tuple[tuple[int, _Processor], ...]) -> list[Any]:
    for place, process in conversions:
        values[place] = process(values[place])
    return values


class CompiledStatement:
    """A statement with named binds, compiled once for each dialect it meets.

    Each belongs to a module and is kept as long as the program runs.
    """

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement
        self._compiled: dict[str, _DialectStatement] = {}
        _MADE.append(self)

    def execute(self, connection: Connection, values: Values) -> int:
        """Change rows with these values by name; how many."""
        compiled = self.compile_for(connection.dialect)
        cursor = connection.connection.cursor()
        cursor.execute(compiled.sql, compiled.parameters(values))
        return cursor.rowcount

    def execute_all(self, connection: Connection, values: Sequence[Values]) -> int:
        """The same once for each set of values, as one call of the driver; how many in all."""
        compiled = self.compile_for(connection.dialect)
        cursor = connection.connection.cursor()
        cursor.executemany(compiled.sql, [compiled.parameters(one) for one in values])
        return cursor.rowcount

    def rows(self, connection: Connection, values: Values) -> list[Sequence[Any]]:
        """The rows that it gives, each a sequence of values of our types."""
        compiled = self.compile_for(connection.dialect)
        cursor = connection.connection.cursor()
        cursor.execute(compiled.sql, compiled.parameters(values))
        return [compiled.row(found) for found in cursor.fetchall()]

    def compile_for(self, dialect: Dialect) -> _DialectStatement:
        """The statement in this dialect; compiling it takes a millisecond or a few."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return compiled


_MADE: list[CompiledStatement] = []


async def compile_all(dialect: Dialect) -> None:
    """Compile every statement for this dialect, one after the other on another thread."""
    for statement in list(_MADE):
        await asyncio.to_thread(statement.compile_for, dialect)


def _compile(statement: _Statement, dialect: Dialect) -> _DialectStatement:
    made = statement.compile(dialect=dialect)
    binds = [made.binds[key] for key in made.positiontup or made.binds]
    return _DialectStatement(
        sql=str(made),
        values_of=_getter([bind.key for bind in binds]),
        keys=None if made.positional else tuple(made.bind_names[bind] for bind in binds),
        constants={bind.key: bind.value for bind in binds if not bind.required},
        binds=_needed(bind.type.dialect_impl(dialect).bind_processor(dialect) for bind in binds),
        columns=_needed(
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.exported_columns
        ),
    )


def _getter(names: Sequence[str]) -> Callable[[Values], Sequence[Any]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def _needed(processors: Iterable[_Processor | None]) -> tuple[tuple[int, _Processor], ...]:
    return tuple(
        (place, process) for place, process in enumerate(processors) if process is not None
    )
