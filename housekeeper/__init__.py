"""housekeeper: a full-screen terminal board for hotel housekeeping."""
