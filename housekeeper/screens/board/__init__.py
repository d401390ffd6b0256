"""The board's screen and what it is drawn from."""
