"""The rows of several classes, and what a softmax model makes of them."""

from typing import Any

import numpy as np

from figures.drawing import Drawing
from figures.model import Model, padded
from figures.theme import Theme
from landscapes import Problem
from losses.arrays import Array

__all__ = ["class_name", "draw_classes", "marks_in_words"]

# Classes are told apart by shape and by fill: hues belong to the losses.
_MARKS = (
    ("circle", False, "hollow circles"),
    ("square", True, "filled squares"),
    ("triangle-up", False, "hollow triangles"),
    ("diamond", True, "filled diamonds"),
)
_DASHES = ("solid", "dash", "dot", "dashdot")
_CURVE = 201
_SHADE = 121
# Corners of the simplex of three classes, an equilateral triangle with its centre at (0, 0).
_CORNERS = np.array([[-np.sqrt(3.0) / 2.0, -0.5], [np.sqrt(3.0) / 2.0, -0.5], [0.0, 1.0]])


def draw_classes(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    """Return the rows with what the models give them, for a softmax output.

    Raises
    ------
    ValueError
        Where the data have more than two features, and there is no model or more than three
        classes.
    """
    features = len(problem.dataset.features)
    if features == 1:
        return _curves(problem, models, theme)
    if features == 2:
        return _regions(problem, models, theme)
    if not models:
        raise ValueError(
            f"fit draws the rows of {features} features by a model's probabilities; give a theta"
        )
    if len(problem.dataset.classes) == 2:
        return _along(problem, models[0], theme)
    if len(problem.dataset.classes) != 3:
        raise ValueError(
            f"fit draws rows of more than two features for two or three classes; "
            f"{problem.dataset.name} has {len(problem.dataset.classes)}"
        )
    return _simplex(problem, models[0], theme)


def marks_in_words(problem: Problem) -> str:
    """Say which mark is which class."""
    names = problem.dataset.classes
    said = [f"{_mark(k)[2]}, {class_name(name)}" for k, name in enumerate(names)]
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _mark(k: int) -> tuple[str, bool, str]:
    return _MARKS[k % len(_MARKS)]


def class_name(name: str) -> str:
    """Return what a class is called in a sentence: a number alone would not be understood."""
    return f"class {name}" if name.isdigit() else name


def _curves(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    x = problem.dataset.X[:, 0]
    xs = np.linspace(*padded(x), _CURVE)
    data: list[dict[str, Any]] = []
    for model in models:
        p = problem.probability(model.theta, xs[:, None])
        for k, name in enumerate(problem.dataset.classes):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": xs,
                    "y": p[:, k],
                    "line": {
                        "color": model.colour,
                        "width": 2.5,
                        "dash": _DASHES[k % len(_DASHES)],
                    },
                    "name": f"{class_name(name)}, {model.title}",
                    "hovertemplate": f"p of {class_name(name)} %{{y:.4f}}<extra></extra>",
                }
            )
    # The rows stand below the curves, one line a class.
    below = -0.07 - 0.07 * problem.labels.argmax(axis=1)
    data += _rows(problem, x, below, theme)
    lowest = -0.1 - 0.07 * len(problem.dataset.classes)
    layout = _layout(theme, problem.dataset.features[0], "probability of each class")
    layout["yaxis"] |= {"range": [lowest, 1.05], "tickvals": [0, 0.5, 1]}
    return Drawing(data, layout)


def _regions(problem: Problem, models: list[Model], theme: Theme) -> Drawing:
    X, features = problem.dataset.X, problem.dataset.features
    count = len(problem.dataset.classes)
    xs, ys = (np.linspace(*padded(X[:, i]), _SHADE) for i in range(2))
    mesh = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    data: list[dict[str, Any]] = []
    for model in models[:1]:
        likeliest = problem.logits(model.theta, mesh).argmax(axis=1).reshape(_SHADE, _SHADE)
        data.append(
            {
                "type": "heatmap",
                "x": xs,
                "y": ys,
                "z": likeliest.astype(float),
                "zmin": 0,
                "zmax": max(count - 1, 1),
                "colorscale": theme.terrain_scale,
                "opacity": 0.45,
                "showscale": False,
                "hoverinfo": "skip",
                "name": f"likeliest class, {model.title}",
            }
        )
    data += _rows(problem, X[:, 0], X[:, 1], theme)
    layout = _layout(theme, *features)
    layout["xaxis"] |= {"range": list(padded(X[:, 0])), "showgrid": False}
    layout["yaxis"] |= {"range": list(padded(X[:, 1])), "showgrid": False}
    return Drawing(data, layout)


