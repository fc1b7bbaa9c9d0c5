"""curves(): losses of one probability, against the probability or against its logit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from scipy.special import expit, logit

from figures.drawing import Drawing
from figures.theme import LIGHT, Theme
from losses import LOSSES, SIGMOID, Loss
from losses.arrays import Array

__all__ = ["PLOTS", "REACH", "curves", "draw_curves"]

# The logit axis goes from -8 to 8; p there comes within 1/3000 of 0 and of 1.
REACH = 8.0
# What is drawn, against what, and how far from 0 its axis goes at most: beyond it a curve leaves
# the plot, so that one that grows without end does not flatten the others.
PLOTS = {
    ("value", "p"): (0.0, 4.0),
    ("value", "logit"): (0.0, 8.4),
    ("slope", "logit"): (-2.2, 2.2),
    ("curvature", "logit"): (-1.1, 2.2),
}
_TITLES = {"value": "loss", "slope": "slope d loss / dz", "curvature": "curvature d² loss / dz²"}
# Steps of 1/25 in the logit: a hinge at ±1 falls on a point.
_POINTS = 401


def curves(
    *losses: Loss,
    quantity: str = "value",
    against: str = "logit",
    label: float = 1.0,
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw losses of one sample, or their derivatives in the logit.

    Parameters
    ----------
    *losses : Loss
        Losses on a sigmoid output.
    quantity : str
        "value", "slope" or "curvature", the latter two in the logit.
    against : str
        "p" or "logit"; slope and curvature are drawn against the logit alone.
    label : float
        The label y, in [0, 1].
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where there is no loss or one of another output, where the label is not in [0, 1], and
        where such a plot is not known.
    """
    return draw_curves(losses, quantity, against, label, theme).figure()


def draw_curves(
    losses: Sequence[Loss], quantity: str, against: str, label: float, theme: Theme
) -> Drawing:
    """Return the curves as a drawing: a line a loss, in the order given."""
    if (quantity, against) not in PLOTS:
        known = ", ".join(" against ".join(pair) for pair in PLOTS)
        raise ValueError(f"a plot must be one of {known}; found {quantity} against {against}")
    check(losses)
    z = _grid(against, label)
    x = np.asarray(expit(z)) if against == "p" else z
    lines = [_of(loss, quantity, z, label) for loss in losses]
    layout = theme.base() | {
        "xaxis": theme.axis(
            _across(against, label),
            range=[0, 1] if against == "p" else [-REACH, REACH],
            fixedrange=True,
        ),
        "yaxis": theme.axis(
            _TITLES[quantity],
            range=_range(lines, PLOTS[quantity, against]),
            fixedrange=True,
            zeroline=True,
            zerolinecolor=theme.hairline,
            zerolinewidth=2,
            nticks=6,
        ),
        # Above the curves there is room for the handle's number.
        "margin": {"l": 52, "r": 12, "t": 22, "b": 42},
        "hovermode": False,
        "dragmode": False,
    }
    data = [curve(loss, x, y, theme) for loss, y in zip(losses, lines, strict=True)]
    return Drawing(data, layout)


def check(losses: Sequence[Loss]) -> None:
    """Raise a ValueError unless these are losses on a sigmoid output, one at least."""
    if not losses:
        raise ValueError("losses must be one at least; found none")
    for loss in losses:
        if loss.output != SIGMOID:
            raise ValueError(f"losses must be on a sigmoid output; {loss.key} is on softmax")


def curve(loss: Loss, x: Array, y: Array, theme: Theme) -> dict[str, Any]:
    """Return a loss's line, in its colour."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {
            "color": theme.loss(loss.key, tuple(LOSSES["sigmoid"])),
            "width": 2.5,
            "simplify": False,  # plotly would leave out points, and bends would show corners
        },
        "name": loss.title,
    }


def _grid(against: str, label: float) -> Array:
    z = np.linspace(-REACH, REACH, _POINTS)
    if against == "p":  # further out, and as many again evenly over p
        z = np.concatenate([1.5 * z, logit(np.linspace(0.005, 0.995, 199))])
    # A loss of |p - y| has its kink where p = y.
    kink = [float(logit(label))] if 0.0 < label < 1.0 else []
    return np.unique(np.concatenate([z, kink]))


def _of(loss: Loss, quantity: str, z: Array, label: float) -> Array:
    if quantity == "value":
        return loss.value(z, label)
    return loss.gradient(z, label) if quantity == "slope" else loss.curvature(z, label, 1.0, 1.0)


def _range(lines: list[Array], most: tuple[float, float]) -> list[float]:
    low = max(most[0], min(0.0, *(float(line.min()) for line in lines)))
    high = min(most[1], max(0.0, *(float(line.max()) for line in lines)))
    room = 0.06 * (high - low) or 0.5
    return [low - room, high + room]


def _across(against: str, label: float) -> str:
    if against == "logit":
        return "logit z"
    return "probability p, given to the right class" if label == 1.0 else "probability p of class 1"
