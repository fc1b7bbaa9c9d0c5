"""Claim 7: squared error gives bad results; cross-entropy converges faster."""

from typing import Any

import numpy as np
from dash import html

from claims import Heat, Race, Runner, race
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.why.claim import Answer, Claim, Figure, Step, explore, term, text
from scene import Scene

__all__ = ["RACE", "race_answer"]


# Height of the figures, for a line to each data set.
_TALL = 400


def race_answer(found: Race, scene: Scene, theme: Theme) -> Answer:
    """Return what the race gave: the table of all data sets, the calibration on the one in view."""
    heat = next((one for one in found.heats if one.name == scene.data), found.heats[0])
    return Answer(
        found.verdict,
        found.because,
        (
            Figure(
                _calibration(heat, theme),
                f"Calibration on {heat.data}: what share of the held-out rows is of class 1, in "
                f"bins of the probability they were given. {heat.held_out} rows; on the line a "
                "forecast is right.",
                _TALL,
            ),
            Figure(
                _steps(found, theme),
                "Steps until 99 % of the way to the lowest loss is done, at each loss's own best "
                f"rate; a mark at the right, beyond the line, did not arrive in {found.limit:,}.",
                _TALL,
            ),
        ),
        (
            text(
                "How to read the table. Row by row the one loss's score is taken from the other's; "
                "a score is worse or better where the mean of these differences is more than two "
                "standard errors from 0, on ten held-out rows or more (the standard error is how "
                "far such a mean strays by chance); else there is no clear difference. Slower "
                "is what takes more than twice "
                "the steps; where neither arrives, what has more than twice as much of the way "
                "left. The best rate is the soonest on the fitted rows: it is not chosen for the "
                "held-out ones."
            ),
            _table(found),
        ),
        (
            explore(scene, fairness="best", steps=1000),
            explore(Scene(data="label-noise"), "Some labels wrong, on Explore", steps=1000),
        ),
    )


def _calibration(heat: Heat, theme: Theme) -> Any:
    lines = [Line([0.0, 1.0], [0.0, 1.0], "as often as said", theme.secondary, "dot", 1.2)]
    for runner in heat.runners:
        bins = runner.forecast.calibration
        some = bins.count > 0
        colour = theme.loss(runner.key)
        lines.append(Line(bins.predicted[some], bins.observed[some], runner.title, colour))
    return draw_chart(
        lines,
        "probability that was given",
        "share that came",
        theme,
        x_axis={"range": [-0.02, 1.02]},
        y_axis={"range": [-0.02, 1.02]},
    )


def _steps(found: Race, theme: Theme) -> Any:
    places = np.arange(len(found.heats))
    lines, many = [], len(found.heats[0].runners)
    for i, runner in enumerate(found.heats[0].runners):
        steps = [heat.runners[i].approach.best.steps for heat in found.heats]
        shown = [found.limit * 1.6 if step < 0 else max(step, 1) for step in steps]
        colour = theme.loss(runner.key)
        beside = places + 0.22 * (i - 0.5 * (many - 1))
        lines.append(Line(shown, beside, runner.title, colour, marks=True))
    names = [heat.title for heat in found.heats]
    return draw_chart(
        lines,
        "steps",
        "",
        theme,
        x_axis={"type": "log", "dtick": 1},
        y_axis={"tickvals": places.tolist(), "ticktext": names, "autorange": "reversed"},
        upright=(1.25 * found.limit,),
    )


