"""Drawing lines to the terminal: the only screens' code that uses private names of Textual."""
