"""The queries of the history of a hotel as a whole."""
