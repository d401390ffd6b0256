"""What a hand does to the keyboard, before a screen takes it."""
