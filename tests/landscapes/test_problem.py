"""Problem: the model's parameters, and the mean loss with its derivatives in them."""

import math
import pickle
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from landscapes import Dataset, Problem
from losses import LOSSES, get
from losses.arrays import Array
from tests.differences import derivative
from tests.landscapes.cases import EVERY_PROBLEM, random_plane

X = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.25], [-2.0, 1.5]]
BINARY = Dataset(X, [0, 1, 1, 0], features=["height", "width"], classes=["small", "large"])
THREE = Dataset(X, [0, 2, 1, 2], features=["height", "width"], classes=["a", "b", "c"])


def points(problem: Problem, count: int = 3) -> list[Array]:
    """Points at which logits are of size 1 to 5."""
    plane = random_plane(problem, seed=count)
    return [plane.at(a, b) for a, b in np.random.default_rng(count).normal(size=(count, 2)) * 2.0]


# -- parameters


@pytest.mark.parametrize(
    ("dataset", "output", "intercept", "parameters"),
    [
        (BINARY, "sigmoid", True, "w1 w2 b"),
        (BINARY, "sigmoid", False, "w1 w2"),
        (BINARY, "softmax", True, "w1[0] w2[0] b[0] w1[1] w2[1] b[1]"),
        (THREE, "softmax", True, "w1[0] w2[0] b[0] w1[1] w2[1] b[1] w1[2] w2[2] b[2]"),
        (THREE, "softmax", False, "w1[0] w2[0] w1[1] w2[1] w1[2] w2[2]"),
    ],
)
def test_parameters_are_weights_and_bias_class_after_class(
    dataset: Dataset, output: str, intercept: bool, parameters: str
) -> None:
    """Named in the order of theta's entries; the weights among them are marked."""
    problem = Problem(dataset, output, intercept=intercept)
    assert problem.parameters == tuple(parameters.split())
    marks = [float(name.startswith("w")) for name in problem.parameters]
    np.testing.assert_array_equal(problem.is_weight, marks)


def test_parameters_are_called_by_the_names_of_features_and_classes() -> None:
    """As titles and axes say them."""
    assert Problem(BINARY).words("w2") == "weight w2 of width"
    assert Problem(BINARY).words("b") == "bias b"
    assert Problem(THREE, "softmax").words("w1[2]") == "weight w1 of height, class c"
    assert Problem(THREE, "softmax").words("b[1]") == "bias b, class b"


def test_a_direction_is_the_unit_vector_of_a_parameter() -> None:
    """In the order of `parameters`."""
    problem = Problem(THREE, "softmax")
    for i, name in enumerate(problem.parameters):
        np.testing.assert_array_equal(problem.direction(name), np.eye(9)[i])


def test_an_unknown_parameter_is_told_the_parameters_there_are() -> None:
    """Whatever is asked about it."""
    for ask in (Problem(BINARY).direction, Problem(BINARY).words):
        with pytest.raises(ValueError, match="unknown parameter 'w3': choose from w1, w2, b"):
            ask("w3")


# -- logits


def test_logits_are_the_weighted_features_plus_the_bias() -> None:
    """One a row under sigmoid; under softmax one a class, from the class's own row of theta."""
    theta = [2.0, -1.0, 0.5]
    expected = [2.0 * a - b + 0.5 for a, b in X]
    np.testing.assert_allclose(Problem(BINARY).logits(theta), expected, rtol=1e-15)
    np.testing.assert_allclose(
        Problem(BINARY, intercept=False).logits(theta[:2]), np.array(expected) - 0.5
    )
    rows = [[2.0, -1.0, 0.5], [0.0, 3.0, -2.0], [1.0, 1.0, 0.0]]
    logits = Problem(THREE, "softmax").logits(np.ravel(rows))
    for (a, b), row in zip(X, logits, strict=True):
        np.testing.assert_allclose(row, [u * a + v * b + w for u, v, w in rows], rtol=1e-15)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_logits_and_probabilities_of_other_rows(problem: Problem) -> None:
    """The data set's own rows give the same as none; probabilities are the output's."""
    (theta,) = points(problem, 1)
    rows = problem.dataset.X[:5]
    own = problem.logits(theta)
    np.testing.assert_allclose(problem.logits(theta, rows), own[:5], rtol=1e-12)
    np.testing.assert_allclose(problem.probability(theta), problem.kind.probability(own))
    probability = problem.probability(theta, rows)
    assert probability.shape == own[:5].shape
    if problem.output == "softmax":
        np.testing.assert_allclose(probability.sum(axis=1), 1.0)


