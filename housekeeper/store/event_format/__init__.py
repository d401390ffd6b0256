"""How an event lies in the database: few bytes, and every fact of its room in a column."""
