"""Descents from one wrong start."""

from dataclasses import replace

import numpy as np
import pytest

from claims import most_wrong, plateau
from landscapes import Restriction, rate_from_curvature, sweep
from losses import LOSSES
from tests.claims.cases import view


def test_the_start_is_where_the_labels_have_least_probability() -> None:
    problem, plane, window = view("overlap")
    a, b = most_wrong(problem, plane, window)

    def given(a: float, b: float) -> float:
        p = problem.probability(plane.at(a, b))
        return float(np.where(problem.labels == 1.0, p, 1.0 - p).mean())

    least = min(given(x, y) for x in window.grid(41)[0] for y in window.grid(41)[1])
    assert given(a, b) == pytest.approx(least, abs=1e-8)
    found = plateau(problem, plane, window, steps=50)
    assert found.start == (a, b)
    assert found.given == pytest.approx(least, abs=1e-8)
    # A penalty is no probability.
    assert most_wrong(replace(problem, penalty=1.0), plane, window) == (a, b)


def test_all_begin_alike_and_share_a_rate() -> None:
    problem, plane, window = view("overlap")
    found = plateau(problem, plane, window, steps=50)
    for one in found.approaches:
        at = Restriction(problem, one.key, plane).evaluate(*np.array(found.start)[:, None])
        assert one.start == pytest.approx(at.value[0])
        assert one.slope == pytest.approx(np.hypot(*at.gradient[:, 0]))
        assert one.given is not None
        assert one.given.rate == found.rate
    rates = [
        rate_from_curvature(sweep(problem, key, plane, *window.grid(41)))
        for key in ("squared-error", "cross-entropy")
    ]
    assert found.rate == min(rates)


def test_the_curves_are_the_two_slopes() -> None:
    found = plateau(*view("overlap"), steps=2)
    p = found.probability
    np.testing.assert_allclose(found.residual, 1.0 - p, atol=1e-15)
    np.testing.assert_allclose(found.squared_slope, 2 * (1 - p) * p * (1 - p), atol=1e-15)
    assert found.residual[0] > 0.999
    assert found.squared_slope[0] < 1e-3


@pytest.mark.parametrize("name", ["overlap", "separable", "label-noise"])
def test_from_a_surely_wrong_start_it_holds(name: str) -> None:
    found = plateau(*view(name))
    first, second = found.approaches
    assert found.verdict == "holds"
    assert 0 <= second.best.steps < first.best.steps
    assert first.slope < second.slope
    assert f"arrives after {first.best.steps} steps" in found.because
    last = first.best.rate == first.rates[-1]
    assert ("the largest tried" in found.because) == last


def test_near_the_middle_a_larger_rate_makes_up_for_it() -> None:
    found = plateau(*view("overlap"), start=(0.0, 0.0))
    first, second = found.approaches
    assert found.verdict == "holds in part"
    assert found.slower == (True, False)
    assert first.best.rate > second.best.rate


def test_where_neither_is_held_up_it_does_not_hold() -> None:
    """Cross-entropy is not slower than squared error; a feature as measured slows both."""
    problem, plane, window = view("overlap")
    swapped = plateau(problem, plane, window, losses=("cross-entropy", "squared-error"))
    assert swapped.verdict == "does not hold here"
    found = plateau(*view("breast-cancer"), steps=300)
    assert found.verdict == "does not hold here"
    assert "neither arrives in 300 steps" in found.because
    first, second = found.approaches
    assert first.best.steps == second.best.steps == -1
    assert second.best.left > 2.0 * first.best.left
    assert found.because.count("cross-entropy has more than twice as much left") == 2
    like = replace(second, best=first.best, given=first.given)
    open_ = replace(found, approaches=(first, like))
    assert open_.verdict == "does not hold here"
    assert open_.because.count("which is sooner cannot be told") == 2


def test_a_higher_minimum_is_a_trap_and_no_plateau() -> None:
    found = plateau(*view("two-minima"), start=(0.1, 4.0), rate=0.5)
    first = found.approaches[0]
    assert first.given is not None
    assert first.given.rests_at is not None
    assert not found.slower[0]
    assert "comes to rest in a higher minimum" in found.because


@pytest.mark.parametrize("key", LOSSES["sigmoid"])
def test_any_loss_may_be_compared(key: str) -> None:
    """Hinge loss too, which has no curvature to take a rate from."""
    for penalty in (0.0, 0.1):
        held = view("overlap", penalty=penalty)
        assert plateau(*held, losses=(key, "cross-entropy"), steps=30).rate > 0.0
    problem, plane, window = view("overlap")
    alike = plateau(problem, plane, window, losses=(key, key), steps=30)
    assert alike.verdict == "does not hold here"


def test_what_cannot_be_is_refused() -> None:
    problem, plane, window = view("overlap")
    with pytest.raises(ValueError, match="losses must be two or more"):
        plateau(problem, plane, window, losses=["cross-entropy"])
    with pytest.raises(ValueError, match="start"):
        plateau(problem, plane, window, start=(0.0, 0.0, 1.0))
    with pytest.raises(ValueError, match="rate must be above 0"):
        plateau(problem, plane, window, rate=-1.0)
