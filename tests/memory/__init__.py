"""A hotel kept in memory: core's ports without a database, for tests that take no time."""
