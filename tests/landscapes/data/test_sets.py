"""What each data set is for is what its rows show."""

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris

from landscapes import Problem, load, separation
from landscapes.descents.newton import minimise


@pytest.mark.parametrize("seed", range(5))
def test_separable_is_separable_and_overlap_overlaps(seed: int) -> None:
    """Whatever the seed; at any noise in the first case."""
    for noise in (0.05, 1.0, 3.0):
        apart = separation(Problem(load("separable", seed=seed, noise=noise)))
        assert apart is not None
        assert apart.complete
    assert separation(Problem(load("overlap", seed=seed))) is None


def test_the_outlier_is_the_last_row() -> None:
    """Far on the side of class 1 and labelled 0."""
    data = load("outlier")
    assert data.y[-1] == 0
    assert data.X[-1, 0] > 2.0 * data.X[:-1, 0].max()


def test_breast_cancer_is_the_data_of_scikit_learn() -> None:
    """569 rows, 30 features by name, two classes; the source names authors and licence."""
    shipped = load_breast_cancer()
    data = load("breast-cancer")
    np.testing.assert_array_equal(data.X, shipped.data)
    np.testing.assert_array_equal(data.y, shipped.target)
    assert data.features == tuple(shipped.feature_names)
    assert data.classes == ("malignant", "benign")
    assert "CC BY 4.0" in data.source
    one = load("breast-cancer", features="mean radius")
    np.testing.assert_array_equal(one.X, shipped.data[:, :1])


def test_iris_is_the_data_of_scikit_learn_whole_or_in_two_classes() -> None:
    """All three species, two of them, or one against the rest (which is class 0)."""
    shipped = load_iris()
    whole = load("iris")
    np.testing.assert_array_equal(whole.X, shipped.data)
    np.testing.assert_array_equal(whole.y, shipped.target)
    assert whole.classes == tuple(shipped.target_names)
    assert "CC BY 4.0" in whole.source
    pair = load("iris", classes="versicolor-virginica", features=["petal width"])
    np.testing.assert_array_equal(pair.X, shipped.data[50:, 3:])
    np.testing.assert_array_equal(pair.y, np.repeat([0, 1], 50))
    assert pair.classes == ("versicolor", "virginica")
    rest = load("iris", classes="versicolor-rest")
    np.testing.assert_array_equal(rest.y, shipped.target == 1)
    assert rest.classes == ("the rest", "versicolor")


def test_three_clouds_are_three_classes_or_two_of_the_same_rows() -> None:
    """All three, a pair's own rows, or one against the rest; which are asked for moves none."""
    whole = load("three-blobs", n=90, seed=5)
    assert whole.classes == ("left", "right", "top")
    assert np.bincount(whole.y).tolist() == [30, 30, 30]
    means = [whole.X[whole.y == k].mean(axis=0) for k in range(3)]
    np.testing.assert_allclose(
        means, [[-1.732, -1.0], [1.732, -1.0], [0.0, 2.0]], atol=5 * 1.2 / np.sqrt(30)
    )
    pair = load("three-blobs", n=90, seed=5, classes="left-top")
    assert pair.classes == ("left", "top")
    np.testing.assert_array_equal(pair.X, whole.X[whole.y != 1])
    np.testing.assert_array_equal(pair.y, whole.y[whole.y != 1] == 2)
    rest = load("three-blobs", n=90, seed=5, classes="right-rest")
    assert rest.classes == ("the rest", "right")
    np.testing.assert_array_equal(rest.X, whole.X)
    np.testing.assert_array_equal(rest.y, whole.y == 1)


@pytest.mark.parametrize("seed", range(5))
def test_three_clouds_overlap(seed: int) -> None:
    """So that softmax regression on them has a finite minimum, and one against the rest, too."""
    assert separation(Problem(load("three-blobs", seed=seed), "softmax")) is None
    assert separation(Problem(load("three-blobs", seed=seed, classes="top-rest"))) is None


@pytest.mark.parametrize(
    ("near", "value"), [((-0.1703, -0.8704), 0.1944), ((1.5047, 1.4739), 0.4012)]
)
def test_two_minima_has_the_two_minima(near: tuple[float, float], value: float) -> None:
    """Strict minima of squared error, where the data set was said to have them, to four digits."""
    problem = Problem(load("two-minima"))
    np.testing.assert_array_equal(problem.dataset.X.ravel(), [-1, 5, -1.5, 0, 3.5, -2, -2])
    np.testing.assert_array_equal(problem.dataset.y, [0, 0, 1, 1, 0, 0, 0])

    def evaluate(theta: np.ndarray[Any, Any]) -> tuple[float, Any, Any]:
        gradient = problem.gradient("squared-error", theta)
        return (
            problem.value("squared-error", theta),
            gradient,
            problem.hessian("squared-error", theta),
        )

    minimum = minimise(evaluate, np.array(near))
    assert minimum is not None
    found, gradient, hessian = evaluate(minimum)
    np.testing.assert_allclose(minimum, near, atol=6e-5)
    assert found == pytest.approx(value, abs=6e-5)
    np.testing.assert_allclose(gradient, 0.0, atol=1e-14)
    assert np.linalg.eigvalsh(hessian)[0] > 1e-3
