"""Terrain: what can be said of a landscape."""
