"""What a shift did: the handover, turn times and figures."""
