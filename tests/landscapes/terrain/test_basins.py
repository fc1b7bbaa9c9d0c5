"""Basins: where descents from a grid of starts end, and how soon."""

from typing import Any

import numpy as np
import pytest

import losses
from landscapes import (
    RULES,
    Plane,
    Problem,
    basins,
    critical_points,
    descend,
    load,
    rate_from_curvature,
    sweep,
)

PROBLEM = Problem(load("two-minima"))
PLANE = Plane.axes(PROBLEM, "w1", "b")
A, B = np.linspace(-1.8, 3.7, 12), np.linspace(-3.5, 3.6, 9)
MANY = [key for key, rule in RULES.items() if rule.many]


def test_squared_error_has_two_basins_and_cross_entropy_one() -> None:
    two = basins(PROBLEM, "squared-error", PLANE, A, B, rate=1.0, steps=2000)
    one = basins(PROBLEM, "cross-entropy", PLANE, A, B, rate=1.0, steps=2000)
    assert len(two.minima) == 2
    assert set(two.end.ravel()) == {0, 1}
    assert set(one.end.ravel()) == {0}
    # Who ends in the higher minimum never comes near the best loss, and nobody else does not.
    assert two.never == (two.end == 1).sum() > 0
    np.testing.assert_array_equal(two.steps < 0, two.end == 1)
    assert one.never == 0
    assert two.best == pytest.approx(two.minima[0].value)


@pytest.mark.parametrize("key", losses.LOSSES["sigmoid"])
@pytest.mark.parametrize("rule", MANY)
def test_each_start_goes_its_own_way(rule: str, key: str) -> None:
    """As `descend` would take it alone: the counts and ends are those of single descents."""
    a, b = np.array([-1.0, 0.7, 3.0]), np.array([-3.0, 2.5])
    rate = 0.2
    if losses.get(key).smooth(PROBLEM.labels):
        # Numbers that a descent throws about differ by their rounding, many times over.
        rate = min(rate, 0.5 * rate_from_curvature(sweep(PROBLEM, key, PLANE, A, B)))
    found = basins(PROBLEM, key, PLANE, a, b, rule, rate, 120, within=0.05)
    assert found.end.shape == found.steps.shape == found.value.shape == (2, 3)
    for j in range(2):
        for i in range(3):
            path = descend(PROBLEM, key, [a[i], b[j]], rule, rate, 120, plane=PLANE, tolerance=0.0)
            assert found.value[j, i] == pytest.approx(path.value[-1], rel=1e-9)
            there = np.flatnonzero(path.value <= 1.05 * found.best)
            # Where a loss lies on the threshold to the last digit, rounding decides.
            assert not len(there) or abs(path.value[there[0]] / (1.05 * found.best) - 1.0) > 1e-9
            assert found.steps[j, i] == (there[0] if len(there) else -1)
            near = [
                place
                for place, minimum in enumerate(found.minima)
                if path.value[-1] <= 1.05 * minimum.value
            ]
            assert (found.end[j, i] in near) if near else found.end[j, i] == -1
    assert found.never == (found.steps < 0).sum()
    for array in (found.a, found.b, found.end, found.steps, found.value):
        assert not array.flags.writeable


def test_minima_of_equal_loss_are_told_apart() -> None:
    problem = Problem(load("four-minima"), intercept=False)
    plane = Plane.axes(problem, "w1", "w2")
    found = basins(problem, "squared-error", plane, [-0.5, 4.0], [-0.5, 4.0], rate=1.0, steps=900)
    places = [[found.minima[k].point.round(2).tolist() for k in row] for row in found.end]
    assert places == [[[-0.15, -0.15], [3.08, -0.15]], [[-0.15, 3.08], [3.08, 3.08]]]


def test_where_there_is_no_minimum_none_is_reached() -> None:
    problem = Problem(load("separable"))
    plane = Plane.axes(problem, "w1", "b")
    found = basins(problem, "cross-entropy", plane, [0.0, 5.0], [-5.0, 5.0], rate=1.0, steps=50)
    assert found.minima == ()
    assert (found.end == -1).all()
    assert found.best == found.value.min()


