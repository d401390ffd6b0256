"""Commands that show rooms and act on them."""
