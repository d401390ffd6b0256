"""Backups, restores and copies of whole databases."""
