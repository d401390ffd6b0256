"""The inspection round's screens."""
