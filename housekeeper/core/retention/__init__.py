"""What a hotel keeps for a time and then lets go."""
