"""Tests of housekeeper.settings."""
