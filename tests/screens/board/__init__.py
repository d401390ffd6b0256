"""Tests of housekeeper.screens.board."""
