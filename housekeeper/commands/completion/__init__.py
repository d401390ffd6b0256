"""What a shell asks to complete a word of the command line."""
