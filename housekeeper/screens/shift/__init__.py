"""The shift's screens: handover and figures."""
