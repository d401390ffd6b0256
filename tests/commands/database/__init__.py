"""Tests of housekeeper.commands.database."""
