"""What the product is measured against: the least that anyone could do for the same effect."""
