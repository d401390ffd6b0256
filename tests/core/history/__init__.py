"""Tests of housekeeper.core.staff."""
