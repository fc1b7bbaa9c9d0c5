"""How a descent ends, and what is said of it."""

import numpy as np
import pytest

import losses
from landscapes import RULES, Dataset, Problem, descend, load
from landscapes.descents.descent import BLOW_UP
from tests.landscapes.descents.cases import OVERLAP, SMOOTH, START, fair, optimum


def test_a_start_in_the_minimum_has_converged() -> None:
    start = optimum(OVERLAP, "cross-entropy")
    path = descend(OVERLAP, "cross-entropy", start)
    assert path.outcome.key == "converged"
    assert path.steps == 0
    assert path.value.shape == (1,)


def test_the_step_limit_is_told_with_numbers() -> None:
    path = descend(OVERLAP, "cross-entropy", START, rate=0.001, steps=1)
    assert path.outcome.key == "step-limit"
    assert str(path.outcome) == (
        f"Stopped at the limit of 1 steps: loss {path.value[-1]:.4g}, |gradient| "
        f"{path.gradient_norm[-1]:.2g} is above 1e-08."
    )


def test_a_plateau_is_not_convergence() -> None:
    """Far out squared error has next to no gradient: the path says that no minimum is near."""
    path = descend(OVERLAP, "squared-error", [-400.0, 0.0], rate=1.0, steps=300)
    assert path.gradient_norm[-1] <= path.tolerance
    assert path.outcome.key == "stalled"
    assert path.steps == 300
    assert "no minimum is near" in path.outcome.message


def test_a_minimum_at_infinity_is_not_convergence() -> None:
    problem = Problem(load("separable"))
    path = descend(problem, "cross-entropy", [0.0, 0.0], rate=100.0, steps=300)
    assert path.gradient_norm[-1] <= path.tolerance
    assert path.outcome.key == "stalled"


def test_a_saddle_is_not_convergence() -> None:
    problem = Problem(load("four-minima"), intercept=False)
    saddle = descend(problem, "squared-error", [0.38801797, -0.15116213], tolerance=1e-6, steps=3)
    assert saddle.gradient_norm.max() <= 1e-6
    assert saddle.outcome.key == "stalled"


def test_convergence_is_seen_at_the_step_that_reaches_it_also_right_after_a_plateau() -> None:
    problem = Problem(Dataset([[1.0]] * 4, [1, 1, 1, 0]), intercept=False)
    path = descend(problem, "squared-error", [-16.5], "newton", steps=100, tolerance=1e-3)
    small = np.flatnonzero(path.gradient_norm <= 1e-3)
    between = np.flatnonzero(path.gradient_norm > 1e-3)
    assert 9 <= between[0] <= 24  # the plateau's end lies within a block of steps
    assert path.outcome.key == "converged"
    assert path.steps == between[-1] + 1 == small[-1]


def test_adam_crosses_a_plateau_on_which_the_gradient_is_below_the_tolerance() -> None:
    problem = Problem(Dataset([[1.0]] * 4, [1, 1, 1, 0]), intercept=False)
    path = descend(problem, "squared-error", [-22.0], "adam", 0.3, 3000)
    assert path.gradient_norm[0] < path.tolerance
    assert path.outcome.key == "converged"
    assert path.theta[-1] == pytest.approx(np.log(3.0))  # p = 3/4, the share of label 1
    # Gradient descent stays where it is.
    stuck = descend(problem, "squared-error", [-22.0], rate=0.3, steps=3000)
    assert stuck.outcome.key == "stalled"


class TestDiverged:
    def test_under_a_penalty_too_large_a_rate_blows_up(self) -> None:
        # The penalty's curvature alone is 10: beyond rate 2 / 10 every step overshoots by more.
        problem = Problem(load("overlap"), penalty=10.0)
        fine = descend(problem, "squared-error", START, rate=0.19, steps=3000)
        path = descend(problem, "squared-error", START, rate=0.25)
        assert fine.outcome.key == "converged"
        assert path.outcome.key == "diverged"
        assert path.steps < 100
        assert path.value[-1] > BLOW_UP * path.value[0] >= path.value[-2]

    def test_on_large_features_cross_entropy_is_thrown_about(self) -> None:
        problem = Problem(load("breast-cancer", features=["mean area"]))
        path = descend(problem, "cross-entropy", [0.0, 0.0], rate=0.01)
        assert path.outcome.key == "diverged"
        assert descend(problem, "cross-entropy", [0.0, 0.0], rate=1e-6).outcome.key == "step-limit"

    def test_a_bounded_loss_diverges_onto_a_plateau(self) -> None:
        problem = Problem(load("two-minima"))
        path = descend(problem, "squared-error", [-3.0, 2.0], rate=1000.0)
        assert path.outcome.key == "diverged"
        assert path.value[-1] > 1.1 * path.value[0]
        assert "over the second half of 500 steps" in path.outcome.message

    @pytest.mark.parametrize("rule", RULES)
    @pytest.mark.parametrize("key", losses.LOSSES["sigmoid"])
    def test_a_descent_at_a_fair_rate_has_not(self, rule: str, key: str) -> None:
        for start in ([-6.0, 6.0], [1.3, 0.04], [8.0, -8.0]):
            rate = fair(OVERLAP, key, 0.3) if key in SMOOTH else 0.3
            path = descend(OVERLAP, key, start, rule, rate=rate)
            assert path.outcome.key != "diverged", path.outcome


def test_overflow_keeps_the_finite_steps() -> None:
    # Logits of +-1e150 times a rate of 1e200: the second step would reach 1e350.
    problem = Problem(Dataset([[1e150], [-1e150], [3e150]], [0, 1, 1]))
    path = descend(problem, "squared-error", [0.0, 0.0], rate=1e200)
    assert path.outcome.key == "not-finite"
    assert path.steps == 0
    assert "step 1 overflowed" in path.outcome.message
    strong = Problem(load("overlap"), penalty=1e308)
    path = descend(strong, "cross-entropy", [0.0, 0.0], rate=1.0)
    assert path.outcome.key == "not-finite"
    for array in (path.theta, path.value, path.gradient_norm):
        assert len(array) == path.steps + 1
        assert np.isfinite(array).all()
