"""Claim 9: so the logarithm is what to train on."""

from typing import Any

import numpy as np
from dash import html

from claims import Reasons, reasons
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.why.claim import Answer, Claim, Figure, Step, explore, term
from scene import Scene

__all__ = ["REASONS"]


def _answer(scene: Scene, theme: Theme, _own: dict[str, Any]) -> Answer:
    found = reasons(scene.problem, scene.slice, scene.window)
    minimum = scene.origin[1]
    where = "at the cross-entropy minimum" if minimum else "with all parameters at 0"
    return Answer(
        found.verdict,
        found.because,
        (
            Figure(
                _proper(found, theme),
                "For each true probability of label 1, the report whose expected cross-entropy is "
                "least. On the line: telling the truth pays best.",
            ),
            Figure(
                _weights(found, theme),
                f"What the heaviest row of {found.data} carries {where}, in % of all loss and "
                f"of all pulls on the parameters; of {found.rows} rows alike each would carry "
                f"{100.0 / found.rows:.3g} %.",
            ),
        ),
        (_facts(found, "reason", "What speaks for it"), _facts(found, "cost", "What it costs")),
        (
            explore(scene),
            ("Which report costs least, on Curves", "/curves?truth=0.7#report"),
        ),
    )


# What stands before a fact, by its kind and whether it is so on these data.
_MARKS = {
    ("reason", True): "Holds here: ",
    ("reason", False): "Does not hold here: ",
    ("cost", True): "Felt here: ",
    ("cost", False): "Not felt here: ",
}


def _facts(found: Reasons, kind: str, title: str) -> Any:
    rule = []
    if kind == "cost":
        rule.append(
            html.P(
                "The first cost counts as felt where the heaviest row's share of the loss or of "
                "the pulls is more than twice that under squared error; the second where the "
                "classes are separable and no penalty holds the parameters.",
                className="note",
            )
        )
    items = [
        html.Li([html.B(_MARKS[kind, fact.present]), fact.words])
        for fact in found.facts
        if fact.kind == kind
    ]
    return html.Div([html.H3(title), html.Ul(items), *rule], className="facts")


def _proper(found: Reasons, theme: Theme) -> Any:
    return draw_chart(
        [
            Line([0.0, 1.0], [0.0, 1.0], "the truth", theme.secondary, "dot", 1.2),
            Line(found.truths, found.answers, found.title, theme.loss(found.key), marks=True),
        ],
        "true probability",
        "best report",
        theme,
        x_axis={"range": [0, 1]},
        y_axis={"range": [0, 1]},
    )


def _weights(found: Reasons, theme: Theme) -> Any:
    # Beside each other: equal marks would hide each other.
    places = np.arange(2.0)
    return draw_chart(
        [
            Line(
                [100.0 * weight.loss_share, 100.0 * weight.pull_share],
                places + 0.12 * (0.5 - i),
                weight.title,
                theme.loss(weight.key),
                marks=True,
            )
            for i, weight in enumerate(found.weights)
        ],
        "% of the whole",
        "",
        theme,
        x_axis={"rangemode": "tozero"},
        y_axis={
            "tickvals": [0, 1],
            "ticktext": ["of the loss", "of the pulls"],
            "range": [-0.5, 1.5],
        },
    )


REASONS = Claim(
    "reasons",
    "So the logarithm is what to train on.",
    (
        [
            "The short answer has four reasons and two costs. Each is measured below, and may be "
            "missing on other data. Cross-entropy is the likelihood, counted row by row. It is ",
            term("proper", "on average the true probability costs least, so telling it pays"),
            ". It is convex together with the softmax, and its gradient is just p − y: a wrong row "
            "pushes with what it is wrong by. It has a price, too: it has no upper bound, so that "
            "an ",
            term("outlier", "a row far from all others of its label"),
            " can weigh more than many rows, in the loss as in its ",
            term("pull", "a row's part in the gradient that moves the parameters"),
            "; and where classes are separable no finite parameters are the best.",
        ],
    ),
    (
        Step(
            r"\mathbb{E}[\ell] = -t \log p - (1 - t) \log (1 - p)",
            "The expected loss of reporting p where label 1 has the probability t.",
        ),
        Step(
            r"\frac{d}{dp} = \frac{p - t}{p (1 - p)} = 0 \iff p = t",
            "It is least at the truth: "
            "proper. Squared error is proper as well; the distance |p - y| is not.",
        ),
        Step(
            r"\frac{\partial}{\partial z_k}\left[-\sum_j y_j \log p_j\right] = p_k - y_k",
            "The gradient in the logits, as -log p is linear plus log-sum-exp and the latter's "
            "slope is the softmax.",
        ),
        Step(
            r"\frac{\partial^2}{\partial z_j \partial z_k} = p_k \left([j = k] - p_j\right)",
            "The Hessian is the covariance of the classes under p: never negative in any "
            "direction, so the loss is convex.",
        ),
    ),
    _answer,
    quick=True,
)
