"""field(): a landscape from above, its height lines and its gradient."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from figures.drawing import Drawing
from figures.height import Height
from figures.shade import shade_of
from figures.surface import caption
from figures.theme import LIGHT, Theme
from landscapes import Landscape
from losses.arrays import Array

__all__ = ["draw_field", "field"]

_LEVELS = 11
# Arrows along each axis, at most: few enough to be told apart, many enough to show the flow.
_ARROWS = 16
# On a log scale an arrow vanishes where the gradient is this many powers of ten below the longest.
_DECADES = 6.0


def field(
    landscape: Landscape,
    height: str = "linear",
    arrows: str = "linear",
    limits: tuple[float, float] | None = None,
    longest: float | None = None,
    theme: Theme = LIGHT,
    ground: str = "height",
) -> go.Figure:
    """Draw a landscape from above: filled height lines, and arrows against the gradient.

    An arrow points downhill. On the linear scale it is -gradient times one factor for the whole
    field, so its length is true to the magnitude; on the log scale its direction is the same and
    its length falls by an equal step with every power of ten.

    Parameters
    ----------
    landscape : Landscape
        What `sweep` returned, on ascending axes of at least two points.
    height, limits, theme, ground
        As for `surface`.
    arrows : str
        "linear" or "log".
    longest : float, optional
        The gradient's length that is drawn as one grid cell; the field's own longest where left
        out. Give it to draw two fields on one scale.

    Raises
    ------
    ValueError
        Where `height`, `arrows` or `ground` is unknown.
    """
    if arrows not in ("linear", "log"):
        raise ValueError(f"arrows must be 'linear' or 'log'; found {arrows!r}")
    if not isinstance(landscape, Landscape):
        raise TypeError(f"landscape must be what sweep() returns, not {type(landscape).__name__}")
    drawn = Height(height, landscape, limits)
    return draw_field(landscape, drawn, arrows, longest or reach(landscape), theme, ground).figure()


def draw_field(
    landscape: Landscape,
    height: Height,
    arrows: str,
    longest: float,
    theme: Theme,
    ground: str = "height",
) -> Drawing:
    """Return the field as a drawing: the contours, and the arrows on axes laid over them."""
    loss, axes = landscape.loss, landscape.plane.titles(landscape.problem)
    shade = shade_of(ground, landscape, height, theme)
    line = {"width": 0.7, "color": theme.with_alpha(theme.ink, 0.35)}
    contours = {
        "type": "contour",
        "x": landscape.a,
        "y": landscape.b,
        "z": shade.values,
        **shade.colours("zmin", "zmax"),
        "autocontour": False,
        "contours": {**_levels(shade.limits), "coloring": "fill"},
        "line": line,
        "hoverinfo": "none",
        "name": loss.title,
    }
    zero = {
        "type": "contour",
        "x": landscape.a,
        "y": landscape.b,
        "z": shade.values,
        "autocontour": False,
        "contours": {"start": 0.0, "end": 0.0, "size": 1.0, "coloring": "none"},
        "line": {"width": 2, "color": theme.ink},
        "showscale": False,
        "hoverinfo": "skip",
        "name": "zero curvature",
    }
    at, vectors = _arrows(landscape, arrows, longest)
    quiver = {
        "type": "quiver",
        "x": at[0],
        "y": at[1],
        "u": vectors[0],
        "v": vectors[1],
        "anchor": "tail",
        "arrowref": "data",
        "lengthmode": "raw",
        "marker": {"color": theme.with_alpha(theme.ink, 0.62), "line": {"width": 1.4}},
        "xaxis": "x2",
        "yaxis": "y2",
        "hoverinfo": "skip",
        "name": "downhill",
    }
    layout = theme.base() | {
        "title": theme.title(caption(landscape)),
        "xaxis": theme.axis(axes[0], range=_ends(landscape.a), showgrid=False),
        "yaxis": theme.axis(axes[1], range=_ends(landscape.b), showgrid=False),
        # plotly draws a quiver under a filled contour that shares its axes.
        "xaxis2": {"overlaying": "x", "matches": "x", "visible": False},
        "yaxis2": {"overlaying": "y", "matches": "y", "visible": False},
        "margin": {"l": 56, "r": 12, "t": 26, "b": 44},
        "dragmode": "pan",
        "hovermode": "closest",
    }
    return Drawing([contours, *([zero] if shade.zero else []), quiver], layout)


def _levels(limits: tuple[float, float]) -> dict[str, float]:
    step = (limits[1] - limits[0]) / (_LEVELS + 1)
    return {"start": limits[0] + step, "end": limits[1] - step, "size": step}


def reach(landscape: Landscape) -> float:
    """Return the longest gradient of the field, measured in windows per unit step.

    Axes may differ in unit, so lengths are compared as they are seen: each component as a share of
    its axis.
    """
    return float(np.hypot(*_seen(landscape, landscape.gradient)).max())


def _seen(landscape: Landscape, vectors: Array) -> Array:
    spans = np.array([np.ptp(landscape.a) or 1.0, np.ptp(landscape.b) or 1.0])
    return np.asarray(vectors / spans.reshape(2, *[1] * (vectors.ndim - 1)))


def _arrows(landscape: Landscape, arrows: str, longest: float) -> tuple[Array, Array]:
    columns, rows = _spread(len(landscape.a)), _spread(len(landscape.b))
    # Scaled first: the factor of a gradient close to float64's smallest numbers would overflow.
    downhill = -landscape.gradient[:, rows[:, None], columns].reshape(2, -1) / (longest or 1.0)
    at = np.stack(np.meshgrid(landscape.a[columns], landscape.b[rows])).reshape(2, -1)
    cell = 1.0 / max(len(columns), len(rows))
    if arrows == "linear":
        return at, cell * downhill
    length = np.hypot(*_seen(landscape, downhill))
    with np.errstate(divide="ignore"):
        drawn = np.maximum(0.0, 1.0 + np.log10(length) / _DECADES)
    factor = np.divide(drawn, length, out=np.zeros_like(length), where=drawn > 0.0)
    return at, cell * downhill * factor


def _spread(count: int) -> NDArray[np.intp]:
    """Indices of at most _ARROWS grid lines, evenly spread, half a step from the edge."""
    shown = min(count, _ARROWS)
    return np.round((np.arange(shown) + 0.5) * count / shown - 0.5).astype(np.intp)


def _ends(axis: Array) -> list[Any]:
    return [float(axis.min()), float(axis.max())]
