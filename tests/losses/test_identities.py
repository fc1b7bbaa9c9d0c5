"""What must hold between losses, and between points of one loss."""

import math
from functools import partial

import numpy as np
import pytest

from losses import LOSSES, SIGMOID, SOFTMAX, Loss, get
from tests.losses.samples import draw, losses_on

# Key, and the factor between softmax with K = 2 and sigmoid: distances count both classes.
TWO_CLASSES = pytest.mark.parametrize(
    ("key", "factor"),
    [
        ("cross-entropy", 1.0),
        ("squared-error", 2.0),
        ("absolute-error", 2.0),
        ("focal", 1.0),
        ("generalized-cross-entropy", 1.0),
    ],
)


@TWO_CLASSES
@pytest.mark.parametrize("label", [0, 1])
def test_softmax_over_zero_and_z_is_the_sigmoid_of_z(key: str, factor: float, label: int) -> None:
    """Value, gradient and curvature, in both tails to 1e-12 (logits off +-ln 2 by a little)."""
    sigmoid, softmax = get(key, "sigmoid"), get(key, "softmax")
    z = np.linspace(-340.05, 340.05, 401)
    pair = np.stack([np.zeros_like(z), z], axis=-1)
    # Below 2.2e-308 numbers have fewer digits: there, a few of the smallest steps.
    exactly = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-321)
    exactly(softmax.value(pair, label), factor * sigmoid.value(z, label))
    gradient = factor * sigmoid.gradient(z, label)
    exactly(softmax.gradient(pair, label), np.stack([-gradient, gradient], axis=-1))
    exactly(
        softmax.curvature(pair, label, [0.0, 1.0], [0.0, 2.0]),
        factor * sigmoid.curvature(z, label, 1.0, 2.0),
    )


@TWO_CLASSES
@pytest.mark.parametrize("y", [0.125, 0.5, 0.875])
def test_so_it_is_for_soft_labels(key: str, factor: float, y: float) -> None:
    """Where terms cancel there is rounding of numbers of size 1 to allow for."""
    sigmoid, softmax = get(key, "sigmoid"), get(key, "softmax")
    z = np.linspace(-30.0, 30.0, 121)
    pair, labels = np.stack([np.zeros_like(z), z], axis=-1), [1.0 - y, y]
    nearly = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-15)
    nearly(softmax.value(pair, labels), factor * sigmoid.value(z, y))
    gradient = factor * sigmoid.gradient(z, y)
    nearly(softmax.gradient(pair, labels), np.stack([-gradient, gradient], axis=-1))
    nearly(
        softmax.curvature(pair, labels, [-0.5, 0.5], [0.0, 1.0]),
        factor * sigmoid.curvature(z, y, 1.0, 1.0),
    )


@pytest.mark.parametrize("loss", losses_on("softmax"))
def test_a_constant_added_to_all_logits_changes_nothing(loss: Loss) -> None:
    """To the last bit, where the constant and the logits add without rounding."""
    z, y, left, right = draw(loss, np.random.default_rng(0), 50, 5, 20.0, hard=False)
    z = np.round(z * 1024.0) / 1024.0
    for constant in (1.0, -64.0, 2.0**20):
        moved = z + constant
        np.testing.assert_array_equal(loss.value(moved, y), loss.value(z, y))
        np.testing.assert_array_equal(loss.gradient(moved, y), loss.gradient(z, y))
        np.testing.assert_array_equal(
            loss.curvature(moved, y, left, right), loss.curvature(z, y, left, right)
        )


@pytest.mark.parametrize("loss", losses_on("softmax"))
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_so_the_gradient_sums_to_0_and_the_constant_direction_is_flat(
    loss: Loss, classes: int
) -> None:
    """The sum up to rounding of its terms; the curvature along (1, …, 1) exactly."""
    z, y, left, _ = draw(loss, np.random.default_rng(classes), 200, classes, 20.0, hard=False)
    np.testing.assert_allclose(loss.gradient(z, y).sum(axis=-1), 0.0, atol=1e-15 * classes)
    constant = np.full(classes, 0.7)
    np.testing.assert_array_equal(loss.curvature(z, y, constant, left), 0.0)
    np.testing.assert_array_equal(loss.curvature(z, y, left, constant), 0.0)


