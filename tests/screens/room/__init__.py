"""Tests of housekeeper.screens.room."""
