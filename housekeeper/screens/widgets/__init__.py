"""The parts of which the board is drawn, each by line."""
