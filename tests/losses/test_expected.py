"""Expected loss of a report, the report that costs least, and which losses are proper."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from losses import LOSSES, Loss, get
from losses.expected import best_report, expected_loss, is_proper

SIGMOID = tuple(LOSSES["sigmoid"].values())
truths = st.floats(0.02, 0.98)


@pytest.mark.parametrize("loss", SIGMOID, ids=lambda loss: loss.key)
def test_it_is_the_mean_over_hard_labels_and_not_the_loss_of_a_soft_one(loss: Loss) -> None:
    z = np.linspace(-6.0, 6.0, 25)
    labels = np.array([1.0] * 3 + [0.0] * 7)
    found = expected_loss(loss, z, 0.3)
    mean = np.mean([loss.value(z, y) for y in labels], axis=0)
    np.testing.assert_allclose(found.value, mean, rtol=1e-13)
    slope = np.mean([loss.gradient(z, y) for y in labels], axis=0)
    np.testing.assert_allclose(found.gradient, slope, rtol=1e-12, atol=1e-15)


def test_squared_error_of_a_soft_label_is_another_number() -> None:
    squared = get("squared-error")
    assert expected_loss(squared, 0.0, 0.3).value == pytest.approx(0.25)
    assert squared.value(0.0, 0.3) == pytest.approx(0.04)


@given(truths)
def test_proper_losses_are_least_at_the_truth_with_the_known_second_derivatives(t: float) -> None:
    squared, log = (best_report(get(key), t) for key in ("squared-error", "cross-entropy"))
    for report in (squared, log):
        assert report.single
        assert report.p == pytest.approx(t, rel=1e-13)
    # E = t (1 - p)^2 + (1 - t) p^2 has E'' = 2; -t log p - (1 - t) log(1 - p) has 1 / (t (1 - t)).
    assert squared.curvature_in_p == pytest.approx(2.0, rel=1e-11)
    assert log.curvature_in_p == pytest.approx(1.0 / (t * (1.0 - t)), rel=1e-11)
    assert log.curvature == pytest.approx(t * (1.0 - t), rel=1e-11)
    assert squared.value == pytest.approx(t * (1.0 - t), rel=1e-12)


@given(st.floats(0.02, 0.98), st.floats(0.05, 0.9))
def test_the_family_overstates_by_its_known_amount(t: float, q: float) -> None:
    """t p^(q-1) = (1-t) (1-p)^(q-1) where the slope is 0: the logit is that of t over 1 - q."""
    report = best_report(get("generalized-cross-entropy", q=q), t)
    exact = logit(t) / (1.0 - q)
    assert report.low == pytest.approx(exact, rel=1e-11, abs=1e-13)


def test_focal_loss_has_its_least_where_mpmath_finds_it() -> None:
    mpmath.mp.dps = 40

    def cost(p: mpmath.mpf) -> mpmath.mpf:
        return -0.7 * (1 - p) ** 2 * mpmath.log(p) - 0.3 * p**2 * mpmath.log(1 - p)

    exact = mpmath.findroot(lambda p: mpmath.diff(cost, p), 0.58)
    report = best_report(get("focal"), 0.7)
    assert report.p == pytest.approx(float(exact), rel=1e-13)
    assert report.curvature_in_p == pytest.approx(float(mpmath.diff(cost, exact, 2)), rel=1e-10)


def test_absolute_error_asks_for_certainty_and_at_one_half_for_nothing() -> None:
    absolute = get("absolute-error")
    assert (best_report(absolute, 0.51).p, best_report(absolute, 0.49).p) == (1.0, 0.0)
    assert best_report(absolute, 0.51).value == pytest.approx(0.49)
    flat = best_report(absolute, 0.5)
    assert (flat.low, flat.high, flat.value) == (-np.inf, np.inf, 0.5)
    assert flat.curvature is None


def test_hinge_has_kinks_and_stretches() -> None:
    hinge = get("hinge")
    above = best_report(hinge, 0.7)
    assert above.kink
    assert above.curvature is None
    assert above.low == pytest.approx(1.0, abs=1e-14)
    assert above.value == pytest.approx(0.6)
    even = best_report(hinge, 0.5)
    assert [even.low, even.high] == pytest.approx([-1.0, 1.0], abs=1e-14)
    sure = best_report(hinge, 1.0)
    assert (sure.low, sure.high, sure.value) == (1.0, np.inf, 0.0)


@pytest.mark.parametrize("loss", SIGMOID, ids=lambda loss: loss.key)
@pytest.mark.parametrize("t", [0.0, 0.01, 0.25, 0.5, 0.8, 1.0])
def test_no_report_costs_less_than_the_best(loss: Loss, t: float) -> None:
    report = best_report(loss, t)
    costs = expected_loss(loss, np.linspace(-50.0, 50.0, 4001), t).value
    assert report.value <= costs.min() + 1e-15
    inside = np.clip([report.low, report.high], -300.0, 300.0)
    np.testing.assert_allclose(expected_loss(loss, inside, t).value, report.value, atol=1e-12)


def test_what_is_proper_is_measured() -> None:
    proper = {loss.key for loss in SIGMOID if is_proper(loss)}
    assert proper == {"squared-error", "cross-entropy"}
    assert is_proper(get("focal", gamma=0.0))  # cross-entropy
    assert not is_proper(get("generalized-cross-entropy", q=0.01))


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(ValueError, match=r"truth must lie in \[0, 1\]; found 1.5"):
        best_report(get("hinge"), 1.5)
    with pytest.raises(ValueError, match="sigmoid"):
        expected_loss(get("cross-entropy", "softmax"), 0.0, 0.5)


def test_results_are_read_only() -> None:
    found = expected_loss(get("hinge"), [0.0, 1.0], 0.5)
    for array in (found.value, found.gradient, found.curvature):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
    assert expit(best_report(get("cross-entropy"), 0.5).low) == 0.5
