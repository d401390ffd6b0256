"""Adding columns to tables that are there, in the words of each engine."""

from collections.abc import Callable

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateColumn

Progress = Callable[[int, int], None]
"""Told, in the course of a long migration, how many of how many rows are brought over."""


def add_columns(connection: Connection, added: Table) -> None:
    """Add the columns of this table to the one of its name that the database has."""
    for column in added.columns:
        words = str(CreateColumn(column).compile(dialect=connection.dialect))
        connection.exec_driver_sql(f"ALTER TABLE {added.name} ADD COLUMN {words}")
