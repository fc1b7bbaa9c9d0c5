"""Lessons: the page that lists them, and the strip that plays them on others."""
