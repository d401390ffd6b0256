"""Tests of housekeeper.core.shift."""
