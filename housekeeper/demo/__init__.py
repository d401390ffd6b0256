"""The demonstration hotel, and the staff that work in it."""
