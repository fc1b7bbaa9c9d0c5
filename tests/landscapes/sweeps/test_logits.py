"""The loss of one sample as a function of its three logits."""

import numpy as np
import pytest

from landscapes import survey
from landscapes.sweeps.logits import (
    CORNERS,
    FLAT,
    LABELS,
    PLANE,
    embedded,
    logit_landscape,
    one_sample,
    raised,
    read_logits,
    shifted,
)
from losses import LOSSES, SOFTMAX
from losses.arrays import Array

SOFTMAX_LOSSES = tuple(LOSSES["softmax"])
EVERY = [(loss, label) for loss in SOFTMAX_LOSSES for label in LABELS]
POINTS = np.vstack([np.zeros(3), np.random.default_rng(7).normal(0.0, 4.0, (40, 3))])


def label_of(label: str) -> Array:
    return np.full(3, 1.0 / 3.0) if label == "uniform" else np.eye(3)[int(label) - 1]


# The plane and the direction that leaves it


def test_the_plane_is_where_logits_sum_to_0_on_orthonormal_directions() -> None:
    basis = np.stack([PLANE.u, PLANE.v, FLAT])
    np.testing.assert_allclose(basis @ basis.T, np.eye(3), rtol=0, atol=1e-15)
    np.testing.assert_array_equal(PLANE.origin, np.zeros(3))


@pytest.mark.parametrize(("loss", "label"), EVERY)
def test_the_flat_direction_has_slope_and_curvature_0_to_rounding(loss: str, label: str) -> None:
    for z in POINTS:
        found = read_logits(loss, label, z)
        # The terms of both are sums of probabilities: of size 1, whatever their sum is.
        assert abs(found.flat_slope) < 1e-15
        assert abs(found.flat_curvature) < 1e-15


@pytest.mark.parametrize(("loss", "label"), EVERY)
def test_another_direction_is_not_flat(loss: str, label: str) -> None:
    """The check above can fail: towards one class all losses bend somewhere."""
    hessian = one_sample(label).hessian(loss, [1.0, 0.5, -1.5])
    assert abs(PLANE.u @ hessian @ PLANE.u) > 1e-3


@pytest.mark.parametrize(("loss", "label"), EVERY)
def test_a_constant_on_all_logits_changes_no_loss(loss: str, label: str) -> None:
    constants = np.linspace(-10.0, 10.0, 9)
    for z in POINTS[:10]:
        values = raised(loss, label, z, np.ones(3), constants)
        # The sums z + c are rounded by up to 1e-15 each.
        np.testing.assert_allclose(values, values[4], rtol=1e-13, atol=1e-14)
    alone = raised(loss, label, np.zeros(3), np.eye(3)[0], constants)
    assert np.ptp(alone) > 0.1


@pytest.mark.parametrize("constant", [-10.0, 0.0, 0.5, 10.0])
def test_a_shift_leaves_the_probabilities_and_says_by_how_much(constant: float) -> None:
    for z in POINTS:
        found = shifted(z, constant)
        np.testing.assert_array_equal(found.logits, z + constant)
        np.testing.assert_array_equal(found.probability, SOFTMAX.probability(z + constant))
        assert found.difference == np.abs(found.probability - SOFTMAX.probability(z)).max()
        assert found.difference < 2e-15


# What is read at a point


def test_the_gradient_of_cross_entropy_is_p_minus_y() -> None:
    for label in LABELS:
        for z in POINTS:
            found = read_logits("cross-entropy", label, z)
            expected = found.probability - label_of(label)
            np.testing.assert_allclose(found.gradient, expected, rtol=0, atol=5e-16)