@pytest.mark.parametrize("key", LOSSES["sigmoid"])
@pytest.mark.parametrize("y", [0.0, 0.25, 0.5, 1.0])
def test_exchanging_the_two_labels_mirrors_the_sigmoid_losses(key: str, y: float) -> None:
    """loss(z, y) = loss(-z, 1 - y)."""
    loss = get(key)
    z = np.linspace(-50.0, 50.0, 201)
    # A soft label's terms cancel where p is near y; a hard label's do not.
    nearly = partial(np.testing.assert_allclose, rtol=1e-12, atol=0.0 if y in (0.0, 1.0) else 1e-15)
    nearly(loss.value(-z, 1.0 - y), loss.value(z, y))
    nearly(loss.gradient(-z, 1.0 - y), -loss.gradient(z, y))
    nearly(loss.curvature(-z, 1.0 - y, 1.0, 1.0), loss.curvature(z, y, 1.0, 1.0))


@pytest.mark.parametrize("key", LOSSES["softmax"])
def test_renaming_the_classes_renames_the_softmax_losses(key: str) -> None:
    """Value and curvature stay, up to the order of a sum; the gradient's entries move along."""
    loss = get(key, "softmax")
    z, y, left, right = draw(loss, np.random.default_rng(4), 50, 4, 8.0, hard=False)
    order = [2, 0, 3, 1]
    nearly = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-15)
    nearly(loss.value(z[:, order], y[:, order]), loss.value(z, y))
    nearly(loss.gradient(z[:, order], y[:, order]), loss.gradient(z, y)[:, order])
    nearly(
        loss.curvature(z[:, order], y[:, order], left[:, order], right[:, order]),
        loss.curvature(z, y, left, right),
    )


@pytest.mark.parametrize("loss", losses_on("softmax"))
def test_nor_does_a_constant_added_to_a_direction(loss: Loss) -> None:
    """A million times its size, and it costs no digits."""
    z, y, left, right = draw(loss, np.random.default_rng(6), 50, 5, 5.0, hard=False)
    left = np.round(left * 1024.0) / 1024.0
    np.testing.assert_allclose(
        loss.curvature(z, y, left + 2.0**20, right),
        loss.curvature(z, y, left, right),
        rtol=1e-12,
        atol=1e-14,
    )


def test_there_are_no_hidden_factors() -> None:
    """The numbers of the conventions: no 1/2, no 1/K, nats."""
    assert get("squared-error").value(0.0, 1) == 0.25
    assert get("squared-error", "softmax").value([0.0, 0.0], 1) == 0.5
    assert get("squared-error", "softmax").value(np.zeros(4), 1) == pytest.approx(0.75, rel=1e-15)
    assert get("cross-entropy").value(0.0, 1) == pytest.approx(math.log(2.0), rel=1e-15)
    assert get("cross-entropy", "softmax").value(np.zeros(5), 1) == pytest.approx(
        math.log(5.0), rel=1e-15
    )


def test_probabilities_are_the_sigmoid_and_the_softmax() -> None:
    """Of any shape, in both tails without overflow."""
    np.testing.assert_allclose(SIGMOID.probability([[0.0], [math.log(3.0)]]), [[0.5], [0.75]])
    assert SIGMOID.probability(-700.0) == pytest.approx(math.exp(-700.0), rel=1e-13, abs=0.0)
    np.testing.assert_allclose(
        SOFTMAX.probability([[0.0, math.log(2.0)], [1e308, -1e308]]), [[1 / 3, 2 / 3], [1.0, 0.0]]
    )
