"""Lessons: those that come with the app, and how a lesson of one's own is made."""

import dash
from dash import ClientsideFunction, Input, Output, dcc, html

from pages.lessons.answers import open_lesson
from pages.lessons.shipped import shipped
from pages.parts.address import address
from scene import Lesson

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/lessons"
NAME = "Lessons"
TITLE = "Lessons · Loss landscapes"


def layout(**_query: str) -> html.Main:
    """Return the page."""
    return html.Main(
        [
            html.H1("Lessons"),
            html.P(
                "A lesson is a list of scenes with a sentence each. Page Down and Page Up go on "
                "and back, as a clicker sends; Enter shows a column that waits for a prediction; "
                "P makes all of it large enough for the back row; ? lists every key."
            ),
            *(_lesson(name, lesson) for name, lesson in shipped().items()),
            html.H2("A lesson of your own"),
            html.P(
                "Set a scene on Explore or on softmax regression, unfold Lesson among the controls "
                "and add the scene. Steps can be moved, reworded and removed; the lesson is kept "
                "in this browser, and leaves it as a file or as a link."
            ),
            html.H2("A page with a few controls"),
            html.P(
                [
                    "Under Lesson, choose the controls that the link leaves in sight. ",
                    dcc.Link(
                        "Here are three of them",
                        href=address("/", "controls=noise,rate,height"),
                    ),
                    ".",
                ]
            ),
            html.H2("Figures in a course page"),
            html.P(
                [
                    "With ",
                    html.Code("embed=1"),
                    " in its address a page is its figures alone, for an iframe. ",
                    dcc.Link("Here is one", href=address("/", "embed=1")),
                    ". Who may frame the app is a setting of its server: its own site alone, "
                    "unless it was started with ",
                    html.Code("--frame-ancestors"),
                    ".",
                ]
            ),
        ],
        className="lessons",
    )


def _lesson(name: str, lesson: Lesson) -> html.Section:
    steps = [
        html.Li(
            [
                dcc.Link(
                    step.sentence,
                    href=address(step.link, fragment=f"lesson={name}&step={place}"),
                ),
                html.Span(" Predict first.", className="quiet") if step.predict else "",
            ]
        )
        for place, step in enumerate(lesson.steps, start=1)
    ]
    return html.Section(
        [
            html.H2(lesson.title),
            dcc.Link(
                f"Play the {len(steps)} steps",
                href=address(lesson.steps[0].link, fragment=f"lesson={name}&step=1"),
                className="play-lesson",
            ),
            html.Ol(steps),
        ]
    )


def register(app: dash.Dash) -> None:
    """Attach the lessons' callbacks, which serve every page."""
    app.callback(
        Output("lesson-opened", "data"),
        Input("lesson-asked", "data"),
        prevent_initial_call=True,
    )(open_lesson)
    app.clientside_callback(
        ClientsideFunction("lesson", "opened"),
        Input("lesson-opened", "data"),
        prevent_initial_call=True,
    )
    # Dash's own: the address, however the person came to it.
    app.clientside_callback(
        ClientsideFunction("lesson", "arrived"),
        Input("_pages_location", "href"),
        Input("_pages_location", "hash"),
    )
