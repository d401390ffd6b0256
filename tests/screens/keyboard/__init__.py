"""Tests of housekeeper.screens.keyboard."""
