"""A bare sqlite3 connection with the pragmas that the product sets on its own."""

import sqlite3
from pathlib import Path


def connect(path: Path) -> sqlite3.Connection:
    """Open a file as the product does: durable commits, secure deletion, foreign keys."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "cache_size=-8192",
        "cache_spill=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection
