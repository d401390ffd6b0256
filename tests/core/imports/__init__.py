"""Tests of housekeeper.core.imports."""
