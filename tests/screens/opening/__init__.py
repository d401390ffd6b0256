"""Tests of housekeeper.screens.opening."""
