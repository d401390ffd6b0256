"""The front desk's screens: check-in, checkout, moves, late check-out."""
