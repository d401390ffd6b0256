"""Signing in, the first manager, and the locked terminal."""
