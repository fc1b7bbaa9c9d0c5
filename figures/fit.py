"""fit(): the data, and what one or several models make of them."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from figures.classes import class_name, draw_classes, marks_in_words
from figures.drawing import Drawing
from figures.model import Model, padded
from figures.theme import LIGHT, Theme
from landscapes import Problem
from losses.arrays import Array

__all__ = ["Model", "draw_fit", "fit", "fit_note"]

_CURVE = 201
_SHADE = 61


def fit(problem: Problem, *thetas: ArrayLike, theme: Theme = LIGHT) -> go.Figure:
    """Draw the rows and the probabilities that a model gives.

    Sigmoid output. One feature: the probability of class 1 over the rows. Two features: the line
    where p = 1/2, with p as shading. More: the sigmoid over the rows' logits.

    Softmax output. One feature: each class's probability. Two features: the region where each class
    is likeliest. More: each row's three probabilities as a point of the simplex.

    Parameters
    ----------
    problem : Problem
        The data and the model's output.
    *thetas : array_like, (P,)
        One or several models' parameters.
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where a theta has the wrong shape, or there is none and the data have more than two
        features; under softmax also where these have more than three classes.
    """
    models = [Model(theta, f"model {i + 1}", theme.ink) for i, theta in enumerate(thetas)]
    return draw_fit(problem, models, theme).figure()


def draw_fit(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    """Return the fit as a drawing."""
    if problem.kind.class_axis:
        return draw_classes(problem, models, theme)
    features = problem.dataset.features
    if len(features) > 2 and not models:
        raise ValueError(
            f"fit draws the rows of {len(features)} features along a model's logits; give a theta"
        )
    if len(features) == 2:
        return _plane(problem, models, theme)
    return _line(problem, models, theme)


def fit_note(problem: Problem, at_cursor: bool) -> str:
    """Say in words what the drawing shows."""
    features, softmax = len(problem.dataset.features), problem.kind.class_axis
    classes = problem.dataset.classes
    ink = "black, the one at the cursor" if at_cursor else "move over a field for the one there"
    if softmax:
        return f"{marks_in_words(problem)} {_softmax_words(features, at_cursor)}"
    marks = f"Hollow marks: {_class(problem, 0)}. Filled: {_class(problem, 1)}."
    if features > 2:
        whose = "the model at the cursor" if at_cursor else "the right descent's end"
        return f"{marks} The rows along the logit of {whose}."
    what = "curves" if features == 1 else "lines"
    assert len(classes) == 2
    return f"{marks} The {what} are the two models at this step; {ink}."


def _softmax_words(features: int, at_cursor: bool) -> str:
    if features > 2:
        whose = "the model at the cursor" if at_cursor else "the right descent's end"
        return f"Each row stands at the probabilities that {whose} gives it: a corner is certainty."
    whose = "at the cursor" if at_cursor else "at the right descent's end"
    if features == 1:
        return (
            "The lines are each class's probability under the two models at this step; black, "
            f"under the model {whose}."
        )
    return (
        f"Shaded are the regions where each class is likeliest under the model {whose}; the lines "
        "are the borders under the two models at this step."
    )


def _line(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    """One feature along the axis; or, of many features, the first model's logit."""
    features = problem.dataset.features
    single = len(features) == 1
    along = problem.dataset.X[:, 0] if single else problem.logits(models[0].theta)
    xs = np.linspace(*padded(along), _CURVE)
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
    xs, ys = (np.linspace(*padded(X[:, i]), _SHADE) for i in range(2))
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
        "xaxis": theme.axis(features[0], range=list(padded(X[:, 0])), showgrid=False),
        "yaxis": theme.axis(features[1], range=list(padded(X[:, 1])), showgrid=False),
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
    return class_name(problem.dataset.classes[label])