def _along(problem: Problem, model: Model, theme: Theme) -> Drawing:
    """Two classes of many features: the rows along the difference of their logits."""
    z = problem.logits(model.theta)
    along, p = z[:, 1] - z[:, 0], problem.probability(model.theta)[:, 1]
    order = np.argsort(along)
    curve = {
        "type": "scatter",
        "mode": "lines",
        "x": along[order],
        "y": p[order],
        "line": {"color": model.colour, "width": 2.5},
        "name": model.title,
        "hoverinfo": "skip",
    }
    spread = 0.035 * np.sin(7.0 * np.arange(len(along)))
    rows = _rows(problem, along, problem.labels[:, 1] + spread, theme)
    name = class_name(problem.dataset.classes[1])
    layout = _layout(theme, "difference of the two logits", f"probability of {name}")
    layout["yaxis"] |= {"range": [-0.12, 1.12], "tickvals": [0, 0.5, 1]}
    return Drawing([curve, *rows], layout)


def _simplex(problem: Problem, model: Model, theme: Theme) -> Drawing:
    corners = np.vstack([_CORNERS, _CORNERS[:1]])
    edges = {
        "type": "scatter",
        "mode": "lines",
        "x": corners[:, 0],
        "y": corners[:, 1],
        "line": {"color": theme.secondary, "width": 1},
        "hoverinfo": "skip",
        "name": "simplex",
    }
    names = {
        "type": "scatter",
        "mode": "text",
        "x": _CORNERS[:, 0],
        "y": _CORNERS[:, 1] + [-0.06, -0.06, 0.06],  # clear of marks at the corners
        "text": [class_name(name) for name in problem.dataset.classes],
        "textposition": ["bottom center", "bottom center", "top center"],
        "textfont": {"color": theme.ink, "size": 12},
        "hoverinfo": "skip",
        "name": "classes",
    }
    x, y = (problem.probability(model.theta) @ _CORNERS).T
    layout = _layout(theme, "", "")
    layout["xaxis"] = {"visible": False, "range": [-1.15, 1.15], "scaleanchor": "y"}
    layout["yaxis"] = {"visible": False, "range": [-0.85, 1.3]}
    layout["margin"] = {"l": 4, "r": 4, "t": 4, "b": 4}
    return Drawing([edges, names, *_rows(problem, x, y, theme)], layout)


def _layout(theme: Theme, x: str, y: str) -> dict[str, Any]:
    return theme.base() | {
        "xaxis": theme.axis(x),
        "yaxis": theme.axis(y),
        "margin": {"l": 44, "r": 8, "t": 8, "b": 40},
        "hovermode": "closest",
        "dragmode": "pan",
    }


def _rows(problem: Problem, x: Array, y: Array, theme: Theme) -> list[dict[str, Any]]:
    """The rows as marks, a shape and a fill for each class; a soft label by its likeliest."""
    own = problem.labels.argmax(axis=1)
    marks = []
    for k, name in enumerate(problem.dataset.classes):
        shape, filled, _ = _mark(k)
        marks.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": x[own == k],
                "y": y[own == k],
                "marker": {
                    "symbol": shape,
                    "size": 7 if len(x) <= 150 else 5,
                    "color": theme.with_alpha(theme.ink, 0.7) if filled else theme.ground,
                    "line": {"width": 1.2, "color": theme.ink},
                },
                "name": class_name(name),
                "hovertemplate": f"{class_name(name)}<extra></extra>",
            }
        )
    return marks
