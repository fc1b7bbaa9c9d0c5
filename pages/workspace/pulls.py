"""The panel that shows where a gradient comes from: each row's pull on the parameters."""

from typing import Any

import numpy as np
from dash import html

from landscapes import Problem
from landscapes.terrain.pulls import pulls
from losses import get
from losses.arrays import Array
from pages.parts.columns import colours
from scene import Scene

__all__ = ["pulls_panel"]

# Rows with the largest part; more would not be read.
_SHOWN = 30


def pulls_panel(scene: Scene, problem: Problem, theta: Array, where: str) -> list[Any]:
    """Return the rows of a problem that pull hardest at parameters theta, under both losses.

    Sorted by the harder of the two pulls. All bars are on one scale, full at the hardest.
    """
    found = [pulls(problem, key, theta) for key in (scene.left, scene.right)]
    size = np.zeros((2, len(problem.dataset)))
    for side, one in enumerate(found):
        size[side, one.row] = one.size
    right = found[1]
    place = np.empty(len(right.row), dtype=int)
    place[right.row] = np.arange(len(right.row))
    full = size.max()
    order = np.argsort(-size.max(axis=0), kind="stable")[:_SHOWN]
    losses = [get(key, scene.output) for key in (scene.left, scene.right)]
    softmax = scene.output == "softmax"
    features = problem.dataset.features
    rows = []
    for row in order:
        i = place[row]
        x = ", ".join(f"{value:.3g}" for value in problem.dataset.X[row, :2])
        more = ", …" if len(features) > 2 else ""
        label, p, factor = right.label[i], right.probability[i], right.factor[i]
        named = f"{label:g}" if not softmax else ""
        if softmax:  # of several classes the row's own, the likeliest where its label is soft
            own = int(np.argmax(label))
            named, p, factor = problem.dataset.classes[own], p[own], factor[own]
        rows.append(
            html.Tr(
                [
                    html.Td(f"{x}{more}"),
                    html.Td(named),
                    html.Td(f"{p:.4f}"),
                    html.Td(_bar(4.0 * factor, f"{factor:.4f}", {})),
                    *(
                        html.Td(
                            _bar(
                                size[side, row] / full if full else 0.0,
                                f"{size[side, row]:.4g}",
                                colours(loss),
                            )
                        )
                        for side, loss in enumerate(losses)
                    ),
                ]
            )
        )
    heads = ["x", "y", "p", "p(1 − p)", *(f"pull, {loss.title.lower()}" for loss in losses)]
    count = f"The {len(rows)} rows" if len(rows) < len(problem.dataset) else f"All {len(rows)} rows"
    return [
        html.P(
            f"{count} that pull hardest {where}. A row's pull is its part in the gradient, which "
            f"is the mean of all pulls: {_meaning(softmax)} Shown is its length; all bars of "
            "pulls are on one scale.",
            className="note",
        ),
        html.Table(
            [
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(rows),
            ],
            className="numbers pulls",
        ),
    ]


def _meaning(softmax: bool) -> str:
    if softmax:
        return (
            "for each class the loss's slope in that class's logit times (x, 1). Under "
            "cross-entropy the slope is p − y. The table's p is that of the row's own class."
        )
    return (
        "the loss's slope in the logit times (x, 1). Under cross-entropy the slope is p − y, "
        "under squared error 2 (p − y) p (1 − p)."
    )


def _bar(share: float, text: str, style: dict[str, str]) -> html.Div:
    width = f"{100.0 * min(max(float(share), 0.0), 1.0):.2f}%"
    return html.Div(
        [html.I(style={"width": width} | style, className="bar"), html.Span(text)],
        className="barred",
    )
