"""Curves: one number, and what losses make of it."""
