"""Rooms: their facts, their status, the acts that turn them, and what happened to them."""
