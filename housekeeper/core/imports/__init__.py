"""What a file does to a hotel: all of its rows or none."""
