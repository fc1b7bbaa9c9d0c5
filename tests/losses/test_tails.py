"""What losses do where the answer is far wrong."""

import pytest

from losses import get
from losses.tails import tail


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cross-entropy", "straight"),
        ("hinge", "straight"),
        ("focal", "straight"),
        ("focal:gamma=10", "straight"),
        ("squared-error", "flat"),
        ("absolute-error", "flat"),
        ("generalized-cross-entropy", "flat"),
        ("generalized-cross-entropy:q=0.01", "flat"),
        ("squared-error-on-logit", "steep"),
    ],
)
def test_a_loss_is_straight_flat_or_steep_far_out(name: str, kind: str) -> None:
    for label in (0, 1):
        assert tail(get(name), label).kind == kind


def test_the_slopes_are_those_of_the_wrong_side() -> None:
    one, zero = tail(get("cross-entropy"), 1), tail(get("cross-entropy"), 0)
    assert (one.near, one.far, zero.near, zero.far) == (-8.0, -16.0, 8.0, 16.0)
    assert one.slope_near == pytest.approx(-0.9996646498695336, rel=1e-14)
    assert zero.slope_near == pytest.approx(0.9996646498695336, rel=1e-14)


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(ValueError, match="label must be 0 or 1"):
        tail(get("hinge"), 2)
    with pytest.raises(ValueError, match="distance"):
        tail(get("hinge"), 1, 0.0)
    with pytest.raises(ValueError, match="sigmoid"):
        tail(get("cross-entropy", "softmax"))
