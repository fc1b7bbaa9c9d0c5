"""Sweeps: a loss on every point of a plane's grid, or at scattered points of it."""
