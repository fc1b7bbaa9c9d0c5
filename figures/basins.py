"""basin_map(): from where a descent arrives, and how soon."""

import numpy as np
import plotly.graph_objects as go

from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.height import Height
from figures.theme import LIGHT, Theme
from landscapes import Basins, Landscape

__all__ = ["basin_map", "draw_basins"]


def basin_map(landscape: Landscape, basins: Basins, theme: Theme = LIGHT) -> go.Figure:
    """Draw each start by the number of steps from it to within 1 % (or so) of the best loss.

    Starts that never came so near are tinted. A line parts the starts that end in different
    minima; the minima are numbered marks.

    Parameters
    ----------
    landscape : Landscape
        The landscape that was descended.
    basins : Basins
        What `landscapes.basins` returned for it.
    theme : Theme
        `LIGHT` or `DARK`.
    """
    return draw_basins(landscape, basins, theme).figure()


def draw_basins(landscape: Landscape, basins: Basins, theme: Theme) -> Drawing:
    """Return the map as a drawing, on the axes of the field."""
    field = draw_field(
        landscape, Height("linear", landscape), "linear", reach(landscape) or 1.0, theme
    )
    arrived = basins.steps >= 0
    steps = np.where(arrived, np.log10(np.maximum(basins.steps, 1)), np.nan)
    top = float(np.log10(basins.limit))
    marks = list(range(int(top) + 1))
    names = landscape.plane.names
    data = [
        {
            "type": "heatmap",
            "x": basins.a,
            "y": basins.b,
            "z": steps,
            "zmin": 0.0,
            "zmax": max(top, 1.0),
            "colorscale": theme.terrain_scale,
            "colorbar": {
                "thickness": 8,
                "len": 0.8,
                "outlinewidth": 0,
                "title": {"text": f"steps to {basins.within:.0%} of the best", "side": "right"},
                "tickvals": marks,
                "ticktext": [f"{10**k}" for k in marks],
            },
            "hoverinfo": "none",
            "hoverongaps": False,
            "name": "steps",
        }
    ]
    if len(basins.minima) > 1:
        data.append(
            {
                "type": "contour",
                "x": basins.a,
                "y": basins.b,
                "z": basins.end.astype(float),
                "autocontour": False,
                "contours": {
                    "start": -0.5,
                    "end": len(basins.minima) - 1.5,
                    "size": 1.0,
                    "coloring": "none",
                },
                "line": {"width": 2, "color": theme.ink, "smoothing": 0},
                "showscale": False,
                "hoverinfo": "skip",
                "name": "border between minima",
            }
        )
    if basins.minima:
        a, b = np.array([point.point for point in basins.minima]).T
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": a,
                "y": b,
                "text": [str(i + 1) for i in range(len(a))],
                "textposition": "top center",
                "textfont": {"color": theme.ink},
                "marker": {"symbol": "x", "size": 9, "color": theme.ink},
                "hovertemplate": f"{names[0]} %{{x:.4g}}, {names[1]} %{{y:.4g}}"
                "<extra>minimum</extra>",
                "name": "minima",
            }
        )
    # A tint that no number of steps has, where the heatmap has a gap.
    blank = theme.with_alpha(theme.negative, 0.35)
    return Drawing(data, field.layout | {"plot_bgcolor": blank})
