"""A chart of lines: several curves on one pair of axes, named above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from figures.drawing import Drawing
from figures.theme import Theme

__all__ = ["Line", "draw_chart", "enlarged"]


@dataclass(frozen=True, eq=False)
class Line:
    """A curve, or marks where `marks` says so."""

    x: ArrayLike
    y: ArrayLike
    name: str
    colour: str
    dash: str = "solid"
    width: float = 2.5
    marks: bool = False


def draw_chart(
    lines: Sequence[Line],
    x: str,
    y: str,
    theme: Theme,
    *,
    x_axis: dict[str, Any] | None = None,
    y_axis: dict[str, Any] | None = None,
    upright: Sequence[float] = (),
) -> Drawing:
    """Return the chart as a drawing.

    Parameters
    ----------
    lines : sequence of Line
        Drawn in this order, the last on top.
    x, y : str
        What the axes show.
    theme : Theme
        `LIGHT` or `DARK`.
    x_axis, y_axis : dict, optional
        More of plotly's settings of the axes, such as a range or a logarithmic type.
    upright : sequence of float
        Places on the x axis at which a thin line stands.
    """
    x_axis = _quiet_powers(x_axis or {}, theme)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers" if line.marks else "lines",
            "x": np.asarray(line.x, dtype=float),
            "y": np.asarray(line.y, dtype=float),
            "name": line.name,
            "line": {"color": line.colour, "width": line.width, "dash": line.dash},
            "marker": {"color": line.colour, "size": 9},
            "hovertemplate": f"%{{x:.4g}}: %{{y:.4g}}<extra>{line.name}</extra>",
        }
        for line in lines
    ]
    shapes = [
        {
            "type": "line",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": theme.secondary, "width": 1, "dash": "dot"},
        }
        for at in upright
    ]
    layout = theme.base() | {
        "xaxis": theme.axis(x, exponentformat="power") | x_axis,
        "yaxis": theme.axis(y) | (y_axis or {}),
        "showlegend": len(lines) > 1,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "bgcolor": "rgba(0,0,0,0)",
            "font": {"size": 11},
        },
        "shapes": shapes,
        "margin": {"l": 56, "r": 12, "t": 12, "b": 44},
        "hovermode": "closest",
        "dragmode": False,
    }
    return Drawing(data, layout)


def _quiet_powers(axis: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """Return a logarithmic axis' settings with powers of ten as large as the other axis' numbers.

    plotly sets powers larger by a quarter than the font it is given.
    """
    if axis.get("type") != "log":
        return axis
    return {"tickfont": {"size": 9, "color": theme.secondary}} | axis


def enlarged(drawing: Drawing, scale: float) -> Drawing:
    """Return a drawing with all of its texts so much larger, and room for them at the edges."""
    if scale == 1.0:
        return drawing
    layout = _larger(drawing.layout, scale)
    if isinstance(margin := layout.get("margin"), dict):
        layout["margin"] = {side: scale * room for side, room in margin.items()}
    return Drawing([_larger(trace, scale) for trace in drawing.data], layout)


def _larger(part: dict[str, Any], scale: float) -> dict[str, Any]:
    grown: dict[str, Any] = {}
    for name, value in part.items():
        if isinstance(value, dict):
            inner = _larger(value, scale)
            if name in ("font", "tickfont") and "size" in inner:
                inner["size"] = scale * inner["size"]
            grown[name] = inner
        elif isinstance(value, list):
            grown[name] = [_larger(one, scale) if isinstance(one, dict) else one for one in value]
        else:
            grown[name] = value
    return grown
