"""Claim 4: the real trouble is the plateau."""

from typing import Any

import numpy as np

from claims import Plateau, plateau
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.why.claim import Answer, Claim, Figure, Step, explore, term, text
from scene import Scene

__all__ = ["PLATEAU"]


def _answer(scene: Scene, theme: Theme, _own: dict[str, Any]) -> Answer:
    found = plateau(scene.problem, scene.slice, scene.window, (scene.left, scene.right))
    at = ", ".join(f"{n} = {x:.4g}" for n, x in zip(found.names, found.start, strict=True))
    rates = found.approaches[0].rates
    return Answer(
        found.verdict,
        found.because,
        (
            Figure(
                _slopes(found, theme),
                "What pushes a row with label 1: the slope of each loss in the logit, over the "
                "probability p that the label is given. At the left the model is confidently "
                "wrong.",
            ),
            Figure(
                _ways(found, theme),
                f"What is left of the way from the start ({at}) to the best, in %, at the same "
                f"rate {found.rate:.3g} (broken) and at each loss's own best (full).",
            ),
        ),
        (
            text(
                f"The start is the point of the window, on a grid, at which the right labels are "
                f"given the least probability on average. The common rate, {found.rate:.3g}, is 1 "
                "over the largest curvature that either loss has in the window. The best rate is "
                f"the soonest of {len(rates)}, from {rates[0]:g} to {rates[-1]:,g}. Slower is what "
                "takes more than twice the steps; where neither arrives, what has more than twice "
                "as much of the way left."
            ),
        ),
        (
            explore(scene, start=found.start, steps=1000, fairness="best"),
            ("The slopes on Curves", "/curves?p=0.01"),
        ),
    )


def _slopes(found: Plateau, theme: Theme) -> Any:
    return draw_chart(
        [
            Line(
                found.probability,
                found.squared_slope,
                "2 (1 − p) p (1 − p)",
                theme.loss("squared-error"),
            ),
            Line(found.probability, found.residual, "1 − p", theme.loss("cross-entropy")),
        ],
        "probability p of the label",
        "size of the slope",
        theme,
        x_axis={"range": [0, 1]},
    )


def _ways(found: Plateau, theme: Theme) -> Any:
    lines = []
    for one in found.approaches:
        for run, dash, width in ((one.given, "dash", 1.6), (one.best, "solid", 2.5)):
            if run is None or not one.start > one.reference:
                continue
            left = 100.0 * (run.value - one.reference) / (one.start - one.reference)
            name = f"{one.title}, rate {run.rate:.3g}"
            steps = np.arange(1.0, len(left))
            lines.append(Line(steps, left[1:], name, theme.loss(one.key), dash, width))
    return draw_chart(
        lines,
        "step",
        "% of the way left",
        theme,
        x_axis={"type": "log", "dtick": 1},
        y_axis={"range": [0, 105]},
    )


PLATEAU = Claim(
    "plateau",
    "The real trouble is the plateau.",
    (
        [
            "A ",
            term(
                "plateau", "ground so flat that the gradient is nearly 0, though no minimum is near"
            ),
            " is the other suspect. Both losses push a row in proportion to ",
            term("the residual p − y", "how far the probability is from the label"),
            ". Squared error multiplies it by 2 p (1 − p) as well. That factor vanishes where the "
            "model is sure, right or wrong: a row that is confidently wrong hardly pushes. "
            "A larger learning rate can make up for some of it, so both comparisons are made: at "
            "one rate, and at the rate that suits each loss best.",
        ],
    ),
    (
        Step(
            r"\frac{d}{dz}\left[-\log p\right] = -\frac{p (1 - p)}{p} = p - 1",
            "Cross-entropy of a row with label 1: the log's 1/p cancels the sigmoid's p (1 - p).",
        ),
        Step(
            r"\frac{d}{dz}(p - 1)^2 = 2 (p - 1) \cdot p (1 - p)", "Squared error: nothing cancels."
        ),
        Step(
            r"p \to 0:\quad p - 1 \to -1, \qquad 2 (p - 1) p (1 - p) \to 0",
            "Confidently wrong: the one is pushed with all there is, the other not at all.",
        ),
    ),
    _answer,
)
