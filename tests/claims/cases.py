"""Problems with the plane and the window in which a page first shows them."""

from typing import Any

from landscapes import (
    CATALOGUE,
    Dataset,
    Plane,
    Problem,
    Window,
    cross_entropy_minimum,
    good_window,
    load,
)

__all__ = ["View", "on", "view"]

View = tuple[Problem, Plane, Window]


def view(name: str, *, standardise: bool = False, penalty: float = 0.0, **options: Any) -> View:
    """A data set of the catalogue, over its first two parameters."""
    recipe = CATALOGUE[name]
    dataset = load(name, standardise=standardise, **{**recipe.binary, **options})
    return on(Problem(dataset, intercept=recipe.intercept, penalty=penalty))


def on(problem: Problem | Dataset) -> View:
    """A problem over its first two parameters, the others at the cross-entropy minimum."""
    if isinstance(problem, Dataset):
        problem = Problem(problem)
    first, second = problem.parameters[:2]
    plane = Plane.axes(problem, first, second, origin=cross_entropy_minimum(problem))
    return problem, plane, good_window(problem, plane)
