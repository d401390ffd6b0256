"""The keys under which guests' words are sealed, and how they are overwritten."""
