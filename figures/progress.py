"""progress(): how far each descent has come, step by step."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from figures.drawing import Drawing
from figures.theme import LIGHT, Theme
from landscapes import Path
from losses import LOSSES

__all__ = ["draw_progress", "progress"]

_QUANTITIES = ("loss", "slope")


def progress(
    *paths: Path, quantity: str = "loss", scale: str = "linear", theme: Theme = LIGHT
) -> go.Figure:
    """Draw what is left at each step of several descents, as a share of the start.

    Parameters
    ----------
    *paths : Path
        What `descend` returned.
    quantity : str
        "loss", or "slope" for the length of the gradient.
    scale : str
        "linear" or "log".
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where the quantity or the scale is unknown.
    """
    return draw_progress(paths, quantity, scale, theme).figure()


def draw_progress(paths: Sequence[Path], quantity: str, scale: str, theme: Theme) -> Drawing:
    """Return the chart as a drawing."""
    if quantity not in _QUANTITIES:
        raise ValueError(f"quantity must be one of {', '.join(_QUANTITIES)}; found {quantity!r}")
    if scale not in ("linear", "log"):
        raise ValueError(f"scale must be 'linear' or 'log'; found {scale!r}")
    data = []
    for path in paths:
        left = path.value if quantity == "loss" else path.gradient_norm
        share = 100.0 * left / left[0] if left[0] > 0.0 else np.zeros(len(left))
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": np.arange(len(share), dtype=float),
                "y": share,
                "line": {
                    "color": theme.loss(path.loss.key, tuple(LOSSES[path.loss.output.key])),
                    "width": 2.5,
                },
                "name": path.loss.title,
                "hovertemplate": f"step %{{x}}: %{{y:.4g}} %<extra>{path.loss.title}</extra>",
            }
        )
    layout = theme.base() | {
        "xaxis": theme.axis("step", rangemode="tozero"),
        "yaxis": theme.axis(
            "", ticksuffix=" %", type=scale, rangemode="tozero", exponentformat="power", nticks=5
        ),
        "margin": {"l": 52, "r": 8, "t": 6, "b": 36},
        "hovermode": "closest",
        "dragmode": "pan",
    }
    return Drawing(data, layout)
