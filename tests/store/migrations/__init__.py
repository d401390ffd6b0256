"""Tests of housekeeper.store.migrations."""