def _table(found: Race) -> Any:
    heads = ("data set", "loss", "best rate", "steps", "accuracy", "log loss", "Brier score")
    rows = []
    for heat in found.heats:
        told = [
            f"{heat.fitted + heat.held_out} rows",
            f"{heat.features} feature{'s' * (heat.features > 1)}",
            f"{heat.held_out} held out",
        ]
        for i, runner in enumerate(heat.runners):
            first = (
                [
                    html.Th(
                        [heat.title, html.Small(", ".join(told))],
                        rowSpan=len(heat.runners),
                        scope="rowgroup",
                    )
                ]
                if i == 0
                else []
            )
            rows.append(
                html.Tr(
                    [
                        *first,
                        *(
                            _cell(head, cell)
                            for head, cell in zip(heads[1:], _cells(runner), strict=True)
                        ),
                    ]
                )
            )
        pace = heat.pace.capitalize()
        costs = [r.cost_of_certainty for r in heat.runners if r.cost_of_certainty]
        said = ", ".join(f"{name}: {how}" for name, how in heat.compared.items())
        rows.append(
            html.Tr(
                html.Td(
                    f"Squared error against cross-entropy: {said}. {pace}. The claim "
                    f"{heat.verdict}. {' '.join(costs)}",
                    colSpan=len(heads),
                    className="quiet",
                )
            )
        )
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="numbers race",
    )
    return html.Div(table, className="wide", tabIndex=0)


def _cell(head: str, cell: str) -> html.Td:
    """Return a cell that can say what it holds, where a narrow page has no room for heads."""
    label: dict[str, Any] = {"data-label": head}
    return html.Td(cell, **label)


def _score(value: float) -> str:
    """Write a score to three places; a smaller one to its first digit, so that it is not 0."""
    return f"{value:.3f}" if value == 0.0 or value >= 1e-3 else f"{value:.1g}"


def _cells(runner: Runner) -> list[str]:
    best, score = runner.approach.best, runner.forecast
    steps = f"{best.steps:,}" if best.steps >= 0 else f"not in {runner.approach.limit:,}"
    log_loss = _score(score.log_loss) if np.isfinite(score.log_loss) else "∞"
    return [
        runner.title,
        f"{best.rate:,g}",
        steps,
        f"{score.accuracy:.3f}",
        log_loss,
        _score(score.brier),
    ]


def _answer(scene: Scene, theme: Theme, own: dict[str, Any]) -> Answer:
    found = own["race"]
    assert isinstance(found, Race)  # the page waits for it
    return race_answer(found, scene, theme)


RACE = Claim(
    "race",
    "Squared error gives bad results; cross-entropy converges faster.",
    (
        [
            "So let them race, on every data set there is here. Three in ten rows are ",
            term("held out", "not used in training, so that they test it"),
            ". Each loss descends from parameters 0 at the rate that brings it soonest to within "
            "1 % of its best, and goes on there to the last step: at a large rate it may end far "
            "too sure. With the parameters that it ends with the held-out rows are forecast: the ",
            term("accuracy", "share of the rows whose likelier class is the right one"),
            ", the ",
            term("log loss", "mean cross-entropy; lower is better"),
            " and the ",
            term("Brier score", "mean squared distance of p from the label; lower is better"),
            " are counted. A forecast is ",
            term("calibrated", "of the rows given 0.7, seven in ten are of class 1"),
            " where its probabilities come true as often as they say. A third loss takes part: "
            "squared error of the logit itself, without a sigmoid: (z − t)², where t is 1 for "
            "label 1 and −1 for label 0.",
        ],
    ),
    (
        Step(
            r"\mathbb{E}\left[(z - t)^2\right] \text{ is least at } z = \mathbb{E}[t] = 2 P(y = 1)"
            r" - 1, \quad t = 2 y - 1",
            "Squared error on the logit, with labels -1 and 1: its "
            "forecast is therefore (z + 1)/2, cut off at 0 and 1. Hui and Belkin (2021) find that "
            "it trains large networks as well as cross-entropy does.",
        ),
        Step(
            r"\text{there after } t \text{ steps} \iff \ell(\theta_s) - \ell^* \le 0.01\,"
            r" (\ell(\theta_0) - \ell^*) \text{ for all } s \ge t",
            "What counts as arrived: 99 % "
            "of the way from the start's loss to the best is done, to stay.",
        ),
        Step(
            r"\bar d \pm 2\, \frac{\operatorname{sd}(d)}{\sqrt{n}}",
            "A score is called worse or "
            "better where the mean of the rows' paired differences is more than two standard "
            "errors from 0; else there is no clear difference.",
        ),
    ),
    _answer,
    work=lambda progress: race(progress=progress),
)
