"""Tests of housekeeper.core.rooms."""
