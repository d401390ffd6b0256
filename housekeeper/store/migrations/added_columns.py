"""Adding columns to tables that are there, in the words of each engine."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table
from sqlalchemy.schema import CreateColumn

from housekeeper.store.event_format.room_facts import compact_type

Progress = Callable[[int, int], None]
"""Told, in the course of a long migration, how many of how many rows are brought over."""


def add_columns(connection: Connection, added: Table) -> None:
    """Add the columns of this table to the one of its name that the database has."""
    for column in added.columns:
        words = str(CreateColumn(column).compile(dialect=connection.dialect))
        connection.exec_driver_sql(f"ALTER TABLE {added.name} ADD COLUMN {words}")


def add_room_fact(connection: Connection, fact: Column[Any]) -> None:
    """Add a new fact to rooms as this column, and to events as one of few bytes.

    In events it may be empty: an older one has what every room was before there was the fact.
    """
    of_event = Column(fact.name, compact_type(fact.name, fact.type))
    add_columns(connection, Table("room", MetaData(), fact))
    add_columns(connection, Table("room_event", MetaData(), of_event))
