"""Tests of housekeeper.screens.front_desk."""
