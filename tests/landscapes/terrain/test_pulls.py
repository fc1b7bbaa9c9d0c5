"""Each sample's part in the gradient."""

import numpy as np
import pytest

import losses
from landscapes import Dataset, Problem, load, pulls

CASES = [
    pytest.param(problem, key, id=f"{problem.output}-{key}")
    for problem in (
        Problem(load("outlier")),
        Problem(load("iris"), "softmax"),
        Problem(Dataset(np.eye(3), [0.2, 0.5, 1.0]), intercept=False),
    )
    for key in losses.LOSSES[problem.output]
]


@pytest.mark.parametrize(("problem", "key"), CASES)
def test_the_pulls_add_up_to_value_and_gradient(problem: Problem, key: str) -> None:
    theta = np.linspace(-0.5, 0.7, len(problem.parameters))
    found = pulls(problem, key, theta)
    assert found.pull.shape == (len(problem.dataset), len(theta))
    assert found.value.mean() == pytest.approx(problem.value(key, theta), rel=1e-12)
    np.testing.assert_allclose(
        found.pull.mean(axis=0), problem.gradient(key, theta), rtol=0, atol=1e-13
    )


@pytest.mark.parametrize(("problem", "key"), CASES)
def test_the_hardest_pull_comes_first(problem: Problem, key: str) -> None:
    found = pulls(problem, key, np.linspace(-0.5, 0.7, len(problem.parameters)))
    assert sorted(found.row) == list(range(len(problem.dataset)))
    np.testing.assert_allclose(found.size, np.linalg.norm(found.pull, axis=1))
    assert (np.diff(found.size) <= 0.0).all()
    np.testing.assert_array_equal(found.label, problem.labels[found.row])
    for array in (found.row, found.probability, found.pull, found.size):
        assert not array.flags.writeable


@pytest.mark.parametrize("theta", [[2.0, 0.0], [-40.0, 3.0], [60.0, 1.0]])
def test_squared_error_multiplies_the_residual_by_twice_the_factor(theta: list[float]) -> None:
    problem = Problem(load("outlier"))
    square, cross = (pulls(problem, key, theta) for key in ("squared-error", "cross-entropy"))
    np.testing.assert_allclose(square.slope, 2.0 * square.residual * square.factor, rtol=1e-12)
    np.testing.assert_array_equal(cross.slope, cross.residual)
    p = square.probability
    np.testing.assert_allclose(square.residual, p - square.label, rtol=0, atol=1e-15)
    np.testing.assert_allclose(square.factor, p * (1.0 - p), rtol=0, atol=1e-15)


def test_a_surely_wrong_sample_pulls_hard_under_cross_entropy_alone() -> None:
    problem = Problem(load("outlier"))  # row 40 lies at x = 12 with label 0
    theta = [3.0, 0.0]
    cross, square = (pulls(problem, key, theta) for key in ("cross-entropy", "squared-error"))
    assert cross.row[0] == 40
    assert cross.size[0] == pytest.approx(np.hypot(12.0, 1.0))
    place = int(np.flatnonzero(square.row == 40)[0])
    # p (1 - p) there is exp(-36), and not rounded to 0.
    assert square.size[place] == pytest.approx(2.0 * np.exp(-36.0) * np.hypot(12.0, 1.0), rel=1e-9)


def test_under_softmax_there_is_a_factor_for_each_class() -> None:
    found = pulls(Problem(load("iris"), "softmax"), "squared-error", np.linspace(-1.0, 1.0, 15))
    assert found.factor.shape == found.residual.shape == found.slope.shape == (150, 3)
    p = found.probability
    np.testing.assert_allclose(found.factor, p * (1.0 - p), rtol=1e-9)


def test_what_cannot_be_is_refused() -> None:
    problem = Problem(load("outlier"))
    with pytest.raises(ValueError, match=r"theta has shape \(3,\)"):
        pulls(problem, "squared-error", [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="loss of a softmax output"):
        pulls(problem, losses.get("squared-error", "softmax"), [1.0, 2.0])
