"""Tests of housekeeper.app.terminal."""
