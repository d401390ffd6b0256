"""Commands of the front desk: stays, checkout, guests."""
