"""Why log?: the question answered claim by claim, each measured on the data in view."""

from pages.why.page import NAME, PATH, TITLE, layout, register

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]
