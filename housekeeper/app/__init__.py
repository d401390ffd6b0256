"""The Textual program: it opens a hotel's board, follows its feed and ends cleanly."""
