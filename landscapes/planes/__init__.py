"""Planes: slices of parameter space, and the part of them that is shown."""
