"""Shows that the two promises hold: nothing of a guest is left, and no acknowledged act is lost."""
