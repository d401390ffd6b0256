"""Tests of housekeeper.live.pusher."""
