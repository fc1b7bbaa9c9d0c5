"""What a page shows of a lesson: the strip above it, the waiting right column, the builder.

assets/lessons/strip.js fills the strip, player.js goes from step to step, builder.js fills the
builder.
"""

from typing import Any

from dash import dcc, html

from pages.parts.aria import named

__all__ = ["lesson_builder", "lesson_strip", "reveal_button"]


def lesson_strip() -> list[Any]:
    """Return the strip, empty until a lesson is opened, and what passes through the server."""
    return [
        html.Section(id="lesson", className="lesson", hidden=True, **named("Lesson")),
        # Asked: a lesson by its name or by its file's text. Opened: the lesson, or what is wrong.
        dcc.Store(id="lesson-asked"),
        dcc.Store(id="lesson-opened"),
    ]


def reveal_button() -> html.Button:
    """Return the button that the right column waits behind."""
    return html.Button("Show what happens", id="reveal", type="button", className="reveal")


def lesson_builder() -> html.Div:
    """Return the place of the builder."""
    return html.Div(id="lesson-builder", className="lesson-builder")
