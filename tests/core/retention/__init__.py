"""Tests of housekeeper.core.retention."""
