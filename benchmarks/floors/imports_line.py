"""The same one line after importing the usual: a store, its driver, and pydantic-settings."""

import aiosqlite  # noqa: F401
import pydantic_settings  # noqa: F401
import sqlalchemy.ext.asyncio  # noqa: F401

from benchmarks.floors.one_line import OneLine

if __name__ == "__main__":
    OneLine().run()
