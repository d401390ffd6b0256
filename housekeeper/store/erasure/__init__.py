"""Letting what was deleted leave the database file."""
