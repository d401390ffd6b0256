"""Files that people bring: read at the edge, checked line by line."""
