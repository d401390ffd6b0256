"""What stands on the screen until a hotel is open."""
