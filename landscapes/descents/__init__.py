"""Descents: the ways downhill, and how fast."""
