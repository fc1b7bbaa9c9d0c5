"""What the losses take: shapes, labels, extremes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from losses import Loss
from losses.arrays import read_only
from tests.losses.samples import EVERY_LOSS, classes_of, losses_on

LARGEST = float(np.finfo(np.float64).max)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
MODERATE = st.floats(-50.0, 50.0)
SIGMOID, SOFTMAX = losses_on("sigmoid"), losses_on("softmax")


def evaluations(loss: Loss, z: Any, y: Any) -> tuple[np.ndarray[Any, Any], ...]:
    """Value, gradient, and curvature along ones and along 1, 2, … in the last axis."""
    last = np.shape(z)[-1:] if loss.output.class_axis else ()
    ramp = 1.0 + np.arange(*last) if last else 1.0
    return (
        np.asarray(loss.value(z, y)),
        np.asarray(loss.gradient(z, y)),
        np.asarray(loss.curvature(z, y, ramp, ramp)),
        np.asarray(loss.curvature(z, y, 1.0, ramp)),
    )


@st.composite
def weights(draw: st.DrawFn, classes: int) -> list[float]:
    """Soft labels that sum to 1."""
    counts = draw(st.lists(st.integers(0, 16), min_size=classes, max_size=classes))
    counts[0] += not any(counts)
    return [count / sum(counts) for count in counts]


# -- every finite logit


@pytest.mark.parametrize("loss", EVERY_LOSS)
@given(data=st.data())
def test_every_finite_logit_gives_finite_results(loss: Loss, data: st.DataObject) -> None:
    """With hard and soft labels, and without a warning (warnings are errors here)."""
    if loss.output.class_axis:
        classes = data.draw(st.integers(2, 6))
        z: Any = data.draw(st.lists(FINITE, min_size=classes, max_size=classes))
        y: Any = data.draw(st.integers(0, classes - 1) | weights(classes))
    else:
        z, y = data.draw(FINITE), data.draw(st.floats(0.0, 1.0))
    for result in evaluations(loss, z, y):
        assert np.isfinite(result).all()


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("size", [LARGEST, 1e308, 1e300, 710.0, 746.0, 5e-324, 0.0])
def test_the_largest_and_smallest_logits_are_no_exception(loss: Loss, size: float) -> None:
    """Every pattern of signs, for every hard label and an even one."""
    for classes in classes_of(loss)[:3]:
        signs = np.array(np.meshgrid(*[[-1.0, 0.0, 1.0]] * classes)).reshape(classes, -1).T
        z = size * (signs if loss.output.class_axis else signs[:, 0])
        even = np.full(classes, 1.0 / classes)
        hard = range(classes) if loss.output.class_axis else (0, 1)
        for y in (*hard, even if loss.output.class_axis else 0.5):
            for result in evaluations(loss, z, y):
                assert np.isfinite(result).all()


# -- shapes


@pytest.mark.parametrize("loss", SIGMOID)
@given(
    shapes=arrays.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3),
    data=st.data(),
)
def test_a_sigmoid_loss_is_taken_entry_by_entry(
    loss: Loss, shapes: arrays.BroadcastableShapes, data: st.DataObject
) -> None:
    """Labels and directions broadcast to the logits, of any shape; each entry is on its own."""
    z = data.draw(arrays.arrays(np.float64, shapes.result_shape, elements=MODERATE))
    y = data.draw(arrays.arrays(np.float64, shapes.input_shapes[0], elements=st.floats(0.0, 1.0)))
    left = data.draw(arrays.arrays(np.float64, shapes.input_shapes[1], elements=MODERATE))
    right = data.draw(arrays.arrays(np.float64, shapes.input_shapes[2], elements=MODERATE))
    value, gradient = loss.value(z, y), loss.gradient(z, y)
    curvature = loss.curvature(z, y, left, right)
    assert value.shape == gradient.shape == curvature.shape == z.shape
    labels, lefts, rights = (np.broadcast_to(array, z.shape) for array in (y, left, right))
    for i in np.ndindex(z.shape):
        # Whole arrays and single numbers may take different code for exp: the last digits differ.
        assert value[i] == pytest.approx(loss.value(z[i], labels[i]), rel=1e-13, abs=1e-15)
        assert gradient[i] == pytest.approx(loss.gradient(z[i], labels[i]), rel=1e-13, abs=1e-15)
        assert curvature[i] == pytest.approx(
            loss.curvature(z[i], labels[i], lefts[i], rights[i]), rel=1e-12, abs=1e-11
        )


@pytest.mark.parametrize("loss", SOFTMAX)
@given(
    shapes=arrays.mutually_broadcastable_shapes(num_shapes=2, max_dims=2, max_side=3),
    classes=st.integers(2, 4),
    soft=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_a_softmax_loss_is_taken_row_by_row(
    loss: Loss, shapes: arrays.BroadcastableShapes, classes: int, soft: bool, seed: int
) -> None:
    """Logits (..., K); labels (...) or (..., K) and directions broadcast to them."""
    rng = np.random.default_rng(seed)
    rows, labelled = shapes.result_shape, shapes.input_shapes[0]
    z = rng.normal(scale=5.0, size=(*rows, classes))
    y: np.ndarray[Any, Any] = rng.integers(0, classes, size=labelled)
    if soft:
        y = rng.dirichlet(np.ones(classes), size=labelled)
    left = rng.normal(size=(*shapes.input_shapes[1], classes))
    right = rng.normal(size=classes)
    value, gradient = loss.value(z, y), loss.gradient(z, y)
    curvature = loss.curvature(z, y, left, right)
    assert value.shape == curvature.shape == rows
    assert gradient.shape == z.shape
    labels = np.broadcast_to(y, z.shape if soft else rows)
    lefts = np.broadcast_to(left, z.shape)
    for i in np.ndindex(rows):
        assert value[i] == pytest.approx(loss.value(z[i], labels[i]), rel=1e-13)
        assert gradient[i] == pytest.approx(loss.gradient(z[i], labels[i]), rel=1e-12, abs=1e-15)
        assert curvature[i] == pytest.approx(
            loss.curvature(z[i], labels[i], lefts[i], right), rel=1e-12, abs=1e-14
        )


@pytest.mark.parametrize("loss", SOFTMAX)
def test_a_class_index_is_the_same_as_its_one_hot_row(loss: Loss) -> None:
    """Integer, boolean and unsigned indices are classes; floats are probabilities."""
    z = np.random.default_rng(1).normal(size=(6, 2))
    classes = np.array([0, 1, 1, 0, 1, 0])
    one_hot = evaluations(loss, z, np.eye(2)[classes])
    for y in (classes, classes.astype(np.uint8), classes.astype(np.int8), classes == 1):
        for found, expected in zip(evaluations(loss, z, y), one_hot, strict=True):
            np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_lists_numbers_and_narrow_types_are_taken_as_float64(loss: Loss) -> None:
    """Whatever comes in, float64 comes out."""
    z = [[1, -2], [3, 0]]
    y: Any = [0, 1] if loss.output.class_axis else [[False, True], [1, 0]]
    expected = evaluations(loss, np.array(z, dtype=np.float64), y)
    for given_z in (z, np.array(z, dtype=np.float32), np.array(z, dtype=np.int8)):
        for found, exact in zip(evaluations(loss, given_z, y), expected, strict=True):
            assert found.dtype == np.float64
            np.testing.assert_array_equal(found, exact)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_no_samples_give_no_values(loss: Loss) -> None:
    """An empty batch is not an error."""
    z = np.zeros((0, 3))
    y: Any = np.zeros(0, dtype=int) if loss.output.class_axis else np.zeros((0, 3))
    assert loss.value(z, y).size == loss.curvature(z, y, 1.0, 1.0).size == 0
    assert loss.gradient(z, y).shape == z.shape


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_arguments_are_left_as_they_were(loss: Loss) -> None:
    """Nothing is written to, whether it could be or is read-only."""
    rng = np.random.default_rng(2)
    z, left, right = rng.normal(size=(3, 5, 3))
    y = np.eye(3)[[0, 1, 2, 1, 0]]
    before = [array.copy() for array in (z, y, left, right)]
    loss.value(z, y), loss.gradient(z, y), loss.curvature(z, y, left, right)
    for array, copy in zip((z, y, left, right), before, strict=True):
        np.testing.assert_array_equal(array, copy)
    frozen = [read_only(array) for array in (z, y, left, right)]
    np.testing.assert_array_equal(loss.curvature(*frozen), loss.curvature(z, y, left, right))
