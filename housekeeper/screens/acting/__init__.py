"""Acting on rooms: the keys of the acts, their queue, and the dialogs that ask for more."""
