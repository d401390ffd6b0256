"""Tests of housekeeper.screens.acting."""
