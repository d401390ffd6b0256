"""SQLAlchemy: tables, opening a database, units of work, the purge, migrations."""
