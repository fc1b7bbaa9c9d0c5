"""Kinks: what is given for slope and curvature where the two sides differ."""

import numpy as np
import pytest

from losses import LOSSES, Loss, get
from tests.losses import oracles
from tests.losses.samples import EVERY_LOSS


@pytest.mark.parametrize("key", LOSSES["sigmoid"])
def test_where_a_loss_has_kinks_is_written_down(key: str) -> None:
    """In its record and beside its formula, for the tests that have to stay away from them."""
    assert bool(get(key).where_not_smooth) == (key in oracles.KINKS)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_record_says_for_which_labels_it_has_kinks_and_where(loss: Loss) -> None:
    assert (loss.where_not_smooth == "") == (loss.kinks == "none")
    hard, soft = (np.eye(3), np.full((2, 3), 1 / 3))
    assert loss.smooth(hard) == loss.smooth([0, 1, 1]) == (loss.kinks != "all labels")
    assert loss.smooth(soft) == loss.smooth(0.25) == (loss.kinks == "none")


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_no_slope_jumps_but_for_the_labels_that_are_named(loss: Loss) -> None:
    """Across a thousandth of a logit a slope changes by a thousandth of the curvature."""
    axis = np.linspace(-5.0, 5.0, 10001)
    for label, hard in ((1.0, True), (0.75, False)):
        z, y = axis, np.full_like(axis, label)
        if loss.output.class_axis:
            z, y = np.stack([axis, 0.0 * axis], axis=1), np.stack([y, 1.0 - y], axis=1)
        slope = loss.gradient(z, y).reshape(len(axis), -1)[:, 0]
        jumps = bool(np.abs(np.diff(slope)).max() > 0.05)
        assert jumps == (not loss.smooth(y))
        assert jumps <= (not hard or loss.kinks == "all labels")


@pytest.mark.parametrize("label", [0, 1])
def test_at_a_margin_of_1_hinge_is_flat(label: int) -> None:
    hinge, sign = get("hinge"), 2 * label - 1
    at, short = sign * 1.0, sign * np.nextafter(1.0, 0.0)
    assert hinge.gradient([short, at, sign * 2.0], label).tolist() == [-sign, 0.0, 0.0]
    assert hinge.curvature([short, at], label, 1.0, 1.0).tolist() == [0.0, 0.0]


def test_absolute_error_is_flat_at_its_minimum_and_steep_beside_it() -> None:
    """For a soft label; even where p - y has lost all digits, the side is known."""
    loss = get("absolute-error")
    assert loss.gradient([-1e-300, 0.0, 1e-300], 0.5).tolist() == [-0.25, 0.0, 0.25]
    assert loss.curvature([0.0], 0.5, 1.0, 1.0).tolist() == [0.0]


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_record_says_where_it_is_not_convex_if_it_is_not(loss: Loss) -> None:
    assert (loss.where_not_convex == "") == loss.convex
