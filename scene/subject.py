"""Subject: what a scene is of, built once: data, problem, plane, window.

A scene is rebuilt at every move of a control; what it stands for is not.
"""

from typing import Any, NamedTuple

import numpy as np

from landscapes import (
    Dataset,
    Path,
    Plane,
    Problem,
    Window,
    cross_entropy_minimum,
    descend,
    good_window,
    load,
)
from losses.arrays import read_only
from scene.memory import remembered

__all__ = ["Spanned", "Walk", "dataset", "origin", "problem", "quick_rate", "span", "window"]

# The window of a plane through a path shows all of the path, and this share of its extent around.
_MARGIN = 0.25
# Learning rates are round numbers: 1 and 3 times powers of ten, as on the ladder of rates.
_ROUND = (3.0, 1.0)


class Walk(NamedTuple):
    """Two descents in all parameters, from 0: what a plane of principal directions goes through."""

    left: str
    right: str
    rule: str
    rate: float
    steps: int


class Spanned(NamedTuple):
    """A plane, and what is to be known of how it was chosen.

    Attributes
    ----------
    plane : Plane
        The plane.
    paths : tuple of Path
        The descents in all parameters that it was fitted to; empty where it was not.
    why_not : str
        Why the plane that was asked for could not be had, and this one stands in.
    """

    plane: Plane
    paths: tuple[Path, ...] = ()
    why_not: str = ""


@remembered(megabytes=16)
def dataset(name: str, options: tuple[tuple[str, Any], ...], standardise: bool) -> Dataset:
    """Return the data."""
    return load(name, standardise=standardise, **dict(options))


@remembered(megabytes=16)
def problem(data: Dataset, output: str, intercept: bool, penalty: float) -> Problem:
    """Return the model on the data."""
    return Problem(data, output, intercept=intercept, penalty=penalty)


@remembered(megabytes=16)
def origin(model: Problem, held: str) -> tuple[np.ndarray, bool]:
    """Return where the other parameters are held, and whether that is a cross-entropy minimum."""
    minimum = cross_entropy_minimum(model) if held == "minimum" else None
    if minimum is None:
        return read_only(np.zeros(len(model.parameters))), False
    return read_only(minimum), True


@remembered(megabytes=16)
def span(
    model: Problem,
    directions: str,
    axes: tuple[str, str],
    held: str,
    seed: int,
    walk: Walk | None,
) -> Spanned:
    """Return the plane through parameter space that was asked for, or one that stands in."""
    at, _ = origin(model, held)
    if directions == "random":
        return Spanned(Plane.random(model, seed, origin=at))
    try:
        if directions == "principal" and walk is not None:
            start = np.zeros(len(model.parameters))
            paths = tuple(
                descend(model, loss, start, walk.rule, walk.rate, walk.steps)
                for loss in (walk.left, walk.right)
            )
            return Spanned(Plane.principal(model, paths), paths)
        if directions == "hessian":
            return Spanned(Plane.hessian(model, "cross-entropy", at))
    except ValueError as error:
        return Spanned(Plane.axes(model, *axes, origin=at), why_not=str(error))
    return Spanned(Plane.axes(model, *axes, origin=at))


@remembered(megabytes=16)
def window(model: Problem, spanned: Spanned) -> Window:
    """Return the window of a plane: the data set's own, one around its paths, or a fitted one."""
    if not spanned.paths:
        return good_window(model, spanned.plane)
    points = np.concatenate([_projected(spanned.plane, path) for path in spanned.paths])
    low, high = points.min(axis=0), points.max(axis=0)
    # Both axes to one scale: the directions are orthonormal.
    around = _MARGIN * float((high - low).max())
    (a0, b0), (a1, b1) = low - around, high + around
    return Window((_short(a0), _short(a1)), (_short(b0), _short(b1)))


def _projected(plane: Plane, path: Path) -> np.ndarray:
    return np.asarray((path.theta - plane.origin) @ np.column_stack([plane.u, plane.v]))


def _short(value: float) -> float:
    return float(f"{value:.3g}")


@remembered(megabytes=16)
def quick_rate(model: Problem) -> float:
    """Return a learning rate for softmax regression that is quick and safe for cross-entropy.

    The largest of 1 and 3 times powers of ten that is at most 1/L, where L bounds the curvature:
    half the largest eigenvalue of X'X/n (Böhning, Multinomial logistic regression algorithm,
    Annals of the Institute of Statistical Mathematics 1992, section 3), plus the penalty.
    """
    design = model.design
    largest = float(np.linalg.eigvalsh(design.T @ design / len(design))[-1])
    bound = 1.0 / (0.5 * largest + model.penalty)
    power = 10.0 ** np.floor(np.log10(bound))
    return float(next(f"{m * power:.0e}" for m in _ROUND if m * power <= bound))
