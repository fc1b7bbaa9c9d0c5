"""draw_labels(), draw_sums(): probabilities of several labels, as they are and as two fits say."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from figures.drawing import Drawing
from figures.theme import Theme
from landscapes.terrain.outputs import Comparison

__all__ = ["NAMES", "draw_labels", "draw_sums"]

NAMES = ("true frequency", "one softmax", "three sigmoids")
"""What the three bars of a group are, in order."""


def draw_labels(found: Comparison, place: str, theme: Theme) -> Drawing:
    """Return each label's probability at one place, and their sum, three bars each.

    Hollow: the true frequency. Filled: softmax. Hatched: the sigmoids.

    Raises
    ------
    ValueError
        Where there is no such place.
    """
    if place not in found.data.places:
        raise ValueError(f"place must be one of {', '.join(found.data.places)}; found {place!r}")
    g = found.data.places.index(place)
    rows = [np.append(one[g], one[g].sum()) for one in _three(found)]
    names = [*found.data.labels, f"all {len(found.data.labels)} summed"]
    # One length for all places, so that they can be compared.
    top = max(float(one.sum(axis=1).max()) for one in _three(found))
    drawing = _bars(names, rows, f"probability at the {place}", top, theme)
    # The sum is another quantity than the three beside it.
    edge = {"type": "line", "y0": len(names) - 1.5, "y1": len(names) - 1.5, "x0": 0, "x1": 1}
    edge |= {"xref": "paper", "line": {"color": theme.hairline, "width": 2}}
    drawing.layout["shapes"].append(edge)
    return drawing


def draw_sums(found: Comparison, theme: Theme) -> Drawing:
    """Return the sum of the labels' probabilities at every place, three bars each."""
    sums = [one.sum(axis=1) for one in _three(found)]
    top = max(float(one.max()) for one in sums)
    title = f"sum of the {len(found.data.labels)} probabilities"
    return _bars(found.data.places, sums, title, top, theme)


def _three(found: Comparison) -> tuple[np.ndarray, ...]:
    return found.data.truth, found.softmax.probability, found.sigmoids.probability


def _bars(
    names: Sequence[str], rows: Sequence[ArrayLike], title: str, top: float, theme: Theme
) -> Drawing:
    clear = "rgba(0,0,0,0)"
    outline = {"color": theme.ink, "width": 1.5}
    grey = theme.terrain[1]
    marks: list[dict[str, Any]] = [
        {"color": clear, "line": outline},
        {"color": theme.secondary, "line": {"color": theme.secondary, "width": 1.5}},
        {
            "color": theme.ground,
            "line": {"color": grey if theme.name == "light" else theme.secondary, "width": 1.5},
            "pattern": {
                "shape": "/",
                "fgcolor": theme.secondary,
                "bgcolor": clear,
                "size": 6,
                "solidity": 0.4,
            },
        },
    ]
    data: list[dict[str, Any]] = [
        {
            # Lying down, so that the numbers at their ends have room beside each other.
            "type": "bar",
            "orientation": "h",
            "x": np.asarray(values, dtype=float),
            "y": list(names),
            "name": name,
            "marker": mark,
            "texttemplate": "%{x:.2f}",
            "textposition": "outside",
            "textangle": 0,
            "cliponaxis": False,
            "textfont": {"size": 12, "color": theme.ink},
            "hovertemplate": f"%{{y}}: %{{x:.4f}}<extra>{name}</extra>",
        }
        for name, values, mark in zip(NAMES, rows, marks, strict=True)
    ]
    line = {"color": theme.ink, "width": 1, "dash": "dot"}
    one = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": 1, "x1": 1, "line": line}
    layout = theme.base() | {
        "barmode": "group",
        "bargap": 0.22,
        "bargroupgap": 0.08,
        "xaxis": theme.axis(title, range=[0.0, 1.14 * max(1.0, top)], fixedrange=True),
        # From the top down, in the order of the names.
        "yaxis": theme.axis(
            "",
            showgrid=False,
            fixedrange=True,
            type="category",
            autorange="reversed",
            ticklabelstandoff=6,
            tickfont={"color": theme.ink, "size": 13},
        ),
        "showlegend": False,
        "shapes": [{**one, "layer": "below"}],
        "uniformtext": {"mode": "show", "minsize": 9},
        "margin": {"l": 76, "r": 8, "t": 8, "b": 44},
        "hovermode": "closest",
        "dragmode": False,
    }
    return Drawing(data, layout)
