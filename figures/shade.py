"""Shade: what the colour of the ground shows: its height, curvature, slope or condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from figures.height import Height
from figures.theme import Theme
from landscapes import Landscape
from losses.arrays import Array

__all__ = ["SHADES", "Shade", "shade_of"]

# Share of the grid whose curvatures the diverging colours tell apart; a single sharp ridge would
# else leave all the rest in one colour.
_TOLD_APART = 98.0
# A gradient that float64 rounds to 0 is drawn as this power of ten.
_FLOOR = -16.0


@dataclass(frozen=True, eq=False)
class Shade:
    """Values over the grid with the colours they are drawn in.

    Attributes
    ----------
    title : str
        What the colours measure; empty for the height, which the axis tells.
    values : ndarray, (nb, na)
        What is coloured.
    limits : (float, float)
        The values at the ends of the colours.
    scale : list
        plotly's colour scale.
    zero : bool
        Whether a line marks where the values change sign.
    """

    title: str
    values: Array
    limits: tuple[float, float]
    scale: list[list[Any]]
    zero: bool = False

    def colours(self, low: str, high: str) -> dict[str, Any]:
        """Return plotly's settings, under the names that a trace has for the two limits."""
        bar = {"thickness": 8, "len": 0.8, "outlinewidth": 0, "tickfont": {"size": 10}}
        bar["title"] = {"text": self.title, "side": "right", "font": {"size": 11}}
        settings = {low: self.limits[0], high: self.limits[1], "colorscale": self.scale}
        return settings | {"showscale": bool(self.title), "colorbar": bar}


def _height(landscape: Landscape, height: Height, theme: Theme) -> Shade:
    return Shade("", height.of(landscape), height.limits, theme.terrain_scale)


def _curvature(landscape: Landscape, height: Height, theme: Theme) -> Shade:  # noqa: ARG001 (every shade takes the height)
    values = landscape.eigenvalues[0]
    reach = float(np.percentile(np.abs(values), _TOLD_APART)) or 1.0
    scale = [[0.0, theme.negative], [0.5, theme.zero], [1.0, theme.positive]]
    return Shade("smallest curvature", values, (-reach, reach), scale, zero=True)


def _slope(landscape: Landscape, height: Height, theme: Theme) -> Shade:  # noqa: ARG001
    with np.errstate(divide="ignore"):
        values = np.maximum(np.log10(landscape.slope), _FLOOR)
    return _from_low_to_high("log10 |gradient|", values, theme)


def _condition(landscape: Landscape, height: Height, theme: Theme) -> Shade:  # noqa: ARG001
    sizes = np.sort(np.abs(landscape.eigenvalues), axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.nan_to_num(np.minimum(np.log10(sizes[1] / sizes[0]), -_FLOOR), nan=-_FLOOR)
    return _from_low_to_high("log10 condition number", values, theme)


def _from_low_to_high(title: str, values: Array, theme: Theme) -> Shade:
    low, high = float(values.min()), float(values.max())
    return Shade(title, values, (low, high if high > low else low + 1.0), theme.terrain_scale)


SHADES: Mapping[str, Callable[[Landscape, Height, Theme], Shade]] = MappingProxyType(
    {
        "height": _height,
        "curvature": _curvature,
        "slope": _slope,
        "condition": _condition,
    }
)
"""What the ground's colour can show, each by a function of the landscape."""


def shade_of(kind: str, landscape: Landscape, height: Height, theme: Theme) -> Shade:
    """Return what the ground's colour shows.

    "height": the loss. "curvature": the smallest eigenvalue of the curvature; where it is negative
    the surface is not convex. "slope": log10 of the gradient's length. "condition": log10 of the
    ratio of the eigenvalues' sizes, at most 16; as much where both are 0 and there is none.

    Raises
    ------
    ValueError
        Where the kind is unknown.
    """
    if kind not in SHADES:
        raise ValueError(f"ground must be one of {', '.join(SHADES)}; found {kind!r}")
    return SHADES[kind](landscape, height, theme)
