"""What each claim of the page is made of: its words, and what was measured of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from claims import Verdict
from figures.chart import enlarged
from figures.drawing import Drawing
from figures.theme import Theme
from pages.parts.address import address
from pages.parts.graphs import PLAIN
from pages.parts.mathematics import mathematics
from scene import Scene

__all__ = [
    "IN_LINE",
    "POLLED",
    "Answer",
    "Claim",
    "Figure",
    "Step",
    "body",
    "chip",
    "derivation",
    "explore",
    "progress",
    "term",
    "text",
]

POLLED, IN_LINE = 800, 3000
"""Milliseconds between two questions of how far a measurement has come, or whether it has begun."""

_CLASSES: dict[Verdict, str] = {
    "holds": "holds",
    "holds in part": "in-part",
    "does not hold here": "not-here",
}


@dataclass(frozen=True, eq=False)
class Figure:
    """A drawing, a line under it that says what it shows, and its height in pixels."""

    drawing: Drawing
    caption: str
    height: int = 290


@dataclass(frozen=True, eq=False)
class Answer:
    """What was measured of a claim.

    Attributes
    ----------
    verdict : str
        Whether the claim holds on the data in view.
    because : str
        Why, from the numbers alone.
    figures : tuple of Figure
        Side by side, two a row.
    measured : tuple of components
        Further sentences and tables.
    links : tuple of (str, str)
        Where to see the same for oneself: the words and the address.
    """

    verdict: Verdict
    because: str
    figures: tuple[Figure, ...] = ()
    measured: tuple[Any, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of a derivation: a formula, and why it follows from the one before."""

    latex: str
    why: str


@dataclass(frozen=True, eq=False)
class Claim:
    """A claim as people make it, its words on the page, and how it is measured.

    Attributes
    ----------
    key : str
        Its name in ids and in the address's fragment.
    claim : str
        What people say.
    plain : tuple
        Paragraphs, each a list of words and components.
    derivation : tuple of Step
        The whole of it, step by step.
    answer : callable
        (scene, theme, values of its own controls) -> Answer.
    controls : callable, optional
        Returns controls of its own for a scene; their ids are {"type": "why-control", …}.
    work : callable, optional
        What takes longer than a request, whatever the scene: progress -> result. The page waits for
        it, and hands it on among the values under the claim's key.
    under : callable, optional
        Returns what stands under the measurement.
    quick : bool
        Whether it is measured in well under a second, so that it need not wait for those that are
        not.
    """

    key: str
    claim: str
    plain: tuple[Sequence[Any], ...]
    derivation: tuple[Step, ...]
    answer: Callable[[Scene, Theme, dict[str, Any]], Answer]
    controls: Callable[[Scene], list[Any]] | None = None
    work: Callable[[Callable[[int, int], None]], Any] | None = None
    under: Callable[[], list[Any]] | None = None
    quick: bool = False


def term(word: str, meaning: str) -> Any:
    """Return a technical word where it first stands, with what it means."""
    return html.Span([html.Dfn(word), f" ({meaning})"])


def text(words: str) -> html.P:
    """Return a sentence that was measured."""
    return html.P(words, className="measured")


def explore(scene: Scene, words: str = "See this on Explore", **fields: Any) -> tuple[str, str]:
    """Return a link that opens the scene on Explore, with some fields set for what it shows."""
    seen = scene.model_copy(update=fields)
    query = seen.query()
    return words, f"/?{query}" if query else "/"


def chip(verdict: Verdict) -> html.Span:
    """Return the verdict as a mark that is read, not only seen."""
    return html.Span(verdict, className=f"verdict-chip {_CLASSES[verdict]}")


def body(answer: Answer, scale: float = 1.0) -> list[Any]:
    """Return an answer's components, its figures so much larger than on a desk's screen."""
    figures = [
        html.Figure(
            [
                dcc.Graph(
                    figure=enlarged(figure.drawing, scale).encoded(),
                    responsive=True,
                    config=PLAIN,
                    style={"height": f"{figure.height * scale:.0f}px"},
                ),
                html.Figcaption(figure.caption),
            ]
        )
        for figure in answer.figures
    ]
    return [
        html.P([html.B("Measured: "), answer.because], className="because"),
        html.Div(figures, className=f"why-figures of-{min(len(figures), 2)}"),
        *answer.measured,
        html.P(
            [
                part
                for i, (words, href) in enumerate(answer.links)
                for part in ([" · "] if i else []) + [dcc.Link(words, href=address(href))]
            ],
            className="why-links",
        ),
    ]


def progress(title: str, share: float) -> html.Div:
    """Return a bar that says how far some work has come."""
    return html.Div(
        [
            html.Span(f"{title}: {share:.0%}"),
            html.Div(html.I(style={"width": f"{100.0 * share:.1f}%"}), className="job-track"),
        ],
        className="job why-job",
    )


def derivation(steps: Sequence[Step]) -> html.Details:
    """Return a derivation, folded away."""
    lines = [
        html.Li([mathematics(step.latex, block=True), html.P(step.why, className="note")])
        for step in steps
    ]
    return html.Details(
        [html.Summary("The derivation, step by step"), html.Ol(lines)], className="derivation"
    )
