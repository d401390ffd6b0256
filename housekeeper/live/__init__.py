"""Keeping boards alike: the store's own change feed, and Pusher above it."""
