"""Descents: every rule gets down, every path says how it ended."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog, minimize

import losses
from landscapes import RULES, Dataset, Plane, Problem, descend, load, rate_from_curvature, sweep
from landscapes.descents.descent import BLOW_UP
from losses.arrays import Array

CANCER = Problem(load("breast-cancer", features=["mean radius"], standardise=True))
OVERLAP = Problem(load("overlap"))
START = (1.0, 1.0)
SMOOTH = [key for key, loss in losses.LOSSES["sigmoid"].items() if loss.smooth(CANCER.labels)]

# What each rule is given to get down on the breast cancer data, where the largest curvature is
# about 0.25: the rate, the steps, and options.
PACES: Mapping[str, tuple[float, int, dict[str, Any]]] = {
    "gradient-descent": (3.0, 3000, {}),
    "momentum": (1.0, 2000, {}),
    "nesterov": (1.0, 2000, {}),
    "adam": (0.1, 3000, {}),
    "newton": (0.1, 50, {}),
    "l-bfgs": (0.1, 100, {}),
    "stochastic-gradient-descent": (0.03, 20_000, {"batch_size": 16}),
}


def optimum(problem: Problem, key: str) -> Array:
    """The minimum by scipy, from 0, to the accuracy of float64."""
    loss = problem.loss(key)

    def value(theta: Array) -> float:
        return problem.value(loss, theta)

    def gradient(theta: Array) -> Array:
        return problem.gradient(loss, theta)

    start = np.zeros(len(problem.parameters))
    found = minimize(value, start, jac=gradient, method="BFGS", options={"gtol": 1e-10})
    return np.asarray(found.x)


def fair(problem: Problem, key: str, rate: float) -> float:
    """The rate, or less where the loss bends more than the others: where it is above 1/L."""
    axis = np.linspace(-5.0, 5.0, 21)
    landscape = sweep(problem, key, Plane.axes(problem, "w1", "b"), axis, axis)
    return min(rate, rate_from_curvature(landscape))


def least_hinge(problem: Problem) -> float:
    """The least mean hinge loss, by a linear programme: a slack for each row."""
    rows, columns = problem.design.shape
    signed = (2.0 * problem.labels - 1.0)[:, None] * problem.design
    found = linprog(
        np.concatenate([np.zeros(columns), np.full(rows, 1.0 / rows)]),
        A_ub=np.hstack([-signed, -np.eye(rows)]),
        b_ub=np.full(rows, -1.0),
        bounds=[(None, None)] * columns + [(0.0, None)] * rows,
    )
    assert found.fun is not None
    return float(found.fun)


def test_every_rule_has_a_pace() -> None:
    assert set(PACES) == set(RULES)


@pytest.mark.parametrize("key", SMOOTH)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_reaches_the_optimum(rule: str, key: str) -> None:
    rate, steps, options = PACES[rule]
    if key == "squared-error-on-logit":
        rate = fair(CANCER, key, rate)
    path = descend(CANCER, key, START, rule, rate, steps, **options)
    best = optimum(CANCER, key)
    if np.linalg.norm(best) > 100.0:
        # So far out all rows are told right or wrong for good: there is no minimum, and none may
        # be claimed.
        assert key in ("absolute-error", "generalized-cross-entropy")
        assert path.outcome.key in ("step-limit", "stalled")
        assert path.value[-1] < path.value[0]
    elif rule == "stochastic-gradient-descent":
        # A constant rate ends in a cloud around the optimum: within 1 % of its loss, on average.
        assert path.outcome.key == "step-limit"
        late = path.value[steps // 2 :]
        assert CANCER.value(key, best) <= late.mean() < 1.01 * CANCER.value(key, best)
    else:
        assert path.outcome.key == "converged", path.outcome
        # A gradient of 1e-8 leaves an error of up to that over the smallest curvature; scipy's own
        # is smaller by path.
        smallest = np.linalg.eigvalsh(CANCER.hessian(key, best))[0]
        assert np.linalg.norm(path.theta[-1] - best) < 1.1e-8 / smallest


class TestHinge:
    """Kinks: where a constant rate goes to and fro, and a rule by the curvature has nothing."""

    @pytest.mark.parametrize("rule", [key for key, rule in RULES.items() if rule.uses_rate])
    def test_a_constant_rate_comes_near_the_least_loss_and_never_below(self, rule: str) -> None:
        least = least_hinge(OVERLAP)
        for start in ([-3.0, 2.0], [1.3, 0.04]):
            path = descend(OVERLAP, "hinge", start, rule, rate=0.1, steps=1000)
            assert path.outcome.key == "step-limit"
            assert least <= path.value.min() < 1.001 * least
            assert path.gradient_norm[-1] > 1e-3  # however near
            lowest = int(path.value.argmin())
            assert path.outcome.message.endswith(
                f"above 1e-08. Beside kinks it stays large; the lowest loss is "
                f"{path.value[lowest]:.4g}, at step {lowest}."
            )

    def test_it_rises_and_falls_there(self) -> None:
        path = descend(OVERLAP, "hinge", [-3.0, 2.0], rate=1.0, steps=1000)
        late = np.diff(path.value[500:])
        assert (late > 0.0).sum() > 100 < (late < 0.0).sum()

    def test_newton_has_no_curvature_to_step_by(self) -> None:
        path = descend(OVERLAP, "hinge", [-3.0, 2.0], "newton")
        assert path.steps == 0
        assert path.outcome.key == "stalled"
        assert str(path.outcome) == (
            "Stalled after 0 steps: the rule found no step that lowers the loss "
            f"{path.value[0]:.4g} further, |gradient| {path.gradient_norm[0]:.2g}, curvature 0."
        )

    def test_under_a_penalty_newton_has_some_and_ends_at_a_kink(self) -> None:
        problem = Problem(load("overlap"), penalty=0.1)
        path = descend(problem, "hinge", [-3.0, 2.0], "newton", steps=500)
        assert path.outcome.key == "stalled"
        assert path.steps < 500
        assert (np.diff(path.value) <= 1e-14).all()
        assert "curvature 0" not in path.outcome.message

    def test_l_bfgs_searches_along_lines_all_the_same(self) -> None:
        path = descend(OVERLAP, "hinge", [-3.0, 2.0], "l-bfgs")
        assert path.outcome.key == "stalled"
        assert least_hinge(OVERLAP) <= path.value[-1] < 1.001 * least_hinge(OVERLAP)

    @pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "newton"])
    def test_on_a_floor_of_0_a_descent_has_converged(self, rule: str) -> None:
        path = descend(Problem(load("separable")), "hinge", [-3.0, 2.0], rule, rate=0.3)
        assert path.outcome.key == "converged"
        assert path.value[-1] == path.gradient_norm[-1] == 0.0 < path.value[-2]

    def test_a_start_on_the_floor_has_too(self) -> None:
        for rule in RULES:
            path = descend(Problem(load("separable")), "hinge", [15.0, 0.0], rule)
            assert (path.outcome.key, path.steps) == ("converged", 0)

    def test_a_flat_stretch_of_a_loss_without_one_has_not(self) -> None:
        """Absolute error of soft labels has kinks too, but a plateau is no floor."""
        problem = Problem(Dataset([[1.0], [-1.0]], [0.3, 0.6]))
        path = descend(problem, "absolute-error", [0.0, -800.0], rate=1.0, steps=20)
        assert path.gradient_norm[-1] == 0.0
        assert path.outcome.key == "stalled"


@pytest.mark.parametrize("output", losses.OUTPUTS)
@pytest.mark.parametrize("rule", RULES)
def test_a_path_records_what_it_went_through(rule: str, output: str) -> None:
    problem = Problem(load("iris", classes="all"), "softmax", penalty=0.01)
    if output == "sigmoid":
        problem = Problem(load("moons"), penalty=0.01)
    start = np.linspace(-0.3, 0.4, len(problem.parameters))
    steps = 23 if RULES[rule].uses_rate else 6  # which is before the other rules have arrived
    path = descend(problem, "squared-error", start, rule, rate=0.05, steps=steps, tolerance=0.0)
    assert path.steps == steps
    assert path.theta.shape == (steps + 1, len(start))
    assert path.coordinates is None
    assert path.rule == rule
    assert path.rate == (0.05 if RULES[rule].uses_rate else None)
    assert dict(path.options) == RULES[rule].values({})
    np.testing.assert_array_equal(path.theta[0], start)
    for i in range(steps + 1):
        theta = path.theta[i]
        assert path.value[i] == pytest.approx(problem.value("squared-error", theta), rel=1e-12)
        gradient = problem.gradient("squared-error", theta)
        assert path.gradient_norm[i] == pytest.approx(np.linalg.norm(gradient), rel=1e-10)
    for array in (path.theta, path.value, path.gradient_norm):
        assert not array.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        path.rule = "other"  # type: ignore[misc]


@pytest.mark.parametrize("output", losses.OUTPUTS)
@pytest.mark.parametrize("rule", RULES)
def test_in_a_plane_only_its_coordinates_move(rule: str, output: str) -> None:
    problem = Problem(load("iris", classes="all"), "softmax", penalty=0.1)
    if output == "sigmoid":
        problem = Problem(
            load("breast-cancer", features=["mean radius", "mean texture"]), penalty=0.1
        )
    size = len(problem.parameters)
    random = np.random.default_rng(1)
    plane = Plane(random.normal(size=size), random.normal(size=size), random.normal(size=size))
    path = descend(problem, "cross-entropy", [0.3, -0.2], rule, rate=1e-4, steps=5, plane=plane)
    assert path.coordinates is not None
    assert path.coordinates.shape == (6, 2)
    np.testing.assert_allclose(path.theta, plane.at(*path.coordinates.T), rtol=0, atol=1e-12)
    for (a, b), value, norm in zip(path.coordinates, path.value, path.gradient_norm, strict=True):
        surface = sweep(problem, "cross-entropy", plane, [a], [b])
        assert value == pytest.approx(surface.value[0, 0], rel=1e-10)
        assert norm == pytest.approx(surface.slope[0, 0], rel=1e-10)


def test_over_all_parameters_a_plane_changes_nothing() -> None:
    plane = Plane.axes(OVERLAP, "w1", "b")
    within = descend(OVERLAP, "squared-error", [1.0, 2.0], steps=50, rate=1.0, plane=plane)
    free = descend(OVERLAP, "squared-error", [1.0, 2.0], steps=50, rate=1.0)
    np.testing.assert_allclose(within.theta, free.theta, rtol=1e-12)


def test_gradient_descent_at_1_over_l_lowers_cross_entropy_every_step() -> None:
    # Cross-entropy's curvature is largest at logits 0: X'X / 4n bounds it everywhere.
    largest = np.linalg.eigvalsh(OVERLAP.design.T @ OVERLAP.design / (4 * len(OVERLAP.dataset)))[-1]
    for start in ([-5.0, 4.0], [8.0, -8.0], [0.0, 0.0]):
        path = descend(
            OVERLAP, "cross-entropy", start, rate=1.0 / largest, steps=200, tolerance=1e-6
        )
        fall = -np.diff(path.value)
        assert len(fall) > 20
        # Boyd and Vandenberghe, section 9.3.1: by |g|^2 / 2L at least. The last steps gain less
        # than a value's rounding.
        assert (fall >= path.gradient_norm[:-1] ** 2 / (2.0 * largest) - 1e-15).all()


# The others have no minimum on these data.
@pytest.mark.parametrize("key", ["cross-entropy", "squared-error", "focal", "focal:gamma=5"])
def test_newton_converges_quadratically(key: str) -> None:
    path = descend(CANCER, key, START, "newton", steps=20, tolerance=1e-13)
    assert path.outcome.key == "converged"
    error = np.linalg.norm(path.theta - path.theta[-1], axis=1)
    near = error[(error < 0.5) & (error > 1e-7)]
    assert len(near) >= 3
    # The digits double: each error is at most a constant times the square of the one before.
    assert (near[1:] <= 2.0 * near[:-1] ** 2).all()


def test_newton_solves_least_squares_in_one_step() -> None:
    path = descend(CANCER, "squared-error-on-logit", START, "newton")
    assert path.outcome.key == "converged"
    assert path.steps == 1
    signs = 2.0 * CANCER.labels - 1.0
    expected = np.linalg.lstsq(CANCER.design, signs, rcond=None)[0]
    np.testing.assert_allclose(path.theta[-1], expected, rtol=1e-10)


@pytest.mark.parametrize("key", SMOOTH)
def test_newton_never_goes_uphill_where_the_curvature_is_negative(key: str) -> None:
    problem = Problem(load("two-minima"))
    for start in ([3.5, -3.0], [-1.8, 3.5], [1.0, 0.8], [0.999, 0.819]):
        path = descend(problem, key, start, "newton", steps=100)
        if key in ("absolute-error", "generalized-cross-entropy"):  # from some starts to a plateau
            assert path.gradient_norm[-1] <= path.tolerance
        else:
            assert path.outcome.key == "converged"
        assert (np.diff(path.value) <= 1e-15).all()


def test_polyak_momentum_is_the_two_step_method() -> None:
    path = descend(OVERLAP, "cross-entropy", [3.0, -2.0], "momentum", 0.5, 10, momentum=0.7)
    for before, here, after in zip(path.theta, path.theta[1:], path.theta[2:], strict=False):
        step = -0.5 * OVERLAP.gradient("cross-entropy", here) + 0.7 * (here - before)
        np.testing.assert_allclose(after, here + step, rtol=1e-12)


def test_nesterov_looks_ahead() -> None:
    path = descend(OVERLAP, "cross-entropy", [3.0, -2.0], "nesterov", 0.5, 10, momentum=0.7)
    for before, here, after in zip(path.theta, path.theta[1:], path.theta[2:], strict=False):
        ahead = here + 0.7 * (here - before)
        expected = ahead - 0.5 * OVERLAP.gradient("cross-entropy", ahead)
        np.testing.assert_allclose(after, expected, rtol=1e-12)


def test_adams_first_step_is_the_rate_in_each_parameter() -> None:
    path = descend(OVERLAP, "cross-entropy", [3.0, -2.0], "adam", 0.25, 1)
    gradient = OVERLAP.gradient("cross-entropy", [3.0, -2.0])
    np.testing.assert_allclose(path.theta[1] - path.theta[0], -0.25 * np.sign(gradient), rtol=1e-6)


def test_stochastic_gradient_descent_goes_by_its_seed_and_sees_every_row_once_a_round() -> None:
    rows = len(OVERLAP.dataset)
    given = (OVERLAP, "cross-entropy", START, "stochastic-gradient-descent")
    one, same, other = (
        descend(*given, 0.1, 40, batch_size=7, seed=seed).theta for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    # With all rows in the batch it is gradient descent.
    whole = descend(*given, 0.1, 40, batch_size=rows)
    np.testing.assert_allclose(
        whole.theta, descend(OVERLAP, "cross-entropy", START, steps=40).theta, rtol=1e-9
    )
    # At a rate too small to move the gradients, the batches of a round add up to all rows.
    rate, batches = 1e-9, rows // 6
    crept = descend(*given, rate, batches, batch_size=6)
    moved = (crept.theta[-1] - crept.theta[0]) / (rate * batches)
    np.testing.assert_allclose(moved, -OVERLAP.gradient("cross-entropy", START), rtol=1e-5)


def test_l_bfgs_is_scipys() -> None:
    points: list[Array] = []
    loss = CANCER.loss("squared-error")

    def value(theta: Array) -> float:
        return CANCER.value(loss, theta)

    def gradient(theta: Array) -> Array:
        return CANCER.gradient(loss, theta)

    def keep(xk: Array) -> None:
        points.append(xk)

    minimize(
        value,
        np.array(START),
        jac=gradient,
        method="L-BFGS-B",
        callback=keep,
        options={"maxiter": 9},
    )
    path = descend(CANCER, loss, START, "l-bfgs", steps=9)
    np.testing.assert_allclose(path.theta[1:], points, rtol=1e-6)


def test_a_longer_l_bfgs_goes_on_where_a_shorter_one_stopped() -> None:
    """Past the first 32 steps scipy's loop is run again from the start."""
    problem = Problem(load("breast-cancer", standardise=True), penalty=1e-4)
    start = np.full(len(problem.parameters), 0.5)
    long = descend(problem, "cross-entropy", start, "l-bfgs", steps=80, tolerance=1e-7)
    short = descend(problem, "cross-entropy", start, "l-bfgs", steps=20)
    assert long.steps > 40
    np.testing.assert_array_equal(long.theta[:21], short.theta)
    assert (np.diff(long.value) <= 1e-12).all()


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


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"start": [np.nan, 0.0]}, ValueError, "start must be finite numbers; found nan"),
        ({"start": [1.0]}, ValueError, r"start has shape \(1,\); .* each of w1, b"),
        ({"start": ["a", "b"]}, TypeError, "start must hold real numbers"),
        ({"start": [1e308, 1e308]}, ValueError, "too far out: the loss there is"),
        ({"rule": "steepest"}, ValueError, "unknown rule 'steepest': choose one of gradient-d"),
        ({"rate": 0.0}, ValueError, "rate must be above 0; found 0.0"),
        ({"rate": np.inf}, ValueError, "rate must be finite numbers; found inf"),
        ({"rate": [0.1, 0.2]}, ValueError, "rate must be one number"),
        ({"steps": 0}, ValueError, "steps must be at least 1; found 0"),
        ({"steps": 2.5}, TypeError, "steps must be a whole number; found 2.5"),
        ({"steps": True}, TypeError, "steps must be a whole number; found True"),
        ({"tolerance": -1.0}, ValueError, "tolerance must be at least 0; found -1.0"),
        ({"momentum": 0.5}, ValueError, "'gradient-descent' has no option 'momentum'; it takes n"),
        ({"rule": "momentum", "momentum": 1.0}, ValueError, "momentum must be from 0 to 0.999"),
        ({"loss": "no-such-loss"}, ValueError, "unknown loss 'no-such-loss'"),
        ({"loss": "focal:gamma"}, ValueError, "malformed loss 'focal:gamma'"),
        (
            {"rule": "stochastic-gradient-descent", "batch_size": 0},
            ValueError,
            "batch_size must be a whole number from 1",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    change: dict[str, Any], error: type[Exception], message: str
) -> None:
    given: dict[str, Any] = {"problem": OVERLAP, "loss": "cross-entropy", "start": START}
    with pytest.raises(error, match=message):
        descend(**(given | change))
