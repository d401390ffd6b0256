"""A program that imports SQLAlchemy with its dialect of SQLite and runs one query on a file."""

import sys

from sqlalchemy import create_engine, text

if __name__ == "__main__":
    engine = create_engine(f"sqlite:///{sys.argv[1]}")
    with engine.connect() as connection:
        print(connection.execute(text("SELECT count(*) FROM room")).scalar())
