"""Claim 5: cross-entropy takes both labels of each row into account."""

from typing import Any

import dash_mantine_components as dmc
import numpy as np

from claims import Labels, labels
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.parts.aria import named
from pages.why.claim import Answer, Claim, Figure, Step, explore, term, text
from scene import Scene

__all__ = ["LABELS"]


def _controls(scene: Scene) -> list[Any]:
    rows = len(scene.dataset)
    return [
        dmc.NumberInput(
            id={"type": "why-control", "claim": "labels", "name": "row"},
            label=f"Row, from 1 to {rows}",
            value=1,
            min=1,
            max=rows,
            allowDecimal=False,
            clampBehavior="none",
            className="control",
            **named("Row"),
        ),
        dmc.Select(
            id={"type": "why-control", "claim": "labels", "name": "soften"},
            label="Labels moved towards 1/2 by",
            data=[{"value": f"{s:g}", "label": f"{s:.0%}"} for s in (0.0, 0.1, 0.4, 0.8)],
            value="0",
            allowDeselect=False,
            className="control",
            **named("Labels moved towards one half by"),
        ),
    ]


def _answer(scene: Scene, theme: Theme, own: dict[str, Any]) -> Answer:
    row, rows = own.get("row", 1), len(scene.dataset)
    refused = ""
    if not isinstance(row, int) or isinstance(row, bool) or not 1 <= row <= rows:
        refused = f"A row may be a whole number from 1 to {rows:,}; this is row 1. "
        row = 1
    soften = {"0.1": 0.1, "0.4": 0.4, "0.8": 0.8}.get(str(own.get("soften")), 0.0)
    theta, minimum = scene.origin
    found = labels(scene.problem, theta, row - 1, soften)
    where = (
        "the cross-entropy minimum" if minimum else "all parameters at 0, as there is no minimum"
    )
    one, zero = found.squared
    return Answer(
        found.verdict,
        refused + found.because,
        (
            Figure(
                _terms(found, found.cross_entropy_curves, "cross-entropy", theme),
                f"Cross-entropy's two terms over p, for y = {found.label:g}. The line is the "
                f"row's own p at {where}.",
            ),
            Figure(
                _terms(found, found.squared_curves, "squared-error", theme),
                "Squared error's two terms over p, for the same row.",
            ),
        ),
        (
            text(
                f"The same row under squared error: the term of label 1 is {one:.4g}, the "
                f"term of label 0 is {zero:.4g}"
                + (f", less {found.spread:.4g} that no model changes" if found.spread else "")
                + f", together {one + zero - found.spread:.4g}."
            ),
        ),
        (explore(scene),),
    )


def _terms(found: Labels, curves: np.ndarray, loss: str, theme: Theme) -> Any:
    return draw_chart(
        [
            Line(found.p, curves[0], "of label 1", theme.loss(loss)),
            Line(found.p, curves[1], "of label 0", theme.loss(loss), "dot"),
        ],
        "probability p of label 1",
        "term of the loss",
        theme,
        x_axis={"range": [0, 1]},
        upright=(found.probability,),
    )


LABELS = Claim(
    "labels",
    "Cross-entropy takes both labels of each row into account.",
    (
        [
            "Written for a label y, which is 1 or 0, cross-entropy has two terms: one for each "
            "label. But a ",
            term("hard label", "either 1 or 0"),
            " multiplies one of them by 0. Only with a ",
            term("soft label", "a share in between, such as 0.9 where nine in ten people said 1"),
            " are both terms alive. And squared error looks at both labels just as much. To see "
            "it, labels can be moved towards 1/2: by 40 %, a label 1 becomes 0.8, and a 0 becomes "
            "0.2.",
        ],
    ),
    (
        Step(r"-y \log p - (1 - y) \log (1 - p)", "Cross-entropy of a row."),
        Step(
            r"y = 1:\; -\log p \qquad y = 0:\; -\log (1 - p)", "For a hard label one term is left."
        ),
        Step(
            r"(y - p)^2 = y (1 - p)^2 + (1 - y) p^2 - y (1 - y)",
            "Squared error can be written with the same two parts: multiply both sides out. The "
            "last part does not depend on the model, and is 0 for a hard label.",
        ),
    ),
    _answer,
    _controls,
    quick=True,
)