@pytest.mark.parametrize("rows", [[1.0, 2.0], [[1.0]], [[1.0, 2.0, 3.0]], [[np.nan, 0.0]]])
def test_other_rows_must_have_the_features(rows: Any) -> None:
    """As many, in a table, and finite."""
    with pytest.raises(ValueError, match="X"):
        Problem(BINARY).logits([0.0, 0.0, 0.0], rows)


# -- value, gradient and Hessian


def by_hand(output: str, key: str, logits: Sequence[float], label: Any) -> float:
    """The loss of one row, by plain arithmetic."""
    powers = [math.exp(z) for z in logits]
    if output == "sigmoid":
        p = [1.0 / (1.0 + math.exp(-logits[0]))]
        y = [float(label)]
        if key == "cross-entropy":
            p, y = [1.0 - p[0], p[0]], [1.0 - y[0], y[0]]
    else:
        p = [power / sum(powers) for power in powers]
        y = [float(k == label) for k in range(len(p))] if np.ndim(label) == 0 else list(label)
    if key == "cross-entropy":
        return -sum(y_k * math.log(p_k) for p_k, y_k in zip(p, y, strict=True))
    return sum((p_k - y_k) ** 2 for p_k, y_k in zip(p, y, strict=True))


@pytest.mark.parametrize("key", ["squared-error", "cross-entropy"])
@pytest.mark.parametrize(
    ("dataset", "output"),
    [
        (BINARY, "sigmoid"),
        (Dataset(X, [0.25, 1.0, 0.5, 0.0]), "sigmoid"),
        (BINARY, "softmax"),
        (THREE, "softmax"),
        (Dataset(X, np.random.default_rng(0).dirichlet([1, 1, 1, 1], size=4)), "softmax"),
    ],
    ids=["sigmoid", "sigmoid soft", "softmax two classes", "softmax", "softmax soft"],
)
def test_value_is_the_mean_over_rows_plus_half_the_penalty_on_the_weights(
    dataset: Dataset, output: str, key: str
) -> None:
    """Counted row by row in plain Python; a bias costs nothing."""
    problem = Problem(dataset, output, penalty=0.7)
    theta = np.random.default_rng(1).normal(size=len(problem.parameters))
    rows = theta.reshape(-1, 3)
    total = 0.0
    for (first, second), label in zip(X, dataset.y, strict=True):
        logits = [float(u * first + v * second + bias) for u, v, bias in rows]
        total += by_hand(output, key, logits, label)
    penalty = 0.5 * 0.7 * sum(float(w) ** 2 for row in rows for w in row[:2])
    assert problem.value(key, theta) == pytest.approx(total / 4 + penalty, rel=1e-13)


def test_under_softmax_a_probability_of_class_1_is_that_of_two_classes() -> None:
    """Soft labels (n,) are (1 - y, y)."""
    y = np.array([0.25, 1.0, 0.5, 0.0])
    problem = Problem(Dataset(X, y), "softmax")
    np.testing.assert_array_equal(problem.labels, np.stack([1.0 - y, y], axis=1))
    both = Problem(Dataset(X, problem.labels), "softmax")
    theta = np.linspace(-1.0, 1.0, 6)
    for key in LOSSES["softmax"]:
        assert problem.value(key, theta) == both.value(key, theta)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_gradient_and_hessian_are_derivatives_of_the_value(problem: Problem) -> None:
    """Along random directions in which logits change by about 1; rounding leaves some 1e-12.

    Across a kink a difference is no derivative.
    """
    smooth = [key for key, loss in LOSSES[problem.output].items() if loss.smooth(problem.labels)]
    for key in smooth:
        for theta in points(problem):
            plane = random_plane(problem, seed=7)
            gradient, hessian = problem.gradient(key, theta), problem.hessian(key, theta)
            count = len(problem.parameters)
            assert (gradient.shape, hessian.shape) == ((count,), (count, count))
            for direction in (plane.u, plane.v):
                slope = derivative(lambda t: problem.value(key, theta + t * direction))  # noqa: B023
                assert gradient @ direction == pytest.approx(slope, rel=1e-8, abs=1e-10)
                bend = derivative(
                    lambda t: problem.gradient(key, theta + t * direction) @ plane.u  # noqa: B023
                )
                assert plane.u @ hessian @ direction == pytest.approx(bend, rel=1e-8, abs=1e-10)


