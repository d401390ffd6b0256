"""Tests of housekeeper.store.postgresql."""
