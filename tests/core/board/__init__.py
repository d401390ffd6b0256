"""Tests of housekeeper.core.board."""
