"""Gradient and curvature belong to the value, for every loss of the registry."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from losses import LOSSES, Loss
from tests.differences import derivative
from tests.losses.samples import EVERY_LOSS, classes_of, draw, smooth

HARD = pytest.mark.parametrize("hard", [True, False], ids=["hard", "soft"])


@HARD
@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_gradient_is_the_derivative_of_the_value(loss: Loss, hard: bool) -> None:
    """In each logit. A value of 30 has rounding of 3e-15, which the step of 1e-3 makes 5e-12."""
    for classes in classes_of(loss):
        z, y, *_ = draw(loss, np.random.default_rng(classes), 40, classes, 15.0, hard)
        off = smooth(loss, z, y)
        assert off.mean() > 0.5
        gradient = loss.gradient(z, y)
        assert gradient.shape == z.shape
        for k in range(classes):
            unit = np.eye(classes)[k] if loss.output.class_axis else 1.0
            expected = derivative(lambda t: loss.value(z + t * unit, y))  # noqa: B023 (called here)
            found = gradient[..., k] if loss.output.class_axis else gradient
            np.testing.assert_allclose(found[off], expected[off], rtol=1e-9, atol=2e-11)


@HARD
@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_curvature_is_the_derivative_of_the_gradient(loss: Loss, hard: bool) -> None:
    """Along one direction, of the gradient along another; gradients of size 1 leave 1e-12."""
    for classes in classes_of(loss):
        z, y, left, right = draw(loss, np.random.default_rng(classes), 40, classes, 15.0, hard)
        moved = derivative(lambda t: left * loss.gradient(z + t * right, y))  # noqa: B023
        expected = moved.sum(axis=-1) if loss.output.class_axis else moved
        found = loss.curvature(z, y, left, right)
        assert found.shape == loss.value(z, y).shape
        off = smooth(loss, z, y)
        np.testing.assert_allclose(found[off], expected[off], rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_curvature_is_bilinear_and_symmetric(loss: Loss) -> None:
    """left' H right: linear in each direction, and the same with the two exchanged."""
    for classes in classes_of(loss):
        rng = np.random.default_rng(classes)
        z, y, left, right = draw(loss, rng, 60, classes, 5.0, hard=False)
        third = rng.normal(size=z.shape)
        form = loss.curvature(z, y, left, right)
        close = partial(
            np.testing.assert_allclose, rtol=1e-12, atol=1e-14
        )  # of terms of size 1 to 10, which may cancel
        close(loss.curvature(z, y, right, left), form)
        close(
            loss.curvature(z, y, 2.0 * left - 3.0 * third, right),
            2.0 * form - 3.0 * loss.curvature(z, y, third, right),
        )
        # Hinge is made of straight lines.
        assert (np.abs(form).max() > 1e-3) == (loss.key != "hinge")


def least_curvature(loss: Loss) -> float:
    """The least v' H v over many logits, labels of either kind and directions v."""
    least = np.inf
    for classes in classes_of(loss):
        rng = np.random.default_rng(classes)
        for hard in (True, False):
            z, y, v, _ = draw(loss, rng, 2000, classes, 6.0, hard)
            least = min(least, float(loss.curvature(z, y, v, v).min()))
    return least


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_convex_says_whether_curvature_is_ever_negative(loss: Loss) -> None:
    """A loss called convex has none below 0; one that is not called so has some well below."""
    least = least_curvature(loss)
    assert least >= 0.0 if loss.convex else least < -1e-3


CONVEX = [
    pytest.param(loss, id=f"{output}-{loss.key}")
    for output in LOSSES
    for loss in LOSSES[output].values()
    if loss.convex
]


@pytest.mark.parametrize("loss", CONVEX)
@given(data=st.data())
def test_a_convex_loss_never_curves_down(loss: Loss, data: st.DataObject) -> None:
    """Whatever the finite logits, the label and the direction."""
    classes = 3 if loss.output.class_axis else 1
    numbers = st.lists(
        st.floats(allow_nan=False, allow_infinity=False), min_size=classes, max_size=classes
    )
    directions = st.lists(st.floats(-1e3, 1e3), min_size=classes, max_size=classes)
    z, v = data.draw(numbers), data.draw(directions)
    if loss.output.class_axis:
        assert loss.curvature(z, data.draw(st.integers(0, classes - 1)), v, v) >= 0.0
    else:
        assert loss.curvature(z, data.draw(st.floats(0.0, 1.0)), v, v) >= 0.0
