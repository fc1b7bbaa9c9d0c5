"""The cross-entropy minimum against scipy.optimize and scikit-learn; Newton's method itself."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from landscapes import Problem, cross_entropy_minimum, load, separation
from landscapes.descents.newton import minimise
from losses.arrays import Array
from tests.landscapes.cases import EVERY_PROBLEM

CANCER = pytest.mark.parametrize(
    "features",
    [("mean radius",), ("mean radius", "mean texture"), ("worst area", "mean smoothness")],
    ids=", ".join,
)


@CANCER
def test_the_minimum_on_breast_cancer_is_the_one_of_scipy(features: tuple[str, ...]) -> None:
    """To 1e-7 of each parameter: a trust region on a cross-entropy written anew stops at that."""
    problem = Problem(load("breast-cancer", features=features))
    rows = np.column_stack([problem.dataset.X, np.ones(569)])
    y = problem.dataset.y

    def value(theta: Array) -> float:
        z = rows @ theta
        return float(np.mean(np.logaddexp(0.0, z) - y * z))

    def gradient(theta: Array) -> Array:
        return np.asarray(rows.T @ (1.0 / (1.0 + np.exp(-(rows @ theta))) - y) / len(y))

    def hessian(theta: Array) -> Array:
        p = 1.0 / (1.0 + np.exp(-(rows @ theta)))
        return np.asarray((rows * (p * (1.0 - p))[:, None]).T @ rows / len(y))

    expected = minimize(
        value,
        np.zeros(rows.shape[1]),
        jac=gradient,
        hess=hessian,
        method="trust-exact",
        options={"gtol": 1e-10, "maxiter": 1000},
    )
    assert expected.success
    found = cross_entropy_minimum(problem)
    assert found is not None
    np.testing.assert_allclose(found, expected.x, rtol=1e-7)
    assert problem.value("cross-entropy", found) == pytest.approx(expected.fun, rel=1e-13)


@CANCER
def test_the_minimum_on_breast_cancer_is_the_one_of_scikit_learn(features: tuple[str, ...]) -> None:
    """Logistic regression without penalty, to 1e-7 of each parameter."""
    dataset = load("breast-cancer", features=features)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10)
    model.fit(dataset.X, dataset.y)
    found = cross_entropy_minimum(Problem(dataset))
    assert found is not None
    np.testing.assert_allclose(found, [*model.coef_[0], *model.intercept_], rtol=1e-7)


def test_the_minimum_under_a_penalty_is_the_one_of_scikit_learn() -> None:
    """Its C is on the sum over rows and its penalty 1/2: here 1 / (C n)."""
    dataset = load("breast-cancer", standardise=True)
    model = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-10)
    model.fit(dataset.X, dataset.y)
    found = cross_entropy_minimum(Problem(dataset, penalty=1.0 / (0.5 * 569)))
    assert found is not None
    np.testing.assert_allclose(found, [*model.coef_[0], *model.intercept_], rtol=1e-6, atol=1e-9)


def test_the_softmax_minimum_on_iris_is_the_one_of_scikit_learn() -> None:
    """With a penalty on the weights, the biases up to a constant that softmax does not see."""
    dataset = load("iris")
    model = LogisticRegression(C=2.0, solver="newton-cholesky", tol=1e-10)
    model.fit(dataset.X, dataset.y)
    found = cross_entropy_minimum(Problem(dataset, "softmax", penalty=1.0 / (2.0 * 150)))
    assert found is not None
    rows = found.reshape(3, 5)
    np.testing.assert_allclose(rows[:, :4], model.coef_, rtol=1e-6, atol=1e-8)
    biases, expected = rows[:, 4], model.intercept_
    np.testing.assert_allclose(biases - biases.mean(), expected - expected.mean(), rtol=1e-6)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_at_a_minimum_the_gradient_is_zero_and_nothing_curves_down(problem: Problem) -> None:
    """In proportion to the features' sizes; None comes back where the data are separated."""
    found = cross_entropy_minimum(problem)
    if found is None:
        assert separation(problem) is not None
        return
    sizes = np.tile(np.abs(problem.design).max(axis=0), len(found) // problem.design.shape[1])
    gradient = problem.gradient("cross-entropy", found)
    np.testing.assert_allclose(gradient / np.maximum(sizes, 1.0), 0.0, atol=1e-12)
    curvature = np.linalg.eigvalsh(problem.hessian("cross-entropy", found) / np.outer(sizes, sizes))
    assert curvature[0] > -1e-14


@pytest.mark.parametrize(
    ("name", "options"),
    [("separable", {}), ("breast-cancer", {}), ("iris", {"classes": "setosa-rest"})],
)
def test_separable_data_have_no_minimum_until_they_are_penalised(name: str, options: Any) -> None:
    """None comes back, not a far point."""
    dataset = load(name, **options)
    assert cross_entropy_minimum(Problem(dataset)) is None
    assert cross_entropy_minimum(Problem(dataset, penalty=0.01)) is not None


# -- the method


def quartic(point: Array) -> tuple[float, Array, Array]:
    """(x - 1)^4 + 3 (y + 2)^2 + (x - 1)^2."""
    x, y = point[0] - 1.0, point[1] + 2.0
    return (
        float(x**4 + x**2 + 3.0 * y**2),
        np.array([4.0 * x**3 + 2.0 * x, 6.0 * y]),
        np.array([[12.0 * x**2 + 2.0, 0.0], [0.0, 6.0]]),
    )


@pytest.mark.parametrize("start", [(0.0, 0.0), (50.0, -30.0), (1.0, -2.0)])
def test_newton_s_method_finds_the_minimum_of_a_convex_function(start: tuple[float, float]) -> None:
    """To the last digits, from near and far and from the minimum itself."""
    found = minimise(quartic, np.array(start))
    assert found is not None
    np.testing.assert_allclose(found, [1.0, -2.0], rtol=1e-14)


def test_a_step_that_would_go_uphill_is_shortened() -> None:
    """sqrt(1 + x^2), on which undamped steps x -> -x^3 run away from any start beyond 1."""
    trail = []

    def evaluate(point: Array) -> tuple[float, Array, Array]:
        (x,) = point
        root = np.sqrt(1.0 + x * x)
        trail.append(float(root))
        return float(root), np.array([x / root]), np.array([[root**-3]])

    found = minimise(evaluate, np.array([3.0]))
    assert found is not None
    np.testing.assert_allclose(found, 0.0, atol=1e-12)
    assert max(trail) > trail[0], "a full step was tried, and it was worse"


def test_a_flat_direction_is_left_alone() -> None:
    """Where the function does not change, the start's coordinate stays."""

    def evaluate(point: Array) -> tuple[float, Array, Array]:
        x = point[0] - 4.0
        return float(x * x), np.array([2.0 * x, 0.0]), np.array([[2.0, 0.0], [0.0, 0.0]])

    found = minimise(evaluate, np.array([0.0, 7.0]))
    assert found is not None
    np.testing.assert_allclose(found, [4.0, 7.0])


def test_too_few_steps_are_told_as_none() -> None:
    """A point half way is not passed off as a minimum."""
    assert minimise(quartic, np.array([50.0, -30.0]), limit=2) is None
    assert minimise(quartic, np.array([50.0, -30.0]), limit=50) is not None


def test_a_function_that_falls_for_ever_has_no_minimum() -> None:
    """exp(-x): the decrement e^-x / 2 comes under no tolerance of 0 in a hundred steps."""

    def evaluate(point: Array) -> tuple[float, Array, Array]:
        value = float(np.exp(-point[0]))
        return value, np.array([-value]), np.array([[value]])

    assert minimise(evaluate, np.zeros(1), tolerance=0.0, limit=100) is None
