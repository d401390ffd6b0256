"""Tests of housekeeper.core.inspection."""
