"""Learning rates: 1/L from the curvature, and the best of a ladder."""

import numpy as np
import pytest

import losses
from landscapes import (
    LADDER,
    RULES,
    Dataset,
    Plane,
    Problem,
    best_rate,
    descend,
    load,
    rate_from_curvature,
    sweep,
)

PROBLEM = Problem(load("overlap"))
PLANE = Plane.axes(PROBLEM, "w1", "b")
AXIS = np.linspace(-6.0, 6.0, 61)


@pytest.mark.parametrize(
    "key", [key for key, loss in losses.LOSSES["sigmoid"].items() if loss.smooth(PROBLEM.labels)]
)
def test_the_rate_is_one_over_the_largest_curvature_on_the_grid(key: str) -> None:
    landscape = sweep(PROBLEM, key, PLANE, AXIS, AXIS)
    largest = max(
        float(np.abs(np.linalg.eigvalsh(PROBLEM.hessian(key, [a, b]))).max())
        for a in AXIS
        for b in AXIS
    )
    assert rate_from_curvature(landscape) == pytest.approx(1.0 / largest, rel=1e-9)


@pytest.mark.parametrize("start", [(-6.0, 6.0), (6.0, -3.0), (0.0, 0.0)])
def test_at_that_rate_cross_entropy_falls_every_step(start: tuple[float, float]) -> None:
    rate = rate_from_curvature(sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS))
    path = descend(PROBLEM, "cross-entropy", start, rate=rate, steps=100, plane=PLANE)
    assert (np.diff(path.value[path.gradient_norm > 1e-6]) < 0.0).all()


def test_flat_ground_has_no_such_rate() -> None:
    far = sweep(PROBLEM, "squared-error", PLANE, [-1e6, -2e6], [0.0, 1.0])
    with pytest.raises(ValueError, match="no curvature anywhere"):
        rate_from_curvature(far)


@pytest.mark.parametrize("penalty", [0.0, 0.3])
def test_a_loss_with_kinks_has_none_whatever_the_penalty_s_curvature(penalty: float) -> None:
    problem = Problem(load("overlap"), penalty=penalty)
    with pytest.raises(ValueError, match=r"hinge has kinks .* no rate 1/L"):
        rate_from_curvature(sweep(problem, "hinge", PLANE, AXIS, AXIS))


@pytest.mark.parametrize("key", losses.LOSSES["sigmoid"])
def test_the_best_rate_is_the_soonest_to_stay_within_one_percent(key: str) -> None:
    found = best_rate(PROBLEM, key, [-3.0, 2.0], steps=200)
    assert found.ladder == LADDER
    paths = [descend(PROBLEM, key, [-3.0, 2.0], rate=rate, steps=200) for rate in LADDER]
    assert found.best == min(path.value.min() for path in paths)
    expected = []
    for path in paths:
        within = path.value <= 1.01 * found.best
        stays = [i for i in range(len(within)) if within[i:].all()]
        expected.append(stays[0] if stays else -1)
    assert found.steps.tolist() == expected
    there = [(steps, rate) for steps, rate in zip(expected, LADDER, strict=True) if steps >= 0]
    assert found.rate == min(there)[1]
    assert found.path.rate == found.rate
    np.testing.assert_array_equal(found.final, [path.value[-1] for path in paths])


def test_where_none_stays_the_lowest_end_wins() -> None:
    """At rates so large that every descent leaves again whatever it has found."""
    found = best_rate(PROBLEM, "cross-entropy", [-3.0, 2.0], ladder=[100, 300, 1000])
    assert found.steps.tolist() == [-1, -1, -1]
    assert found.rate == found.ladder[int(found.final.argmin())]


def test_a_rate_that_overflows_is_never_the_best() -> None:
    problem = Problem(load("overlap"), penalty=1.0)
    for other in (0.1, 5.0):  # not even where the other one diverges
        found = best_rate(problem, "squared-error", [1.0, 1.0], ladder=[1e308, other])
        assert found.rate == other
        assert found.final[1] == np.inf
        assert found.steps[1] == -1


@pytest.mark.parametrize("rule", [key for key, rule in RULES.items() if not rule.uses_rate])
def test_a_rule_without_a_rate_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=f"'{rule}' has no learning rate"):
        best_rate(PROBLEM, "cross-entropy", [0.0, 0.0], rule)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="ladder must hold at least one rate"):
        best_rate(PROBLEM, "cross-entropy", [0.0, 0.0], ladder=[])
    with pytest.raises(ValueError, match="ladder must be above 0; found -1"):
        best_rate(PROBLEM, "cross-entropy", [0.0, 0.0], ladder=[-1.0])
    with pytest.raises(ValueError, match="within must be above 0"):
        best_rate(PROBLEM, "cross-entropy", [0.0, 0.0], within=0.0)


def test_one_over_l_of_a_single_point_is_exact() -> None:
    """One row x = 2 and no bias: at w = 0 cross-entropy's curvature is x^2 / 4 = 1."""
    problem = Problem(Dataset([[2.0, 0.0], [0.0, 1.0]], [1, 0]), intercept=False)
    landscape = sweep(problem, "cross-entropy", Plane.axes(problem, "w1", "w2"), [0.0], [0.0])
    assert rate_from_curvature(landscape) == pytest.approx(2.0)  # the mean over two rows
