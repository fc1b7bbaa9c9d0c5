"""How far one row sways the best fit."""

from functools import partial

import numpy as np
import pytest
from scipy.optimize import minimize

from landscapes import Dataset, Problem, load
from landscapes.terrain.influence import influence


def test_the_far_row_sways_cross_entropy_as_far_as_scipy_finds() -> None:
    problem = Problem(load("outlier"))
    far = influence(problem, "cross-entropy", 40, grid=21)
    rest = Problem(Dataset(problem.dataset.X[:-1], problem.dataset.y[:-1]))
    for survey, one in ((far.with_row, problem), (far.without_row, rest)):
        exact = minimize(partial(one.value, "cross-entropy"), np.zeros(2), tol=1e-12).x
        np.testing.assert_allclose(survey.best_point, exact, atol=1e-5)
    theta = far.with_row.best_point
    residual = problem.probability(theta) - problem.labels
    sizes = np.abs(residual) * np.hypot(problem.dataset.X[:, 0], 1.0)
    assert far.share == pytest.approx(sizes[40] / sizes.sum(), rel=1e-9)


def test_the_nearer_to_the_probability_itself_the_less_the_far_row_counts() -> None:
    problem = Problem(load("outlier"))
    found = [
        influence(problem, f"generalized-cross-entropy:q={q}", 40, grid=21) for q in (0.01, 0.2)
    ]
    moved = [np.linalg.norm(one.with_row.best_point - one.without_row.best_point) for one in found]
    assert moved[0] > 100 * moved[1] > 0.0
    assert found[0].share > 10 * found[1].share
    assert all(one.with_row.nonconvex_share > 0.5 for one in found)


def test_what_is_wrong_is_named() -> None:
    problem = Problem(load("outlier"))
    with pytest.raises(ValueError, match="row must be from 0 to 40; found 41"):
        influence(problem, "hinge", 41)
    with pytest.raises(ValueError, match="grid"):
        influence(problem, "hinge", 0, grid=1)
