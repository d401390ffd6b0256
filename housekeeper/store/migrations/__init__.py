"""Bringing an older database to today's schema, one file a version."""
