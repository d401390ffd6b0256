"""Tests of housekeeper.store.sqlite."""
