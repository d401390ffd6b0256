"""Tests of housekeeper.screens.shift."""
