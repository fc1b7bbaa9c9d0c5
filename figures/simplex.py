"""simplex(): the triangle of three probabilities, with lines of equal loss."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.drawing import Drawing
from figures.theme import LIGHT, Theme
from landscapes.sweeps.level_lines import level_lines
from landscapes.sweeps.logits import CORNERS
from losses import LOSSES, Loss
from losses.arrays import Array

__all__ = ["SYMBOLS", "class_mark", "draw_simplex", "simplex"]

# Classes are told apart by shape, never by a loss's colour.
SYMBOLS = ("circle", "square", "triangle-up")

# How far outside a corner its mark and its name stand, in units of probability: the point may
# come close to the corner itself.
_MARK, _NAME = 0.075, 0.15


def simplex(label: str, losses: list[str], theme: Theme = LIGHT) -> go.Figure:
    """Draw the probabilities of three classes as a triangle, with lines of equal loss.

    A point's distance from the side opposite to a corner is that class's probability. The corner
    of the label is filled.

    Parameters
    ----------
    label : str
        "1", "2", "3", or "uniform" for 1/3 each.
    losses : list of str
        Keys of softmax losses; each one's lines have its colour.
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where label or a loss is unknown.
    """
    return draw_simplex(label, losses, theme).figure()


def draw_simplex(label: str, losses: list[str], theme: Theme) -> Drawing:
    """Return the triangle as a drawing, in the coordinates (a, b) of the plane of logits."""
    known = LOSSES["softmax"]
    lines = [_levels(key, label, theme, known.get(key)) for key in dict.fromkeys(losses)]
    outline = {
        "type": "scatter",
        "mode": "lines",
        "x": CORNERS[[0, 1, 2, 0], 0],
        "y": CORNERS[[0, 1, 2, 0], 1],
        "line": {"color": theme.ink, "width": 1.4},
        "hoverinfo": "skip",
        "name": "probabilities",
    }
    marks = [class_mark(k, _outside(k, _MARK), label, theme) for k in range(len(CORNERS))]
    target = []
    if label == "uniform":  # no corner, but the middle, is what the label asks for
        mark = class_mark(0, np.zeros(2), "1", theme, 9) | {"name": "the label, 1/3 each"}
        target = [mark | {"marker": mark["marker"] | {"symbol": "diamond"}}]
    layout = theme.base() | {
        "xaxis": _axis((-0.98, 0.98)),
        "yaxis": _axis((-0.66, 1.06)) | {"scaleanchor": "x", "scaleratio": 1},
        "annotations": [_name(k, label, theme) for k in range(len(CORNERS))],
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "hovermode": False,
        "dragmode": False,
    }
    return Drawing([*lines, outline, *marks, *target], layout)


def class_mark(k: int, at: Array, label: str, theme: Theme, size: float = 11) -> dict[str, Any]:
    """Return the mark of class k: hollow, and filled where it is the label."""
    own = label == str(k + 1)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": at[:1],
        "y": at[1:],
        "marker": {
            "symbol": SYMBOLS[k],
            "size": size + 3 * own,
            "color": theme.ink if own else theme.ground,
            # A filled one keeps clear of dark ground by a rim.
            "line": {"width": 1.8, "color": theme.ground if own else theme.ink},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        "name": f"class {k + 1}",
    }


def _levels(key: str, label: str, theme: Theme, loss: Loss | None) -> dict[str, Any]:
    lines = level_lines(key, label)
    # One trace of many pieces: a gap after each.
    gaps = np.full((len(lines.segments), 1, 2), np.nan)
    x, y = np.concatenate([lines.segments, gaps], axis=1).reshape(-1, 2).T
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": theme.with_alpha(_hex(theme, key), 0.6), "width": 1.2},
        "hoverinfo": "skip",
        "name": loss.title if loss else key,
    }


def _hex(theme: Theme, key: str) -> str:
    return theme.loss(key, tuple(LOSSES["softmax"]))


def _name(k: int, label: str, theme: Theme) -> dict[str, Any]:
    x, y = _outside(k, _NAME)
    own = label == str(k + 1)
    text = f"class {k + 1}" + (", the label" if own else "")
    return {
        "x": float(x),
        "y": float(y),
        "text": f"<b>{text}</b>" if own else text,
        "showarrow": False,
        # Towards the middle, so that a long name stays within the figure.
        "xanchor": ("left", "right", "center")[k],
        "xshift": (-12, 12, 0)[k],
        "yanchor": "top" if k < 2 else "bottom",
        "font": {"size": 13, "color": theme.ink},
    }


def _outside(k: int, distance: float) -> Array:
    return np.asarray(CORNERS[k] * (1.0 + distance / np.hypot(*CORNERS[k])))


def _axis(limits: tuple[float, float]) -> dict[str, Any]:
    return {
        "range": list(limits),
        "visible": False,
        "fixedrange": True,
        "constrain": "domain",
    }
