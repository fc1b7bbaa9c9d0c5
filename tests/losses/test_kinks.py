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
