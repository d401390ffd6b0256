"""Tests of housekeeper.store.repositories."""
