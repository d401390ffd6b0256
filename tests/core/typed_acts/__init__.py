"""Tests of housekeeper.core.typed_acts."""
