"""Pusher: publishing hints, subscribing to them, and the connection."""
