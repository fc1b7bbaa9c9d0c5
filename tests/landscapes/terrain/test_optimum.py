"""The optimum of cross-entropy is the one that scipy and scikit-learn find."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from landscapes import Problem, cross_entropy_minimum, load, separation
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
