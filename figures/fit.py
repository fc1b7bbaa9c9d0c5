"""fit(): the data, and what one or several models make of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from figures.drawing import Drawing
from figures.theme import LIGHT, Theme
from landscapes import Problem
from losses.arrays import Array

__all__ = ["Model", "draw_fit", "fit"]

_CURVE = 201
_SHADE = 61


@dataclass(frozen=True, eq=False)
class Model:
    """Parameters to draw, with the name and the colour they are drawn in."""

    theta: ArrayLike
    title: str
    colour: str


def fit(problem: Problem, *thetas: ArrayLike, theme: Theme = LIGHT) -> go.Figure:
    """Draw the rows and the probability of class 1 that a model gives.

    One feature: the sigmoid curve over the rows. Two features: the line where p = 1/2, with p as
    shading. More: the sigmoid over the rows' logits.

    Parameters
    ----------
    problem : Problem
        With a sigmoid output.
    *thetas : array_like, (P,)
        One or several models' parameters.
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where the output is not a sigmoid, a theta has the wrong shape, or there is none and the
        data have more than two features.
    """
    models = [Model(theta, f"model {i + 1}", theme.ink) for i, theta in enumerate(thetas)]
    return draw_fit(problem, models, theme).figure()


def draw_fit(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    """Return the fit as a drawing."""
    if problem.kind.class_axis:
        raise ValueError("fit draws a sigmoid output; the problem's is softmax")
    features = problem.dataset.features
    if len(features) > 2 and not models:
        raise ValueError(
            f"fit draws the rows of {len(features)} features along a model's logits; give a theta"
        )
    if len(features) == 2:
        return _plane(problem, models, theme)
    return _line(problem, models, theme)


def _line(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    """One feature along the axis; or, of many features, the first model's logit."""
    features = problem.dataset.features
    single = len(features) == 1
    along = problem.dataset.X[:, 0] if single else problem.logits(models[0].theta)
    xs = np.linspace(*_padded(along), _CURVE)
    data = []
    for model in models if single else models[:1]:
        p = (
            problem.probability(model.theta, xs[:, None])
            if single
            else problem.kind.probability(xs)
        )
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs,
                "y": p,
                "line": {"color": model.colour, "width": 2.5},
                "name": model.title,
                "hovertemplate": f"p %{{y:.4f}}<extra>{model.title}</extra>",
            }
        )
    # Rows of one class would lie on each other: spread them a little around their label.
    spread = 0.035 * np.sin(7.0 * np.arange(len(along)))
    data += _rows(problem, along, problem.labels + spread, theme)
    layout = theme.base() | {
        "xaxis": theme.axis(features[0] if single else "logit z of the model"),
        "yaxis": theme.axis(
            f"probability of {_class(problem, 1)}", range=[-0.12, 1.12], tickvals=[0, 0.5, 1]
        ),
        "margin": {"l": 44, "r": 8, "t": 8, "b": 40},
        "hovermode": "closest",
        "dragmode": "pan",
    }
    return Drawing(data, layout)


def _plane(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    X, features = problem.dataset.X, problem.dataset.features
    xs, ys = (np.linspace(*_padded(X[:, i]), _SHADE) for i in range(2))
    mesh = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    data: list[dict[str, Any]] = []
    for model in models:
        shade = len(models) == 1
        p = problem.probability(model.theta, mesh).reshape(_SHADE, _SHADE)
        if shade:
            data.append(
                {
                    "type": "heatmap",
                    "x": xs,
                    "y": ys,
                    "z": p,
                    "zmin": 0,
                    "zmax": 1,
                    "zsmooth": "best",
                    "colorscale": theme.terrain_scale,
                    "opacity": 0.55,
                    "showscale": False,
                    "hovertemplate": "p %{z:.4f}<extra></extra>",
                }
            )
        data.append(
            {
                "type": "contour",
                "x": xs,
                "y": ys,
                # The logit's zero is the line p = 1/2, and exact however steep the sigmoid is.
                "z": problem.logits(model.theta, mesh).reshape(_SHADE, _SHADE),
                "autocontour": False,
                "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
                "line": {"width": 2.5, "color": model.colour},
                "showscale": False,
                "hoverinfo": "skip",
                "name": f"p = 1/2, {model.title}",
            }
        )
    data += _rows(problem, X[:, 0], X[:, 1], theme)
    layout = theme.base() | {
        "xaxis": theme.axis(features[0], range=list(_padded(X[:, 0])), showgrid=False),
        "yaxis": theme.axis(features[1], range=list(_padded(X[:, 1])), showgrid=False),
        "margin": {"l": 44, "r": 8, "t": 8, "b": 40},
        "hovermode": "closest",
        "dragmode": "pan",
    }
    return Drawing(data, layout)


def _rows(problem: Problem, x: Array, y: Array, theme: Theme) -> list[dict[str, Any]]:
    """The rows as marks: hollow for class 0, filled for class 1, a soft label by the nearer."""
    own = problem.labels >= 0.5
    marks = []
    for label, rows, fill in ((0, ~own, theme.ground), (1, own, theme.with_alpha(theme.ink, 0.7))):
        marks.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": x[rows],
                "y": y[rows],
                "marker": {
                    "size": 7 if len(x) <= 150 else 5,
                    "color": fill,
                    "line": {"width": 1.2, "color": theme.ink},
                },
                "name": _class(problem, label),
                "hovertemplate": f"%{{x:.4g}}<extra>{_class(problem, label)}</extra>",
            }
        )
    return marks


def _class(problem: Problem, label: int) -> str:
    name = problem.dataset.classes[label]
    return f"class {name}" if name.isdigit() else name


def _padded(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = 0.08 * (high - low) or 1.0
    return low - pad, high + pad
