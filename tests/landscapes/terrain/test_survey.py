"""Surveys against brute force, and verdicts to the letter."""

import dataclasses
from typing import Any

import numpy as np
import pytest

import losses
from landscapes import (
    Dataset,
    Landscape,
    Plane,
    Problem,
    critical_points,
    good_window,
    load,
    separation,
    survey,
    sweep,
    verdict,
)

EVERY_LOSS = [
    pytest.param(output, key, id=f"{output}-{key}")
    for output, known in losses.LOSSES.items()
    for key in known
]


FALLING = [
    pytest.param(output, key, id=f"{output}-{key}")
    for output, known in losses.LOSSES.items()
    for key, loss in known.items()
    if loss.as_margins_grow == "falls"
]


def landscape(name: str, loss: str, resolution: int = 121, **options: Any) -> Landscape:
    problem = Problem(load(name), **options)
    plane = Plane.axes(problem, *problem.parameters[:2])
    return sweep(problem, loss, plane, *good_window(problem, plane).grid(resolution))


@pytest.mark.parametrize(("output", "key"), EVERY_LOSS)
def test_a_survey_is_what_counting_by_hand_gives(output: str, key: str) -> None:
    ground = landscape("two-minima", key, 25, output=output)
    found = survey(ground, plateau=0.02)
    bent = flat = 0
    lowest = (np.inf, (0.0, 0.0))
    at, unit = ground.plane.at(0, 0), np.stack([ground.plane.u, ground.plane.v])
    for a in ground.a:
        for b in ground.b:
            theta = at + np.array([a, b]) @ unit
            form = unit @ ground.problem.hessian(key, theta) @ unit.T
            small, large = np.linalg.eigvalsh(form)
            bent += bool(small < -1e-9 * max(abs(small), abs(large)))
            slope = unit @ ground.problem.gradient(key, theta)
            flat += bool(np.linalg.norm(slope) < 0.02)
            lowest = min(lowest, (ground.problem.value(key, theta), (a, b)))
    assert found.grid == (25, 25)
    assert found.nonconvex_share == bent / 625
    assert found.convex_share == 1.0 - bent / 625
    assert found.plateau_share == flat / 625
    assert found.names == ground.plane.names
    assert (found.plateau, found.negative) == (0.02, 1e-9)
    expected = critical_points(ground.problem, key, ground.plane, ground.a, ground.b)
    assert [point.point.tolist() for point in found.critical] == [
        point.point.tolist() for point in expected
    ]
    assert found.minima == tuple(point for point in found.critical if point.kind == "minimum")
    bottom = min([lowest[0], *(point.value for point in found.minima)])
    assert found.best == pytest.approx(bottom, rel=1e-12)
    value = ground.problem.value(key, ground.plane.at(*found.best_point))
    assert value == pytest.approx(found.best, rel=1e-12)
    assert not found.best_point.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.best = 0.0  # type: ignore[misc]


@pytest.mark.parametrize(("output", "key"), EVERY_LOSS)
@pytest.mark.parametrize("name", ["overlap", "separable", "two-minima"])
def test_a_convex_loss_is_convex_everywhere(name: str, output: str, key: str) -> None:
    """Rounding does not make it otherwise, nor does a window that reaches far into the tails."""
    problem = Problem(load(name), output)
    plane = Plane.axes(problem, *problem.parameters[:2])
    for reach in (5.0, 200.0):
        axis = np.linspace(-reach, reach, 21)
        found = survey(sweep(problem, key, plane, axis, axis))
        if losses.get(key, output).convex:
            assert found.nonconvex_share == 0.0
        else:
            assert found.nonconvex_share > 0.2


