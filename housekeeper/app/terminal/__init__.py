"""The terminal that the board is on: what it sends, and that it can go."""
