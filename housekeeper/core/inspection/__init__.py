"""Inspection rounds, reasons for failing a room, and checklists."""
