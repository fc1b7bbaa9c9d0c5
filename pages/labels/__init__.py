"""Softmax or sigmoids: rows of several labels."""
