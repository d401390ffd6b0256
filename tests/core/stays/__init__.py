"""Tests of housekeeper.core.stays."""
