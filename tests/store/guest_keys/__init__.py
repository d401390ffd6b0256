"""Tests of housekeeper.store.guest_keys."""
