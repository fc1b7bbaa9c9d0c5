"""surface(): a landscape's height as a surface over its plane."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.drawing import Drawing
from figures.height import Height
from figures.shade import shade_of
from figures.theme import CAMERA, LIGHT, Theme
from landscapes import Landscape

__all__ = ["caption", "draw_surface", "surface"]

# Height lines on the surface; more read as noise from the back row.
_LINES = 16


def surface(
    landscape: Landscape,
    height: str = "linear",
    limits: tuple[float, float] | None = None,
    theme: Theme = LIGHT,
    ground: str = "height",
) -> go.Figure:
    """Draw a landscape as a surface.

    Parameters
    ----------
    landscape : Landscape
        What `sweep` returned.
    height : str
        "linear", or "log" for the base-10 logarithm of the loss, where it is above 0 somewhere.
    limits : (float, float), optional
        Lowest and highest loss of the height axis and the colours; the landscape's own where left
        out.
    theme : Theme
        `LIGHT` or `DARK`.
    ground : str
        What the colour shows: "height", "curvature", "slope" or "condition".

    Raises
    ------
    TypeError
        Where `landscape` is none.
    ValueError
        Where `height` or `ground` is unknown.
    """
    if not isinstance(landscape, Landscape):
        raise TypeError(f"landscape must be what sweep() returns, not {type(landscape).__name__}")
    return draw_surface(landscape, Height(height, landscape, limits), theme, ground).figure()


def draw_surface(
    landscape: Landscape,
    height: Height,
    theme: Theme,
    ground: str = "height",
    camera: Sequence[float] | None = None,
) -> Drawing:
    """Return the surface as a drawing, seen by a camera: its eye's place and what it looks at."""
    shade = shade_of(ground, landscape, height, theme)
    names, loss = landscape.plane.names, landscape.loss
    # "weight w1": the feature's name would be cut off at a surface's edge; the field has it. So
    # would be what directions are that are no parameters.
    axes = list(names)
    if landscape.plane.words is None:
        axes = [landscape.problem.words(name).partition(" of ")[0] for name in names]
    low, high = height.limits
    step = (high - low) / _LINES
    line = theme.with_alpha(theme.ink if theme.name == "light" else "#ffffff", 0.28)
    trace = {
        "type": "surface",
        "x": landscape.a,
        "y": landscape.b,
        "z": height.of(landscape),
        "surfacecolor": shade.values,
        **shade.colours("cmin", "cmax"),
        # The field below has the same colours, with their scale.
        "showscale": False,
        # A surface of opacity 1 can vanish from an exported picture beside lines in space.
        "opacity": 0.99,
        "lighting": {"ambient": 0.72, "diffuse": 0.6, "specular": 0.06, "roughness": 0.9},
        "contours": {
            "x": {"highlight": False},
            "y": {"highlight": False},
            "z": {
                "show": True,
                "start": low + step,
                "end": high,
                "size": step,
                "color": line,
                "width": 1,
                "highlight": False,
            },
        },
        "hovertemplate": f"{names[0]} %{{x:.4g}}<br>{names[1]} %{{y:.4g}}<br>"
        f"{'log10 of the loss' if height.scale == 'log' else 'loss'} %{{z:.4g}}"
        f"<extra>{loss.title}</extra>",
        "name": loss.title,
    }
    scene = {
        "xaxis": _axis(theme, axes[0], _ends(landscape.a)),
        "yaxis": _axis(theme, axes[1], _ends(landscape.b)),
        "zaxis": _axis(theme, height.title, height.limits) | height.ticks(),
        "camera": CAMERA if camera is None else _camera(camera),
        "aspectmode": "manual",
        "aspectratio": {"x": 1.0, "y": 1.0, "z": 0.72},
        "dragmode": "turntable",
    }
    layout = theme.base() | {
        "title": theme.title(caption(landscape)),
        "scene": scene,
        "margin": {"l": 0, "r": 0, "t": 24, "b": 0},
    }
    return Drawing([trace], layout)


def caption(landscape: Landscape) -> str:
    """Return what a landscape shows: loss, data, number of rows, parameters, penalty."""
    problem = landscape.problem
    names = " and ".join(landscape.plane.names)
    text = f"{landscape.loss.title} of {problem.dataset.title}, over {names}"
    return f"{text}, penalty {problem.penalty:g}" if problem.penalty else text


def _camera(camera: Sequence[float]) -> dict[str, Any]:
    eye, centre = camera[:3], camera[3:]
    return CAMERA | {
        "eye": dict(zip("xyz", eye, strict=True)),
        "center": dict(zip("xyz", centre, strict=True)),
    }


def _axis(theme: Theme, title: str, limits: tuple[float, float]) -> dict[str, Any]:
    return {
        "title": {"text": title, "font": {"size": 13, "color": theme.ink}},
        "range": list(limits),
        "gridcolor": theme.hairline,
        "linecolor": theme.hairline,
        "showbackground": False,
        "zeroline": False,
        "showspikes": False,
        "tickfont": {"size": 10.5, "color": theme.secondary},
        "nticks": 6,
    }


def _ends(axis: np.ndarray) -> tuple[float, float]:
    return float(axis.min()), float(axis.max())
