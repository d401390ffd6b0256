"""The board as a plain value: columns, counts, filter."""
