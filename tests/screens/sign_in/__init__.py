"""Tests of housekeeper.screens.sign_in."""
