"""Tests of housekeeper.commands.rooms."""
