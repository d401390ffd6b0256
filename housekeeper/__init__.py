"""housekeeper: a full-screen terminal board for hotel housekeeping."""

VERSION = "0.3.0"
