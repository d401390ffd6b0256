"""Rows become values, and values rows, by name: a field goes with the column called as it is.

Which column goes where is found out once for a statement, so that thousands of rows are read
as fast as by their places.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from operator import attrgetter, itemgetter
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import Select

Value = TypeVar("Value")
Conversion = Callable[[Any], Any]
_Conversions = Sequence[tuple[int, Conversion]]

_NONE: Mapping[str, Any] = MappingProxyType({})


def row_reader(
    kind: type[Value],
    statement: Select[Any],
    columns: Mapping[str, str] = _NONE,
    conversions: Mapping[str, Conversion] = _NONE,
    make: Callable[..., Value] | None = None,
) -> Callable[[Sequence[Any]], Value]:
    """What makes a value of a dataclass from a row of this statement.

    `columns` names the column of a field that is called otherwise, `conversions` what makes a
    fact of what a column holds, if it holds anything; members of enumerations, symbols and
    UUIDs are made by themselves. `make` makes the value of all its fields in order, by default
    `kind`.
    Raises `KeyError`, where the reader is made, for a field that has no column.

    >>> read_staff = row_reader(Staff, select(staff.c.code, staff.c.name, ...))
    >>> [read_staff(row) for row in connection.execute(...)]
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    place_of = {column.key: place for place, column in enumerate(statement.selected_columns)}
    places = [place_of[columns.get(name, name)] for name in names]
    types = _types_of(kind)
    converted = _needed(
        [
            _unless_none(conversions[name]) if name in conversions else _from_driver(types[name])
            for name in names
        ]
    )
    make = make or kind
    if places == list(range(len(place_of))):
        return _reader(make, list, converted)
    pick = itemgetter(*places)
    return _reader(make, lambda row: list(pick(row)), converted)


def row_writer(
    kind: type[Value], names: Sequence[str], columns: Mapping[str, str] = _NONE
) -> Callable[[Value], dict[str, Any]]:
    """What makes of a value the columns' values for the fields of these names (two or more).

    `columns` names the column of a field that is called otherwise; members of enumerations,
    symbols and UUIDs become texts.

    >>> values_of = row_writer(Staff, ("name", "role"))
    >>> connection.execute(update(staff).values(values_of(maria)))
    """
    facts_of = attrgetter(*names)
    keys = [columns.get(name, name) for name in names]
    types = _types_of(kind)
    converted = _needed([_to_driver(types[name]) for name in names])

    def write(value: Value) -> dict[str, Any]:
        facts = list(facts_of(value))
        for place, convert in converted:
            facts[place] = convert(facts[place])
        return dict(zip(keys, facts, strict=True))

    return write


def _reader(
    make: Callable[..., Value],
    facts_of: Callable[[Sequence[Any]], list[Any]],
    converted: _Conversions,
) -> Callable[[Sequence[Any]], Value]:
    def read(row: Sequence[Any]) -> Value:
        facts = facts_of(row)
        for place, convert in converted:
            facts[place] = convert(facts[place])
        return make(*facts)

    return read


def _needed(conversions: Sequence[Conversion | None]) -> _Conversions:
    return [(place, convert) for place, convert in enumerate(conversions) if convert is not None]


def _types_of(kind: type[Any]) -> dict[str, Any]:
    """The type of each field and property of a dataclass, without its None."""
    hints = get_type_hints(kind)
    for name, member in vars(kind).items():
        if isinstance(member, property):
            hints[name] = get_type_hints(member.fget)["return"]
    return {name: _without_none(hint) for name, hint in hints.items()}


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        parts = [part for part in get_args(hint) if part is not type(None)]
        return parts[0] if len(parts) == 1 else hint
    return hint


def _from_driver(kind: Any) -> Conversion | None:
    if isinstance(kind, type) and issubclass(kind, Enum):
        members: dict[Any, Any] = {None: None, **{member.value: member for member in kind}}
        return members.__getitem__
    return _unless_none(kind) if kind is UUID or _is_symbol(kind) else None


def _to_driver(kind: Any) -> Conversion | None:
    if isinstance(kind, type) and issubclass(kind, Enum):
        texts: dict[Any, Any] = {None: None, **{member: member.value for member in kind}}
        return texts.__getitem__
    return _unless_none(str) if kind is UUID or _is_symbol(kind) else None


def _is_symbol(kind: Any) -> bool:
    """Whether this is a kind of words of its own, which may get more than it has now."""
    return isinstance(kind, type) and issubclass(kind, str) and kind is not str


def _unless_none(convert: Conversion) -> Conversion:
    return lambda fact: None if fact is None else convert(fact)
