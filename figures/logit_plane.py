"""A loss over the plane where three logits sum to 0, and along the direction that leaves it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.height import Height
from figures.simplex import class_mark
from figures.surface import draw_surface
from figures.theme import CAMERA, LIGHT, Theme
from landscapes import Landscape
from landscapes.sweeps.logits import CORNERS, WINDOW, logit_landscape, raised
from losses import LOSSES, get
from losses.arrays import Array

__all__ = ["draw_flat", "draw_logit_field", "draw_logit_surface", "logit_field"]

# A logit's axis ends at this share of the window's half.
_REACH = 0.84
_TICKS = [-8, -4, 0, 4, 8]
# Points of each curve along a direction.
_CURVE = 81


def logit_field(loss: str, label: str, theme: Theme = LIGHT) -> go.Figure:
    """Draw a loss of one sample over its three logits, seen along the direction of no effect.

    The three axes of the logits stand at 120 degrees; the label's ends in a filled mark.

    Parameters
    ----------
    loss : str
        Key of a softmax loss.
    label : str
        "1", "2", "3", or "uniform" for 1/3 each.
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where loss or label is unknown.
    """
    landscape = logit_landscape(loss, label)
    height = Height("linear", landscape)
    return draw_logit_field(landscape, height, reach(landscape), label, theme).figure()


def draw_logit_surface(landscape: Landscape, height: Height, theme: Theme) -> Drawing:
    """Return the surface as a drawing, seen from the corner of class 1."""
    drawing = draw_surface(landscape, height, theme)
    eye, center = CAMERA["eye"], CAMERA["center"]
    # The usual view from the other side of the b axis.
    camera = CAMERA | {"eye": eye | {"x": -eye["x"]}, "center": center | {"x": -center["x"]}}
    scene = drawing.layout["scene"] | {"camera": camera}
    return Drawing(drawing.data, drawing.layout | {"scene": scene})


def draw_logit_field(
    landscape: Landscape, height: Height, longest: float, label: str, theme: Theme
) -> Drawing:
    """Return the field as a drawing: one scale both ways, and the axes of the three logits."""
    drawing = draw_field(landscape, height, "linear", longest, theme)
    length = _REACH * WINDOW.a[1]
    ends = length * CORNERS / np.hypot(*CORNERS.T)[:, None]
    over: dict[str, Any] = {"xaxis": "x2", "yaxis": "y2"}
    rays: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        # From the origin to each end, with a gap after it.
        "x": np.concatenate([[0.0, x, np.nan] for x in ends[:, 0]]),
        "y": np.concatenate([[0.0, y, np.nan] for y in ends[:, 1]]),
        "line": {"color": theme.ink, "width": 1.4},
        "hoverinfo": "skip",
        "name": "axes of the logits",
    }
    halo = {"color": theme.with_alpha(theme.ground, 0.6), "width": 4}
    marks = [class_mark(k, ends[k], label, theme) | over for k in range(len(ends))]
    names = [
        {
            "x": float(x),
            "y": float(y),
            "xref": "x",
            "yref": "y",
            "text": f"z{k + 1}",
            "showarrow": False,
            "xshift": 20,
            "bgcolor": theme.with_alpha(theme.ground, 0.82),
            "borderpad": 1,
            "font": {"size": 13, "color": theme.ink},
        }
        for k, (x, y) in enumerate(ends)
    ]
    fixed: dict[str, Any] = {"fixedrange": True, "constrain": "domain", "automargin": False}
    fixed |= {"tickvals": _TICKS}
    square = {"scaleratio": 1, "constraintoward": "middle"}
    axes = drawing.layout["xaxis"] | fixed, drawing.layout["yaxis"] | fixed | square
    # "matches" and a scale of its own do not go together: the axes laid over get the same range.
    laid = {"visible": False, **fixed}
    layout = drawing.layout | {
        "xaxis": axes[0],
        "yaxis": axes[1] | {"scaleanchor": "x"},
        "xaxis2": {"overlaying": "x", "range": axes[0]["range"], **laid},
        "yaxis2": {"overlaying": "y", "range": axes[1]["range"], **laid, **square}
        | {"scaleanchor": "x2", "anchor": "x2"},
        "annotations": names,
        "dragmode": False,
    }
    return Drawing([*drawing.data, rays | over | {"line": halo}, rays | over, *marks], layout)


def draw_flat(
    losses: list[str], label: str, logits: Array, constant: float, far: float, theme: Theme
) -> Drawing:
    """Return each loss as a constant is added to all logits, and as it is added to one of them.

    Parameters
    ----------
    losses : list of str
        Keys of softmax losses.
    label : str
        As for `logit_field`. The one logit is the label's; the first where there is none.
    logits : ndarray, (3,)
        Where both lines start.
    constant, far : float
        The constant that is marked, and how far the lines go on both sides.
    theme : Theme
        `LIGHT` or `DARK`.
    """
    constants = np.linspace(-far, far, _CURVE)
    one = np.eye(len(logits))[int(label) - 1 if label != "uniform" else 0]
    data: list[dict[str, Any]] = []
    for key in dict.fromkeys(losses):
        colour = theme.loss(key, tuple(LOSSES["softmax"]))
        title = get(key, "softmax").title
        for direction, dash, what in ((one, "dot", "to one"), (np.ones(3), "solid", "to all")):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": constants,
                    "y": raised(key, label, logits, direction, constants),
                    "line": {
                        "color": colour,
                        "width": 2.5 if dash == "solid" else 1.6,
                        "dash": dash,
                    },
                    "name": f"{title}, added {what}",
                    "hovertemplate": f"%{{y:.6g}}<extra>{title}, added {what}</extra>",
                }
            )
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.array([constant]),
                "y": raised(key, label, logits, np.ones(3), [constant]),
                "marker": {
                    "size": 10,
                    "color": colour,
                    "line": {"width": 2, "color": theme.ground},
                },
                "hoverinfo": "skip",
                "name": f"{title} at c",
            }
        )
    clear = "rgba(0,0,0,0)"  # it stands among the controls, on their ground
    layout = theme.base() | {
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "xaxis": theme.axis("constant c", range=[-far, far], fixedrange=True),
        "yaxis": theme.axis("loss", rangemode="tozero", fixedrange=True),
        "margin": {"l": 40, "r": 8, "t": 6, "b": 38},
        "hovermode": "closest",
        "dragmode": False,
    }
    return Drawing(data, layout)
