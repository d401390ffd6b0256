"""Tests of housekeeper.store.transfer."""
