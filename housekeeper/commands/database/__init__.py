"""Commands about the database itself: copies, erasure, keys, health."""
