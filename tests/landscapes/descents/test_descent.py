"""Descents: every rule gets down, every path records what it went through."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

import losses
from landscapes import RULES, Dataset, Plane, Problem, descend, load, sweep
from tests.landscapes.descents.cases import CANCER, OVERLAP, PACES, SMOOTH, START, fair, optimum


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
    path = descend(CANCER, key, START, rule, fair(CANCER, key, rate), steps, **options)
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
