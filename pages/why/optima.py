"""Claim 3: so the gradient may lead to local optima."""

from collections.abc import Callable
from typing import Any

import dash
from dash import dcc, html

from claims import FREQUENT, Optima, Rarity, optima, rarity
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.parts.work import PATIENCE, Superseded, jobs, owner
from pages.why.claim import (
    POLLED,
    Answer,
    Claim,
    Figure,
    Step,
    chip,
    explore,
    progress,
    term,
    text,
)
from scene import Scene

__all__ = ["KNOWN", "OPTIMA", "draw_rarity"]

_DRAWS = 200
# How far the feature of either label lies from 0: not at all, and one deviation.
_SHIFTS = (0.0, 1.0)
# Data sets that were made to have several minima: here the claim is true.
KNOWN = ("two-minima", "four-minima")
_TITLES = {name: Scene(data=name).dataset.title for name in KNOWN}


def _answer(scene: Scene, theme: Theme, _own: dict[str, Any]) -> Answer:
    found = _optima(scene)
    measured = [
        text(f"On {_TITLES[name]}: {_optima(Scene(data=name)).because}")
        for name in KNOWN
        if name != scene.data
    ]
    return Answer(
        found.verdict,
        found.because,
        (
            Figure(
                _minima(found, theme),
                "The minima that were found, by place and height: "
                f"{found.names[0]} across, loss up.",
            ),
        ),
        tuple(measured),
        (
            explore(scene, ground="basins", steps=1000),
            explore(Scene(data="two-minima"), "Two minima on Explore", ground="basins"),
            explore(Scene(data="four-minima"), "Four minima on Explore", ground="basins"),
        ),
    )


def _optima(scene: Scene) -> Optima:
    return optima(scene.problem, scene.slice, scene.window, (scene.left, scene.right))


def _minima(found: Optima, theme: Theme) -> Any:
    return draw_chart(
        [
            Line(
                [point.point[0] for point in ground.minima],
                [point.value for point in ground.minima],
                f"{ground.title}: {len(ground.minima)}",
                theme.loss(ground.key),
                marks=True,
            )
            for ground in found.grounds
        ],
        found.names[0],
        "loss at the minimum",
        theme,
        x_axis={"range": list(found.window.a)},
        y_axis={"rangemode": "tozero"},
    )


def _under() -> list[Any]:
    return [
        html.P(
            "How often do data bring several minima? Draw small data sets at random, and count the "
            "minima of both losses on each: once with labels that a coin gives, whatever the "
            "feature is, and once with a feature that tells something of the label. The claim "
            f"holds where all of the interval lies above {100.0 * FREQUENT:g} %, and does not "
            "where all of it lies below. (The interval: the shares of all such data sets that the "
            "count allows for; made so, it has the true share in it 95 times of 100.)"
        ),
        html.Button(
            f"Draw {_DRAWS} random data sets of either kind",
            id="why-rarity-draw",
            type="button",
            className="outlined plain-button",
        ),
        html.Div(id="why-rarity", role="status"),
        dcc.Interval(id="why-rarity-tick", interval=POLLED, disabled=True),
    ]


def draw_rarity(clicks: object, _tick: object, client: object) -> tuple[Any, bool]:
    """Return how far the drawing has come, or what it gave; and whether there is nothing to ask."""
    if not clicks:
        return [], True
    try:
        job = jobs().ask(owner(client), "rarity", _DRAWS, "Drawing", _draw_both, "heavy")
        found: tuple[Rarity, ...] | None = job.result(PATIENCE)
    except Superseded:  # asked for again at the next tick
        return dash.no_update, False
    if found is None:
        return progress(job.title, job.share), False
    said = [html.P(f"“{Rarity.claim}”")]
    for kind, one in zip(("Coin labels: ", "Labels that x tells of: "), found, strict=True):
        said.append(html.P([html.B(kind), chip(one.verdict)]))
        said.append(text(f"{one.data[0].upper()}{one.data[1:]}. {one.because}"))
    return said, True


def _draw_both(told: Callable[[int, int], None]) -> tuple[Rarity, ...]:
    found: list[Rarity] = []

    def tell(done: int, total: int) -> None:
        told(len(found) * total + done, len(_SHIFTS) * total)

    for shift in _SHIFTS:
        found.append(rarity(_DRAWS, shift=shift, progress=tell))
    return tuple(found)


OPTIMA = Claim(
    "optima",
    "So the gradient may lead to local optima.",
    (
        [
            "Training walks downhill: the ",
            term("gradient", "the direction in which the loss rises most, and how steeply"),
            " is measured, and all parameters move a little against it, again and again. This is ",
            term(
                "gradient descent",
                "each move is the gradient times the learning rate, a number that is chosen",
            ),
            ". A ",
            term("local optimum", "a minimum that is not the lowest one"),
            " would hold it. That a loss is not convex allows such minima. It does not say that "
            "there are any.",
        ],
    ),
    (
        Step(
            r"\nabla \ell(\theta) = 0,\quad \nabla^2 \ell(\theta) \succ 0",
            "A minimum: the gradient is 0, and the loss bends up in every direction. Such points "
            "are searched from every cell of a grid and refined by Newton's method.",
        ),
        Step(
            r"\ell(\theta) = \frac{1}{n} \sum_i (p_i - y_i)^2",
            "Far out every term is nearly 0 or nearly 1, whatever the parameters do there. Two "
            "groups of rows that ask for different parameters can so each have a valley of "
            "their own, with flat ground between.",
        ),
        Step(
            r"\text{minima} \ge \left\lfloor \frac{n}{d} \right\rfloor^{d}",
            "Auer, Herbster and Warmuth (1996) make data sets of n rows and d features on which "
            "squared error of a sigmoid has so many minima. How often data have them is another "
            "question: the button above draws some.",
        ),
    ),
    _answer,
    under=_under,
)
