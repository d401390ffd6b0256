"""One room's screen."""
