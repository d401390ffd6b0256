"""What can be set, where it was set, and whether it is right."""
