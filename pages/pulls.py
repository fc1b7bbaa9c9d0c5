"""The panel that shows where a gradient comes from: each row's pull on the parameters."""

from typing import Any

import numpy as np
from dash import html

from landscapes.pulls import pulls
from losses import get
from pages.columns import colours
from scene import Scene

__all__ = ["pulls_panel"]

# Rows with the largest part; more would not be read.
_SHOWN = 30


def pulls_panel(scene: Scene, point: tuple[float, float], where: str) -> list[Any]:
    """Return the rows that pull hardest at a point of the plane, under both losses.

    Sorted by the harder of the two pulls. Bars of one loss are on one scale, full at its hardest.
    """
    problem, theta = scene.problem, scene.slice.at(*point)
    found = [pulls(problem, key, theta) for key in (scene.left, scene.right)]
    size = np.zeros((2, len(problem.dataset)))
    for side, one in enumerate(found):
        size[side, one.row] = one.size
    right = found[1]
    place = np.empty(len(right.row), dtype=int)
    place[right.row] = np.arange(len(right.row))
    full = size.max()
    order = np.argsort(-size.max(axis=0), kind="stable")[:_SHOWN]
    losses = [get(key) for key in (scene.left, scene.right)]
    features = problem.dataset.features
    rows = []
    for row in order:
        i = place[row]
        x = ", ".join(f"{value:.3g}" for value in problem.dataset.X[row, :2])
        more = ", …" if len(features) > 2 else ""
        rows.append(
            html.Tr(
                [
                    html.Td(f"{x}{more}"),
                    html.Td(f"{right.label[i]:g}"),
                    html.Td(f"{right.probability[i]:.4f}"),
                    html.Td(_bar(4.0 * right.factor[i], f"{right.factor[i]:.4f}", {})),
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
            "is the mean of all pulls: (p − y)·(x, 1) under cross-entropy, "
            "2 (p − y) p (1 − p)·(x, 1) under squared error. Shown is its length; all bars of "
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


def _bar(share: float, text: str, style: dict[str, str]) -> html.Div:
    width = f"{100.0 * min(max(float(share), 0.0), 1.0):.2f}%"
    return html.Div(
        [html.I(style={"width": width} | style, className="bar"), html.Span(text)],
        className="barred",
    )