def test_hinge_is_within_one_percent_of_0_where_it_is_0() -> None:
    """On separable data; no minima of it are looked for, so none is named as an end."""
    problem = Problem(load("separable"))
    plane = Plane.axes(problem, "w1", "b")
    found = basins(problem, "hinge", plane, [0.0, 5.0], [-5.0, 5.0], rate=1.0, steps=300)
    assert found.minima == ()
    assert (found.end == -1).all()
    assert found.best == 0.0
    assert found.never == 0
    for j, b in enumerate(found.b):
        for i, a in enumerate(found.a):
            path = descend(problem, "hinge", [a, b], rate=1.0, steps=300, plane=plane)
            assert path.outcome.key == "converged"
            assert path.value[-1] == 0.0 < path.value[-2]
            assert found.steps[j, i] == path.steps


def test_minima_may_be_given() -> None:
    axis = np.linspace(-4.0, 4.0, 81)
    points = critical_points(PROBLEM, "squared-error", PLANE, axis, axis)
    found = basins(
        PROBLEM, "squared-error", PLANE, [0.0], [0.0], rate=1.0, steps=900, minima=points
    )
    assert found.minima == points[:2]  # the saddle is none
    assert found.end.tolist() == [[0]]
    none = basins(PROBLEM, "squared-error", PLANE, [0.0], [0.0], rate=1.0, steps=900, minima=())
    assert none.end.tolist() == [[-1]]


def test_a_descent_that_overflows_ends_nowhere() -> None:
    problem = Problem(load("two-minima"), penalty=1.0)
    plane = Plane.axes(problem, "w1", "b")
    found = basins(problem, "squared-error", plane, [-1.0, 1.0], [0.0, 1.0], rate=100.0, steps=300)
    assert not np.isfinite(found.value).any()
    assert (found.end == -1).all()
    assert np.isfinite(found.best)


def test_progress_is_told_to_the_end() -> None:
    calls: list[tuple[int, int]] = []
    axis = np.linspace(-2.0, 2.0, 40)  # more starts than descend together

    def progress(done: int, total: int) -> None:
        calls.append((done, total))

    basins(PROBLEM, "cross-entropy", PLANE, axis, axis, steps=200, minima=(), progress=progress)
    done = [call[0] for call in calls]
    assert {call[1] for call in calls} == {40 * 40 * 200}
    assert done == sorted(done)
    assert done[0] <= 40 * 40 * 200 / 6
    assert done[-1] == 40 * 40 * 200


class CancelledError(Exception):
    """Raised to stop."""


def test_an_exception_from_progress_cancels() -> None:
    calls: list[int] = []

    def progress(done: int, total: int) -> None:
        calls.append(done)
        if done > total / 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        basins(PROBLEM, "cross-entropy", PLANE, A, B, steps=1000, progress=progress)
    assert len(calls) < 10


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"rule": "newton"}, ValueError, "'newton' moves one start at a time: choose one of grad"),
        ({"rule": "other"}, ValueError, "unknown rule 'other'"),
        ({"rate": -1.0}, ValueError, "rate must be above 0"),
        ({"steps": 0}, ValueError, "steps must be at least 1"),
        ({"steps": 10_000_000}, ValueError, "exceed 50,000,000 in all: take fewer of either"),
        ({"within": 0.0}, ValueError, "within must be above 0"),
        ({"a": [np.nan]}, ValueError, "axis a must be finite"),
        ({"a": [1.0]}, ValueError, "axis a has no extent"),
        ({"momentum": 0.3}, ValueError, "has no option 'momentum'"),
    ],
)
def test_what_cannot_be_is_refused(
    change: dict[str, Any], error: type[Exception], message: str
) -> None:
    given: dict[str, Any] = {
        "problem": PROBLEM,
        "loss": "cross-entropy",
        "plane": PLANE,
        "a": [-1.0, 1.0],
        "b": [-1.0, 0.0, 1.0],
    }
    with pytest.raises(error, match=message):
        basins(**(given | change))
