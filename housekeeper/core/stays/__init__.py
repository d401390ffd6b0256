"""Stays: bookings, check-in, checkout as a purge, availability, guests' chat and orders."""
