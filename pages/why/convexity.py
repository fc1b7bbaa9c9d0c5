"""Claim 2: squared error on a sigmoid is not convex."""

from typing import Any

from claims import Bend, Convexity, convexity
from figures.chart import Line, draw_chart
from figures.field import draw_field, reach
from figures.height import Height
from figures.shade import shade_of
from figures.theme import Theme
from landscapes import Landscape
from pages.why.claim import Answer, Claim, Figure, Step, explore, term
from scene import Scene
from scene.study import grounds

__all__ = ["CONVEXITY"]


def _answer(scene: Scene, theme: Theme, _own: dict[str, Any]) -> Answer:
    found = convexity(
        scene.problem, scene.slice, scene.window, (scene.left, scene.right), scene.resolution
    )
    left, right = found.bends
    maps = [
        Figure(
            _without_arrows(
                draw_field(
                    ground, Height("linear", ground), "linear", reach(ground), theme, "curvature"
                )
            ),
            _map_caption(ground, bend, theme),
        )
        for ground, bend in zip(grounds(scene).landscapes, (left, right), strict=True)
    ]
    return Answer(
        found.verdict,
        found.because,
        (
            Figure(
                _one_sample(found, theme),
                "One row with label 1: the squared error, and what the slip in a common "
                "derivation makes of it. The slip grows where the model is right.",
            ),
            Figure(
                _curvature(found, theme),
                f"How the squared error bends. The curvature changes its sign at logit "
                f"{found.sample.inflection:.6g}, where p = "
                f"{found.sample.inflection_probability:.6g}.",
            ),
            *maps,
        ),
        (),
        (
            explore(scene, ground="curvature"),
            ("Curvature on Curves", "/curves?p=0.2#curve-curvature-z"),
        ),
    )


def _map_caption(ground: Landscape, bend: Bend, theme: Theme) -> str:
    """Say what the map shows: a line of 0 only where there is one, and colours that end early."""
    said = f"{bend.title}: the smallest curvature at each point of the window, "
    smallest = ground.eigenvalues[0]
    lowest, highest = float(smallest.min()), float(smallest.max())
    said += f"{lowest:.3g} to {highest:.3g}."
    if lowest < 0.0 < highest and bend.nonconvex_share > 0.0:
        said += " A line marks 0; beyond it the loss bends down."
    elif bend.nonconvex_share == 0.0:
        said += " It bends down nowhere, so there is no line of 0."
    low, high = shade_of("curvature", ground, Height("linear", ground), theme).limits
    if lowest < low or highest > high:
        said += f" The colours end at {low:.3g} and {high:.3g}: what lies beyond has the last one."
    return said


def _one_sample(found: Convexity, theme: Theme) -> Any:
    sample = found.sample
    return draw_chart(
        [
            Line(sample.z, sample.slip, "the slip: (eᶻ/(1 + e⁻ᶻ))²", theme.secondary, "dash"),
            Line(sample.z, sample.value, "1/(1 + eᶻ)²", theme.loss("squared-error")),
        ],
        "logit z",
        "loss",
        theme,
        y_axis={"range": [-0.05, 2.0]},
    )


def _curvature(found: Convexity, theme: Theme) -> Any:
    sample = found.sample
    return draw_chart(
        [Line(sample.z, sample.curvature, "curvature", theme.loss("squared-error"))],
        "logit z",
        "curvature, squared error",
        theme,
        y_axis={"zeroline": True, "zerolinecolor": theme.secondary},
        upright=(sample.inflection,),
    )


def _without_arrows(drawing: Any) -> Any:
    drawing = drawing.untitled()
    drawing.data[:] = [trace for trace in drawing.data if trace["type"] != "quiver"]
    return drawing


CONVEXITY = Claim(
    "convexity",
    "Squared error on a sigmoid is not convex.",
    (
        [
            "A loss is ",
            term("convex", "the straight line between two of its points never runs below it"),
            " where it bends upward in every direction. How it bends is its ",
            term("curvature", "how fast the slope changes; below 0 it bends down"),
            ". On a convex loss every ",
            term("minimum", "a point with nothing lower around it"),
            " is the lowest of all. The claim says that cross-entropy of this model is convex, and "
            "that squared error, the squared distance of p from the label, is not.",
        ],
        [
            "Here and below, ",
            term("the window", "the range of parameters that Explore draws for these data"),
            " is where the losses are looked at, on a grid of points. The first figure has a "
            "derivation's slip in it, too: written with eᶻ where e⁻ᶻ belongs, the same "
            "squared error would grow as the model gets better, and nothing measured on it would "
            "be right.",
        ],
    ),
    (
        Step(
            r"1 - \frac{1}{1 + e^{-z}} = \frac{e^{-z}}{1 + e^{-z}} = \frac{1}{1 + e^{z}}",
            "The distance of p from 1, for a row with label 1. In circulation is a slip, eᶻ "
            "in the numerator instead of e⁻ᶻ: the first figure shows both.",
        ),
        Step(r"s(z) = (1 - p)^2 = \frac{1}{(1 + e^{z})^2}", "The squared error of that row."),
        Step(r"\frac{dp}{dz} = p (1 - p)", "The slope of the sigmoid."),
        Step(
            r"\frac{ds}{dz} = -2 (1 - p) \cdot p (1 - p) = -2 p (1 - p)^2",
            "The chain rule.",
        ),
        Step(
            r"\frac{d^2 s}{dz^2} = \left[-2 (1 - p)^2 + 4 p (1 - p)\right] p (1 - p)"
            r" = 2 p (1 - p)^2 (3 p - 1)",
            "Once more: the derivative in p, times p (1 - p).",
        ),
        Step(
            r"\frac{d^2 s}{dz^2} < 0 \iff p < \tfrac{1}{3}",
            "All other factors are above 0. Below p = 1/3 the loss of the row bends down.",
        ),
        Step(
            r"c(z) = -\log p,\quad \frac{dc}{dz} = p - 1,\quad \frac{d^2 c}{dz^2} = p (1 - p) > 0",
            "Cross-entropy of the same row bends up everywhere. A sum of convex functions of a "
            "linear model is convex in its parameters.",
        ),
    ),
    _answer,
    quick=True,
)
