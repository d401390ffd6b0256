"""Acts typed as a line, such as `412 fail`: parsed, completed, and the words they know."""
