"""Tests of housekeeper.screens.board.columns."""