def test_hinge_has_the_slope_of_both_sides_off_its_kinks() -> None:
    """And no curvature; a subgradient everywhere: no value lies below any of its planes."""
    problem = Problem(Dataset(X, [0, 1, 1, 0]))
    rng = np.random.default_rng(0)
    for theta in rng.normal(size=(20, 3)):
        gradient, value = problem.gradient("hinge", theta), problem.value("hinge", theta)
        if (np.abs(np.abs(problem.logits(theta)) - 1.0) > 0.1).all():
            for direction in np.eye(3):
                slope = derivative(lambda t: problem.value("hinge", theta + t * direction))  # noqa: B023
                assert gradient @ direction == pytest.approx(slope, rel=1e-8, abs=1e-10)
        assert not problem.hessian("hinge", theta).any()
        for other in rng.normal(scale=3.0, size=(20, 3)):
            assert problem.value("hinge", other) >= value + gradient @ (other - theta) - 1e-12


def test_a_loss_may_be_named_with_its_parameters() -> None:
    problem, theta = Problem(Dataset(X, [0, 1, 1, 0])), np.array([0.3, -0.4, 0.1])
    sharper = get("focal", gamma=5.0)
    assert problem.value("focal:gamma=5", theta) == problem.value(sharper, theta)
    assert problem.value("focal:gamma=5", theta) < problem.value("focal", theta)
    assert problem.loss("focal:gamma=2") is get("focal")
    with pytest.raises(ValueError, match="malformed loss 'focal:5'"):
        problem.value("focal:5", theta)
    smoothed = get("cross-entropy:smoothing=0.1", "softmax")
    with pytest.raises(ValueError, match=r"losses.get\('cross-entropy:smoothing=0.1', 'sigmoid'\)"):
        problem.value(smoothed, theta)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_the_hessian_is_symmetric(problem: Problem) -> None:
    """Blocks of two classes included."""
    for key in LOSSES[problem.output]:
        hessian = problem.hessian(key, points(problem)[0])
        np.testing.assert_allclose(hessian, hessian.T, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_the_penalty_is_never_on_a_bias(problem: Problem) -> None:
    """Its share of value, gradient and Hessian, found as a difference, is the textbook's."""
    plain = Problem(problem.dataset, problem.output, problem.intercept)
    (theta,) = points(problem, 1)
    weights = np.array([name[0] == "w" for name in problem.parameters])
    key = "squared-error"
    for found, without, share in (
        (
            problem.value(key, theta),
            plain.value(key, theta),
            problem.penalty / 2 * np.sum(theta[weights] ** 2),
        ),
        (
            problem.gradient(key, theta),
            plain.gradient(key, theta),
            np.where(weights, problem.penalty * theta, 0.0),
        ),
        (
            problem.hessian(key, theta),
            plain.hessian(key, theta),
            problem.penalty * np.diag(weights),
        ),
    ):
        np.testing.assert_allclose(found, np.add(without, share), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_a_loss_may_be_given_by_its_key_or_as_it_is(problem: Problem) -> None:
    """One that came from another process is the same loss."""
    (theta,) = points(problem, 1)
    loss = get("squared-error", problem.output)
    value = problem.value("squared-error", theta)
    assert problem.value(loss, theta) == value
    assert problem.value(pickle.loads(pickle.dumps(loss)), theta) == value