class TestWhetherAFiniteMinimumExists:
    @pytest.mark.parametrize(("output", "key"), FALLING)
    def test_on_separable_data_none_does_and_the_direction_says_why(
        self, output: str, key: str
    ) -> None:
        ground = landscape("separable", key, 61, output=output)
        found = survey(ground)
        assert found.finite_minimum is False
        assert found.critical == ()
        assert found.falls_at_edge
        assert found.direction is not None
        expected = separation(ground.problem, ground.plane)
        assert expected is not None
        np.testing.assert_array_equal(found.direction, expected.direction)
        # Measured: the loss falls along it from anywhere, as far as a float64 can tell.
        for start in ([0.0, 0.0], [-2.0, 3.0], [5.0, -5.0]):
            steps = np.linspace(0.0, 20.0, 41)[:, None] * found.direction
            values = [ground.problem.value(key, ground.plane.at(*(start + step))) for step in steps]
            assert (np.diff(values) < 0.0).all()

    @pytest.mark.parametrize(
        ("output", "key"),
        [
            ("sigmoid", "hinge"),
            ("sigmoid", "squared-error-on-logit"),
            ("softmax", "cross-entropy:smoothing=0.1"),
        ],
    )
    def test_a_loss_that_is_least_at_finite_logits_has_one_on_any_data(
        self, output: str, key: str
    ) -> None:
        """Also where a direction separates the classes: nothing on the way there lies lower."""
        for name in ("separable", "overlap"):
            ground = landscape(name, key, 61, output=output)
            found = survey(ground)
            assert found.finite_minimum is True
            assert "least at finite logits" in found.why
            assert (found.direction is not None) == (name == "separable")
            assert not found.falls_at_edge
            assert "falls for ever" not in verdict(found)
            for far in np.random.default_rng(1).normal(scale=1e3, size=(200, 2)):
                value = ground.problem.value(key, ground.plane.at(*far))
                assert value >= found.best - 1e-12

    def test_hinge_reaches_0_where_the_classes_can_be_told_apart(self) -> None:
        found = survey(landscape("separable", "hinge"))
        assert found.best == 0.0
        problem = Problem(load("separable"))
        assert problem.value("hinge", found.best_point) == 0.0

    def test_squared_error_on_the_logit_is_least_squares(self) -> None:
        ground = landscape("separable", "squared-error-on-logit")
        (minimum,) = survey(ground).critical
        design, labels = ground.problem.design, ground.problem.labels
        expected = np.linalg.lstsq(design, 2.0 * labels - 1.0, rcond=None)[0]
        np.testing.assert_allclose(minimum.point, expected, rtol=1e-9)
        assert minimum.kind == "minimum"

    def test_of_a_loss_that_does_not_say_how_it_goes_on_nothing_is_claimed(self) -> None:
        unknown = dataclasses.replace(losses.get("cross-entropy"), as_margins_grow="")
        for name in ("separable", "overlap"):
            problem = Problem(load(name))
            axis = np.linspace(-2.0, 2.0, 21)
            found = survey(sweep(problem, unknown, Plane.axes(problem, "w1", "b"), axis, axis))
            assert found.finite_minimum is None
            assert "not known" in found.why

    def test_without_separation_cross_entropy_has_one(self) -> None:
        found = survey(landscape("overlap", "cross-entropy"))
        assert found.finite_minimum is True
        assert found.direction is None
        assert not found.falls_at_edge

    def test_of_squared_error_nothing_is_claimed_without_separation(self) -> None:
        found = survey(landscape("overlap", "squared-error"))
        assert found.finite_minimum is None
        assert len(found.minima) == 1

    def test_under_softmax_squared_error_comes_near_0_and_never_is(self) -> None:
        found = survey(landscape("separable", "squared-error", 41, output="softmax"))
        assert found.finite_minimum is False
        assert "as near to 0 as one likes" in found.why
        problem = Problem(load("iris", features=["petal length", "petal width"]), "softmax")
        apart = np.zeros(9)  # setosa is told apart from the others by short petals
        apart[:3] = -1.0, -1.0, 3.0
        plane = Plane(np.zeros(9), apart, problem.direction("b[1]"))
        axis = np.linspace(-5.0, 5.0, 41)
        partly = survey(sweep(problem, "squared-error", plane, axis, axis))
        assert partly.direction is not None
        assert partly.finite_minimum is None
        assert survey(sweep(problem, "cross-entropy", plane, axis, axis)).finite_minimum is False

    @pytest.mark.parametrize("key", losses.LOSSES["sigmoid"])
    def test_a_penalty_on_both_axes_holds_it(self, key: str) -> None:
        problem = Problem(load("blobs", noise=0.3), penalty=0.01)
        plane = Plane.axes(problem, "w1", "w2")
        axis = np.linspace(-20.0, 20.0, 61)
        found = survey(sweep(problem, key, plane, axis, axis))
        assert found.finite_minimum is True
        if losses.get(key).smooth(problem.labels):  # minima at kinks are not looked for
            assert len(found.minima) >= 1

    def test_a_penalty_does_not_hold_a_bias(self) -> None:
        problem = Problem(Dataset([[1.0], [2.0]], [1, 1]), penalty=1.0)
        axis = np.linspace(-2.0, 2.0, 21)
        ground = sweep(problem, "cross-entropy", Plane.axes(problem, "w1", "b"), axis, axis)
        found = survey(ground)
        assert found.finite_minimum is False
        assert found.direction is not None
        np.testing.assert_allclose(found.direction, [0.0, 1.0], atol=1e-12)


def test_the_loss_does_not_fall_at_an_edge_beside_a_minimum() -> None:
    """The lowest grid point lies on the edge, but the minimum between grid points lies lower."""
    problem = Problem(load("overlap"))
    a, b = np.linspace(-5.0, 1.303, 11), np.linspace(-5.0, 5.0, 11)
    ground = sweep(problem, "cross-entropy", Plane.axes(problem, "w1", "b"), a, b)
    found = survey(ground)
    assert ground.value.argmin() % 11 == 10
    assert len(found.minima) == 1
    assert not found.falls_at_edge
    short = survey(sweep(problem, "cross-entropy", ground.plane, a - 1.0, b))
    assert short.falls_at_edge
    assert short.minima == ()


def test_soft_labels_give_absolute_error_kinks_and_hard_ones_do_not() -> None:
    axis = np.linspace(-2.0, 2.0, 41)
    for labels, kinks in (([0, 1, 1, 0], False), ([0.25, 1.0, 0.6, 0.1], True)):
        problem = Problem(Dataset([[0.0], [1.0], [-1.0], [0.5]], labels))
        plane = Plane.axes(problem, "w1", "b")
        found = survey(sweep(problem, "absolute-error", plane, axis, axis))
        assert bool(found.kinks) == kinks
        assert ("the loss has kinks" in verdict(found)) == kinks
        assert found.finite_minimum is None


def test_a_floor_that_reaches_the_edge_does_not_fall_there() -> None:
    problem = Problem(load("separable"))
    a, b = np.linspace(0.0, 20.0, 41), np.linspace(-2.0, 2.0, 21)
    found = survey(sweep(problem, "hinge", Plane.axes(problem, "w1", "b"), a, b))
    assert found.best == 0.0
    assert not found.falls_at_edge
    short = survey(sweep(problem, "hinge", Plane.axes(problem, "w1", "b"), a / 100.0, b))
    assert short.falls_at_edge
    assert "at the window's edge" in verdict(short)


def test_tolerances_must_be_above_0() -> None:
    ground = landscape("overlap", "cross-entropy", 5)
    with pytest.raises(ValueError, match="plateau must be above 0; found 0"):
        survey(ground, plateau=0.0)
    with pytest.raises(ValueError, match="negative must be above 0; found -1"):
        survey(ground, negative=-1.0)
