"""Data: rows with labels, and the sets that can be loaded by name."""
