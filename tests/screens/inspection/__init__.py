"""Tests of housekeeper.screens.inspection."""
