"""Commands of a shift: inspection rounds, handover, report."""
