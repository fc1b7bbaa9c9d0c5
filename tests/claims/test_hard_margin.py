"""The widest margin, against its optimality conditions and a support vector machine."""

import numpy as np
import pytest
from sklearn.svm import SVC

from claims import hard_margin
from landscapes import Dataset, Problem, load
from losses.arrays import Array


def margins(problem: Problem, theta: Array) -> Array:
    return np.asarray((2.0 * problem.labels - 1.0) * problem.logits(theta))


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(Problem(load("separable")), id="separable"),
        pytest.param(Problem(load("iris", classes="setosa-versicolor")), id="iris"),
        pytest.param(Problem(load("blobs", noise=0.5), intercept=False), id="blobs"),
        pytest.param(Problem(load("breast-cancer").standardise()), id="cancer-standardised"),
        pytest.param(Problem(load("breast-cancer")), id="cancer"),
    ],
)
def test_the_hard_margin_meets_its_optimality_conditions(problem: Problem) -> None:
    """Which are sufficient, as the programme is convex."""
    found = hard_margin(problem)
    signs = 2.0 * problem.labels - 1.0
    assert margins(problem, found.theta).min() >= 1.0 - 1e-6
    assert found.multipliers.min() >= -1e-6 * found.length**2
    combined = (found.multipliers * signs) @ problem.design
    assert np.linalg.norm(combined - found.theta) <= 1e-6 * found.length
    np.testing.assert_allclose(margins(problem, found.theta)[found.support], 1.0, atol=1e-6)
    off = np.setdiff1d(np.arange(len(signs)), found.support)
    assert (found.multipliers[off] == 0.0).all()
    assert found.violation <= 1e-6
    assert found.length == pytest.approx(np.linalg.norm(found.theta))


def test_it_is_the_support_vector_machine_without_intercept() -> None:
    problem = Problem(load("blobs", noise=0.5))
    rows = np.array(problem.design)
    # Rows in both signs push the machine's own intercept to 0.
    X = np.vstack([rows, -rows])
    y = np.concatenate([problem.labels, 1.0 - problem.labels])
    machine = SVC(kernel="linear", C=1e8, tol=1e-10).fit(X, y)
    np.testing.assert_allclose(machine.intercept_, 0.0, atol=1e-6)
    np.testing.assert_allclose(hard_margin(problem).theta, machine.coef_[0], rtol=1e-5)


def test_two_rows_by_hand() -> None:
    """x = -1 and x = 1: theta = (1, 0), and either row carries half of it."""
    found = hard_margin(Problem(Dataset([[-1.0], [1.0]], [0, 1])))
    np.testing.assert_allclose(found.theta, [1.0, 0.0], atol=1e-15)
    np.testing.assert_allclose(found.multipliers, [0.5, 0.5], atol=1e-15)


def test_without_a_margin_there_is_none() -> None:
    for problem in (
        Problem(load("overlap")),
        Problem(Dataset([[-1.0], [0.0], [0.0], [2.0]], [0, 0, 1, 1])),
    ):
        with pytest.raises(ValueError, match="not separable"):
            hard_margin(problem)
