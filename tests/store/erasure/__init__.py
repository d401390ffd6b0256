"""Tests of housekeeper.store.erasure."""
