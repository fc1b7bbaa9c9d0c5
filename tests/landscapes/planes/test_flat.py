"""Directions along which no probability changes."""

import numpy as np
import pytest
from scipy import linalg
from sklearn.linear_model import LogisticRegression

from landscapes import Dataset, Problem, cross_entropy_minimum, flat_directions, load
from losses import LOSSES

IRIS = Problem(load("iris"), "softmax", penalty=0.01)
TWO = Problem(load("blobs"))


def flat_cases() -> list[tuple[str, Problem]]:
    """Problems under softmax of two, three and four classes."""
    rng = np.random.default_rng(5)
    soft = Dataset(rng.normal(size=(9, 2)), rng.dirichlet(np.ones(4), size=9))
    return [
        ("iris", Problem(load("iris"), "softmax")),
        ("two classes", Problem(load("overlap"), "softmax")),
        ("no bias", Problem(load("three-blobs"), "softmax", intercept=False)),
        ("soft labels", Problem(soft, "softmax")),
    ]


@pytest.mark.parametrize("key", LOSSES["softmax"])
@pytest.mark.parametrize(("name", "problem"), flat_cases(), ids=lambda value: str(value)[:12])
def test_no_softmax_loss_changes_along_a_flat_direction(
    name: str, problem: Problem, key: str
) -> None:
    """Value, slope and curvature, at points drawn anyhow; elsewhere they do change."""
    rows = flat_directions(problem)
    assert len(rows) == problem.design.shape[1], name
    np.testing.assert_allclose(rows @ rows.T, np.eye(len(rows)), atol=1e-15)
    theta = 0.3 * np.sin(np.arange(rows.shape[1]) ** 2)
    hessian = problem.hessian(key, theta)
    size = float(np.abs(hessian).max())
    assert size > 1e-3
    np.testing.assert_allclose(hessian @ rows.T, 0.0, atol=1e-13 * size)
    np.testing.assert_allclose(rows @ problem.gradient(key, theta), 0.0, atol=1e-13)
    moved = theta + rows.T @ np.linspace(1.0, 2.0, len(rows))
    assert problem.value(key, moved) == pytest.approx(problem.value(key, theta), rel=1e-12)
    np.testing.assert_allclose(problem.probability(moved), problem.probability(theta), atol=1e-13)


def test_they_are_all_the_flat_directions_there_are_and_a_sigmoid_has_none() -> None:
    """Where features do not depend on each other: cross-entropy bends along all others."""
    problem = Problem(load("iris"), "softmax")
    rest = linalg.null_space(flat_directions(problem))
    inner = rest.T @ problem.hessian("cross-entropy", np.zeros(15)) @ rest
    assert np.linalg.eigvalsh(inner)[0] > 1e-3
    assert flat_directions(TWO).shape == (0, 3)
    with pytest.raises(ValueError, match="read-only"):
        flat_directions(problem)[0] = 0.0


def test_the_minimum_of_softmax_regression_is_the_one_scikit_learn_finds() -> None:
    """Three classes of iris. C = 1/(n penalty); the bias is not penalised there either.

    lbfgs stops at a gradient: probabilities agree to the square root of what the loss
    can still gain, the loss itself to much more.
    """
    theta = cross_entropy_minimum(IRIS)
    assert theta is not None
    model = LogisticRegression(C=1.0 / (150 * IRIS.penalty), tol=1e-10, max_iter=5000)
    model.fit(IRIS.dataset.X, IRIS.dataset.y)
    theirs = np.column_stack([model.coef_, model.intercept_]).ravel()
    ours, other = IRIS.value("cross-entropy", theta), IRIS.value("cross-entropy", theirs)
    assert ours == pytest.approx(other, rel=1e-9)
    assert ours <= other + 1e-14
    np.testing.assert_allclose(
        IRIS.probability(theta), model.predict_proba(IRIS.dataset.X), atol=1e-5
    )
    # Weights are unique; biases up to a constant for all classes, which no penalty decides.
    np.testing.assert_allclose(theta.reshape(3, 5)[:, :4], model.coef_, atol=1e-4)
    np.testing.assert_allclose(IRIS.gradient("cross-entropy", theta), 0.0, atol=1e-12)
