"""survey() and verdict(): what can be said of a landscape, in numbers and in a sentence.

>>> from landscapes import Plane, Problem, load, survey, sweep, verdict
>>> problem, axis = Problem(load("two-minima")), [i / 20 - 3 for i in range(121)]
>>> plane = Plane.axes(problem, "w1", "b")
>>> verdict(survey(sweep(problem, "cross-entropy", plane, axis, axis)))
'1 minimum. 0 % of this window is not convex.'
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from landscapes.checks import positive
from landscapes.sweeps.sweep import Landscape
from landscapes.terrain.critical import find_critical_points
from landscapes.terrain.point import CriticalPoint
from landscapes.terrain.separation import Separation, separation
from losses.arrays import Array, read_only

__all__ = ["PLATEAU", "Survey", "percent", "survey", "verdict"]

# Ground is called a plateau where the gradient is below this. Absolute, so that two losses side by
# side are measured with one rod, and so that descent at rate 1 moves by less in a step.
PLATEAU = 1e-3
# An eigenvalue is called negative where it is below -1e-9 times the larger one's size at the same
# point: computing it from the curvature's entries leaves an error of some 1e-16 of that.
NEGATIVE = 1e-9

# Numbers close to the smallest that float64 can hold have no relative accuracy left.
_TINY = 1e-290


@dataclass(frozen=True, eq=False)
class Survey:
    """What was measured on a landscape.

    Attributes
    ----------
    names : (str, str)
        What the plane's axes are called.
    grid : (int, int)
        Grid points along b and along a, on which the shares and `best` were measured.
    negative : float
        The tolerance of `nonconvex_share`: an eigenvalue counts as negative where it is below
        -negative times the larger one's size at the same point.
    plateau : float
        The tolerance of `plateau_share`: the gradient below which ground is a plateau, in units of
        loss per unit of plane coordinate.
    nonconvex_share, plateau_share : float
        Share of the grid points at which the smallest eigenvalue of the curvature is negative, and
        at which the gradient of the restriction is shorter than `plateau`: 0 to 1.
    critical : tuple of CriticalPoint
        All critical points found in the window.
    best : float
        The lowest loss seen, on the grid and at the minima.
    best_point : ndarray, (2,)
        Where that is.
    falls_at_edge : bool
        Whether the lowest grid point lies on the window's edge, below every minimum found and
        every grid point inside.
    finite_minimum : bool or None
        Whether the whole plane, beyond the window too, has a point of least loss: True or False
        where that can be proven, None where it cannot.
    why : str
        What `finite_minimum` rests on, in a sentence.
    direction : ndarray, (2,), or None
        A direction in plane coordinates, of unit length, along which no sample's margin is lowered
        and some are raised; None where there is none. The loss falls along it for ever only where
        `finite_minimum` is False.
    kinks : str
        Where the loss has kinks on these labels, for which reason no critical points are looked
        for; empty where it is smooth.
    """

    names: tuple[str, str]
    grid: tuple[int, int]
    negative: float
    plateau: float
    nonconvex_share: float
    plateau_share: float
    critical: tuple[CriticalPoint, ...]
    best: float
    best_point: Array
    falls_at_edge: bool
    finite_minimum: bool | None
    why: str
    direction: Array | None
    kinks: str = ""

    @property
    def convex_share(self) -> float:
        """Share of the grid points that are convex: 1 less `nonconvex_share`."""
        return 1.0 - self.nonconvex_share

    @cached_property
    def minima(self) -> tuple[CriticalPoint, ...]:
        """The critical points that are minima, lowest first."""
        return tuple(point for point in self.critical if point.kind == "minimum")


def survey(landscape: Landscape, *, plateau: float = PLATEAU, negative: float = NEGATIVE) -> Survey:
    """Measure a landscape: how much of it is convex or flat, its critical points, its lowest point.

    Whether a finite minimum exists is proven where it can be, from how the loss behaves as margins
    grow (`Loss.as_margins_grow`) and from whether a direction separates the data (`separation`;
    Albert and Anderson, On the existence of maximum likelihood estimates in logistic regression
    models, Biometrika 1984): for losses that fall with every margin, that vanish as all grow, or
    that are convex; and under a penalty that holds both directions of the plane. `Survey.why` says
    which. In all other cases nothing is claimed beyond the window. Of a model that is not linear in
    its parameters only the penalty's proof holds. docs/derivations/search.md has the proofs.

    Parameters
    ----------
    landscape : Landscape
        As `sweep` returns it; shares count its grid points alike, so its axes should be even.
    plateau : float
        The gradient below which ground is a plateau, above 0.
    negative : float
        How far below 0, relative to the larger one at the same point, an eigenvalue counts as
        negative; above 0.

    Raises
    ------
    TypeError, ValueError
        Where a tolerance is not a number above 0, or an axis of the landscape has no extent.
    """
    plateau, negative = positive("plateau", plateau), positive("negative", negative)
    loss = landscape.loss
    smallest, largest = landscape.eigenvalues
    size = np.maximum(np.abs(smallest), np.abs(largest))
    critical = find_critical_points(landscape)
    minima = [point for point in critical if point.kind == "minimum"]

    j, i = np.unravel_index(int(landscape.value.argmin()), landscape.value.shape)
    lowest, at = float(landscape.value[j, i]), np.array([landscape.a[i], landscape.b[j]])
    # A floor that reaches the edge does not fall there.
    level = landscape.value == lowest
    inner = (_inside(landscape.b)[:, None] & _inside(landscape.a))[level]
    below = not minima or lowest < minima[0].value
    linear = landscape.problem.linear
    found = separation(landscape.problem, landscape.plane) if linear else None
    finite_minimum, why = _existence(landscape, found)
    return Survey(
        names=landscape.plane.names,
        grid=(landscape.value.shape[0], landscape.value.shape[1]),
        negative=negative,
        plateau=plateau,
        nonconvex_share=float((smallest < -negative * size - _TINY).mean()),
        plateau_share=float((landscape.slope < plateau).mean()),
        critical=critical,
        best=lowest if below else minima[0].value,
        best_point=read_only(at) if below else minima[0].point,
        falls_at_edge=bool(below and not inner.any()),
        finite_minimum=finite_minimum,
        why=why,
        direction=None if found is None else found.direction,
        kinks="" if loss.smooth(landscape.problem.labels) else loss.where_not_smooth,
    )


def _inside(axis: Array) -> NDArray[np.bool_]:
    return np.asarray((axis > axis.min()) & (axis < axis.max()))


def _existence(landscape: Landscape, found: Separation | None) -> tuple[bool | None, str]:
    """Whether the plane has a point of least loss, and why."""
    problem, loss, plane = landscape.problem, landscape.loss, landscape.plane
    held = problem.is_weight[:, None] * np.column_stack([plane.u, plane.v])
    if problem.penalty > 0.0 and np.linalg.matrix_rank(held) == 2:
        return True, "The penalty grows without end in every direction of the plane."
    if not problem.linear:
        return None, (
            "The model is not linear in its parameters; nothing is claimed beyond the window."
        )
    if loss.as_margins_grow == "ends":
        return True, (
            "The loss is convex and, for every label, least at finite logits: so its mean has a "
            "minimum on every plane."
        )
    if found is not None and loss.as_margins_grow == "falls":
        return False, (
            "Along the separating direction no sample's margin is lowered and some are raised: "
            "the loss falls for ever."
        )
    if found is not None and found.complete and loss.as_margins_grow == "vanishes":
        return False, (
            "Along the separating direction every sample's margin is raised: the loss comes as "
            "near to 0 as one likes, and is above 0 everywhere."
        )
    if found is None and loss.convex and loss.as_margins_grow == "falls":
        return True, "The loss is convex, and no direction lowers it for ever."
    if loss.convex:
        return None, "How the loss behaves far out is not known; nothing is claimed beyond here."
    return None, "The loss is not convex; nothing is claimed beyond the window."


def verdict(survey: Survey) -> str:
    """Say in one or two plain sentences what a survey found, from its numbers alone."""
    flat = (
        f"; on {percent(survey.plateau_share)} the gradient is below {survey.plateau:g}"
        if survey.plateau_share > 0.0
        else ""
    )
    first, window = _minima(survey)
    share = percent(survey.nonconvex_share)
    return f"{first}. {share[0].upper()}{share[1:]} of {window} is not convex{flat}."


def _minima(survey: Survey) -> tuple[str, str]:
    """Return a clause on the minima, and how to call the window after it."""
    rows, columns = survey.grid
    window = f"in this window ({columns} x {rows} grid)"
    number = len(survey.minima)
    counted = [_counted(number, "minimum", "minima")]
    for kind, plural in (("saddle", "saddles"), ("maximum", "maxima")):
        others = sum(point.kind == kind for point in survey.critical)
        counted += [_counted(others, kind, plural)] if others else []
    along = ""
    if survey.direction is not None:
        a, b = survey.direction
        along = f" along ({', '.join(survey.names)}) = ({a:.2g}, {b:.2g})"
    if number and survey.finite_minimum is False:
        none = "it is not" if number == 1 else "none of them is"
        return f"{', '.join(counted)}, but {none} the lowest: the loss falls for ever{along}", _THIS
    if number and survey.falls_at_edge:
        return f"{', '.join(counted)}, but the loss is lower still at the window's edge", _THIS
    if number:
        return ", ".join(counted), _THIS
    if survey.finite_minimum is False:
        return f"No finite minimum: the loss falls for ever{along}", _THIS
    if survey.kinks:
        where = " at the window's edge" if survey.falls_at_edge else ""
        return (
            "Minima are not looked for, as the loss has kinks: the lowest value "
            f"{window} is {survey.best:.4g}{where}"
        ), "it"
    degenerate = sum(point.kind == "degenerate" for point in survey.critical)
    if degenerate:
        points = _counted(degenerate, "critical point", "critical points")
        return f"No strict minimum found {window}, but {points} with a curvature of 0", "it"
    if survey.finite_minimum:
        return f"No minimum found {window}: it lies outside", _THIS
    return f"No minimum found {window}", "it"


_THIS = "this window"


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def percent(share: float) -> str:
    """Write a share in whole percent; only none of it is 0 %, and only all of it 100 %."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0:
        return "over 99 %"
    return f"{round(100.0 * share)} %"
