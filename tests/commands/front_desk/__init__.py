"""Tests of housekeeper.commands.front_desk."""
