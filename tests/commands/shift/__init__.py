"""Tests of housekeeper.commands.shift."""
