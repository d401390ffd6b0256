"""The columns of the board, and the cards in them."""