@pytest.mark.parametrize(("loss", "label"), EVERY)
def test_a_reading_is_the_loss_and_its_derivatives(loss: str, label: str) -> None:
    known, y = LOSSES["softmax"][loss], label_of(label)
    for z in POINTS[:12]:
        found = read_logits(loss, label, z)
        assert found.value == pytest.approx(float(known.value(z, y)), rel=1e-14)
        np.testing.assert_allclose(found.gradient, known.gradient(z, y), rtol=1e-14)
        # Nothing of the gradient leaves the plane: its length is that of the planar one.
        assert found.length == pytest.approx(float(np.hypot(*found.planar)), rel=1e-12)
        swept = float(
            known.curvature(z, y, PLANE.u, PLANE.u) + known.curvature(z, y, PLANE.v, PLANE.v)
        )
        size = np.abs(found.curvatures).max()
        assert found.curvatures.sum() == pytest.approx(swept, rel=1e-10, abs=1e-14 * size)
        assert found.curvatures[0] <= found.curvatures[1]


@pytest.mark.parametrize(("loss", "label"), EVERY)
def test_the_landscape_is_what_is_read_on_the_plane(loss: str, label: str) -> None:
    landscape = logit_landscape(loss, label)
    for j, i in ((0, 0), (13, 60), (40, 41), (80, 7)):
        found = read_logits(loss, label, PLANE.at(landscape.a[i], landscape.b[j]))
        assert landscape.value[j, i] == pytest.approx(found.value, rel=1e-11)
        np.testing.assert_allclose(landscape.gradient[:, j, i], found.planar, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("label", ["1", "2", "3"])
def test_no_loss_has_a_minimum_for_a_hard_label(label: str) -> None:
    for loss in SOFTMAX_LOSSES:
        found = survey(logit_landscape(loss, label))
        assert found.finite_minimum is False
        assert (found.nonconvex_share == 0.0) is LOSSES["softmax"][loss].convex


def test_for_1_3_each_the_minimum_of_cross_entropy_is_the_middle() -> None:
    found = survey(logit_landscape("cross-entropy", "uniform"))
    assert found.finite_minimum is True
    np.testing.assert_allclose(found.minima[0].point, [0.0, 0.0], atol=1e-9)
    assert found.minima[0].value == pytest.approx(np.log(3.0), rel=1e-14)


# The triangle


def test_the_triangle_is_equilateral_with_its_middle_at_the_origin() -> None:
    sides = np.linalg.norm(CORNERS - np.roll(CORNERS, 1, axis=0), axis=1)
    np.testing.assert_allclose(sides, np.sqrt(2.0), rtol=1e-14)
    np.testing.assert_allclose(embedded(np.full(3, 1.0 / 3.0)), 0.0, atol=1e-16)


def test_plane_and_triangle_keep_their_symmetry() -> None:
    """Each class's axis of the logits points to its corner."""
    np.testing.assert_allclose(embedded(5.0 * np.eye(3) - 2.0), 5.0 * CORNERS, atol=1e-14)


def test_the_step_of_cross_entropy_ends_on_the_label() -> None:
    for z in POINTS:
        found = read_logits("cross-entropy", "2", z)
        np.testing.assert_allclose(
            embedded(found.probability) - found.planar, CORNERS[1], rtol=0, atol=5e-16
        )


# Errors


def test_an_unknown_label_is_told_what_there_is() -> None:
    with pytest.raises(ValueError, match="label must be one of 1, 2, 3, uniform; found '4'"):
        one_sample("4")
    with pytest.raises(ValueError, match="unknown loss 'hinge' for a softmax output"):
        logit_landscape("hinge", "1")


@pytest.mark.parametrize("logits", [[1.0, 2.0], 3.0, [[1.0, 2.0, 3.0]]])
def test_logits_are_three(logits: object) -> None:
    with pytest.raises(ValueError, match="logits must be three numbers"):
        read_logits("cross-entropy", "1", logits)  # type: ignore[arg-type]


def test_readings_are_read_only() -> None:
    found = read_logits("cross-entropy", "1", [1.0, 2.0, 3.0])
    for array in (found.logits, found.probability, found.gradient, found.planar, CORNERS):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
