"""Height: how a loss becomes a height, on one scale for one landscape or several."""

from typing import Any

import numpy as np

from landscapes import Landscape
from losses.arrays import Array

__all__ = ["Height"]

# A loss that reaches 0 at finite logits is computed there as 0 or as a rounding error: a share of
# its largest value that is no height.
_ROUNDING = 1e-12


class Height:
    """A linear or logarithmic height axis, with its limits in its own unit.

    Parameters
    ----------
    scale : str
        "linear" or "log". Where no loss is above 0 there is no logarithm, and the axis is linear.
    landscapes : Landscape or sequence of Landscape
        What the axis must hold.
    limits : (float, float), optional
        Lowest and highest loss, instead of the landscapes' own.

    Raises
    ------
    ValueError
        Where the scale is unknown, the limits are out of order or not finite, or a logarithm is
        asked of limits that are not above 0.
    """

    def __init__(
        self,
        scale: str,
        landscapes: Landscape | list[Landscape],
        limits: tuple[float, float] | None = None,
    ) -> None:
        if scale not in ("linear", "log"):
            raise ValueError(f"height must be 'linear' or 'log'; found {scale!r}")
        if limits is not None and not -np.inf < limits[0] < limits[1] < np.inf:
            raise ValueError(f"limits must be (low, high), low < high; found {limits}")
        several = [landscapes] if isinstance(landscapes, Landscape) else landscapes
        values = np.concatenate([landscape.value.ravel() for landscape in several])
        if limits is None:
            limits = (min(0.0, float(values.min())), float(values.max()))
            if scale == "log":
                lowest = min(_lowest_above_0(landscape) for landscape in several)
                if lowest == np.inf:  # a window on hinge's floor, say
                    scale = "linear"
                else:
                    limits = (lowest, limits[1])
        self.scale = scale
        if scale == "log":
            if limits[0] <= 0.0:
                raise ValueError(f"limits of a logarithmic height must be above 0; found {limits}")
            self._floor = limits[0]
            limits = (float(np.log10(limits[0])), float(np.log10(limits[1])))
        size = max(abs(limits[0]), abs(limits[1]))
        if not limits[1] - limits[0] > 1e-12 * size:  # a landscape that is flat to rounding
            limits = (limits[0] - 0.5, limits[1] + 0.5)
        self.limits = limits

    @property
    def title(self) -> str:
        """What the axis measures."""
        return "loss (log)" if self.scale == "log" else "loss"

    def of(self, landscape: Landscape) -> Array:
        """Return the landscape's heights in the axis' unit, (nb, na)."""
        if self.scale == "linear":
            return landscape.value
        # A loss that is 0 lies below every height that can be drawn: at the floor.
        return np.asarray(np.log10(np.maximum(landscape.value, self._floor)))

    def ticks(self) -> dict[str, Any]:
        """Return plotly settings that label a logarithmic axis with the losses themselves."""
        if self.scale == "linear":
            return {}
        low, high = self.limits
        ticks: list[float] = []
        decades = range(int(np.floor(low)), int(np.ceil(high)) + 1)
        # Whole powers of ten where there are enough of them, else 1, 2, 5 or every tenth between.
        for steps in ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), tuple(np.arange(1.0, 10.0, 0.5))):
            ticks = [m * 10.0**k for k in decades for m in steps if low <= np.log10(m) + k <= high]
            if len(ticks) >= 4:
                break
        if len(ticks) < 2:
            ticks = list(np.logspace(low, high, 6)[1:-1])
        ticks = ticks[:: max(1, (len(ticks) + 4) // 6)]
        return {
            "tickvals": list(map(float, np.log10(ticks))),
            "ticktext": [f"{t:g}" for t in ticks],
        }


def _lowest_above_0(landscape: Landscape) -> float:
    """The lowest loss that is above 0, but for rounding; infinite where none is."""
    value = landscape.value
    zero = _ROUNDING * float(value.max()) if landscape.loss.as_margins_grow == "ends" else 0.0
    return float(np.min(value, where=value > zero, initial=np.inf))
