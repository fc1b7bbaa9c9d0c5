"""What every model is asked, held on one that is not linear in its parameters."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product

import numpy as np
import pytest

from landscapes import (
    Dataset,
    Linear,
    Plane,
    Problem,
    Restriction,
    cross_entropy_minimum,
    descend,
    fit_window,
    flat_directions,
    pulls,
    separation,
    survey,
    sweep,
)
from landscapes.descents.objective import Objective
from landscapes.models.model import Model
from landscapes.sweeps import kernels
from losses import LOSSES, get
from losses.arrays import Array
from tests.differences import derivative
from tests.landscapes.models.bent import Bent

RNG = np.random.default_rng(11)
ROWS = Dataset(RNG.normal(size=(12, 2)), RNG.integers(0, 3, size=12), name="rows")
PROBLEMS = {
    "sigmoid": Problem(Dataset(ROWS.X, np.minimum(ROWS.y, 1)), penalty=0.1, model=Bent()),
    "softmax": Problem(ROWS, "softmax", penalty=0.1, model=Bent()),
}
SMOOTH = [
    (output, key)
    for output in PROBLEMS
    for key, loss in LOSSES[output].items()
    if loss.kinks != "all labels"
]


def plane_of(problem: Problem) -> Plane:
    rng = np.random.default_rng(4)
    return Plane(*rng.normal(size=(3, len(problem.parameters))))


def theta_of(problem: Problem) -> Array:
    return np.random.default_rng(3).normal(size=len(problem.parameters))


@pytest.mark.parametrize(("output", "key"), SMOOTH)
def test_gradient_and_hessian_are_those_of_the_value(output: str, key: str) -> None:
    problem, theta = PROBLEMS[output], theta_of(PROBLEMS[output])

    def value(unit: Array, t: float) -> float:
        return problem.value(key, theta + t * unit)

    def gradient(unit: Array, t: float) -> Array:
        return problem.gradient(key, theta + t * unit)

    for i, unit in enumerate(np.eye(len(theta))):
        slope = derivative(partial(value, unit))
        bend = derivative(partial(gradient, unit))
        assert problem.gradient(key, theta)[i] == pytest.approx(slope, rel=1e-7, abs=1e-9)
        np.testing.assert_allclose(problem.hessian(key, theta)[i], bend, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("output", "key"), SMOOTH)
def test_on_a_plane_the_logits_own_curvature_counts(output: str, key: str) -> None:
    problem = PROBLEMS[output]
    plane = plane_of(problem)
    restriction = Restriction(problem, key, plane)
    at = np.array([[0.3, -0.7], [1.1, 0.2]])
    value, gradient, curvature = restriction.evaluate(*at.T)
    basis = np.stack([plane.u, plane.v])
    for i, theta in enumerate(plane.at(*at.T)):
        assert value[i] == pytest.approx(problem.value(key, theta), rel=1e-12)
        full = problem.gradient(key, theta)
        np.testing.assert_allclose(gradient[:, i], basis @ full, rtol=1e-10, atol=1e-13)
        aa, ab, bb = curvature[:, i]
        expected = basis @ problem.hessian(key, theta) @ basis.T
        np.testing.assert_allclose([[aa, ab], [ab, bb]], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("output", list(PROBLEMS))
def test_a_sweep_takes_it_without_compiled_loops_here_and_elsewhere(output: str) -> None:
    problem = PROBLEMS[output]
    plane, axis = plane_of(problem), np.linspace(-1.0, 1.0, 9)
    restriction = Restriction(problem, "cross-entropy", plane)
    assert kernels.kernel_for(restriction.samples) is None
    landscape = sweep(problem, "cross-entropy", plane, axis, axis[:5])
    points = (grid.ravel() for grid in np.meshgrid(axis, axis[:5]))
    for found, expected in zip(
        (landscape.value, landscape.gradient, landscape.curvature),
        restriction.evaluate(*points),
        strict=True,
    ):
        np.testing.assert_allclose(found.ravel(), expected.ravel(), rtol=1e-13, atol=1e-15)
    with ProcessPoolExecutor(1) as pool:
        again = sweep(problem, "cross-entropy", plane, axis, axis[:5], executor=pool)
    np.testing.assert_array_equal(again.curvature, landscape.curvature)


@pytest.mark.parametrize(("output", "in_plane"), list(product(PROBLEMS, (False, True))))
def test_descents_follow_its_own_gradient(output: str, in_plane: bool) -> None:
    problem = PROBLEMS[output]
    plane = plane_of(problem) if in_plane else None
    start = np.array([0.4, -0.3]) if in_plane else theta_of(problem)
    path = descend(problem, "cross-entropy", start, rate=0.1, steps=3, plane=plane)
    moved = start if plane is None else plane.at(*start)
    slope = problem.gradient("cross-entropy", moved)
    if plane is not None:
        slope = np.stack([plane.u, plane.v]) @ slope
    np.testing.assert_allclose(path.gradient_norm[0], np.linalg.norm(slope), rtol=1e-12)
    points = path.theta if path.coordinates is None else path.coordinates
    np.testing.assert_allclose(points[1], start - 0.1 * slope, rtol=1e-12)
    assert (
        descend(problem, "cross-entropy", start, "newton", plane=plane).outcome.key == "converged"
    )


def test_how_far_logits_move_depends_on_where_from() -> None:
    problem = PROBLEMS["sigmoid"]
    for plane in (None, plane_of(problem)):
        objective = Objective(problem, get("cross-entropy"), plane)
        step = np.full(2 if plane else len(problem.parameters), 0.1)
        one, other = (objective.moved(scale * step, step) for scale in (0.0, 5.0))
        assert one != pytest.approx(other, rel=1e-3)


@pytest.mark.parametrize("output", list(PROBLEMS))
def test_pulls_make_up_the_gradient(output: str) -> None:
    problem, theta = PROBLEMS[output], theta_of(PROBLEMS[output])
    found = pulls(problem, "squared-error", theta).pull.mean(axis=0)
    found += problem.penalty * problem.is_weight * theta
    np.testing.assert_allclose(found, problem.gradient("squared-error", theta), rtol=1e-12)


def test_flat_directions_are_the_models_own() -> None:
    assert flat_directions(PROBLEMS["sigmoid"]).shape == (0, 4)
    (direction,) = flat_directions(PROBLEMS["softmax"])
    theta = theta_of(PROBLEMS["softmax"])
    np.testing.assert_allclose(
        PROBLEMS["softmax"].probability(theta + 3.0 * direction),
        PROBLEMS["softmax"].probability(theta),
        rtol=1e-12,
    )


@pytest.mark.parametrize("asked", [separation, cross_entropy_minimum])
@pytest.mark.parametrize("output", list(PROBLEMS))
def test_what_holds_of_linear_models_alone_is_refused(asked: object, output: str) -> None:
    with pytest.raises(ValueError, match=r"linear in their parameters; found Bent\(\)"):
        asked(PROBLEMS[output])  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"model must be linear to have a design; found Bent\(\)"):
        _ = PROBLEMS[output].design
    with pytest.raises(TypeError, match="section must be affine; found BentSection"):
        _ = Restriction(PROBLEMS[output], "squared-error", plane_of(PROBLEMS[output])).u


@pytest.mark.parametrize("key", ["cross-entropy", "hinge", "squared-error-on-logit"])
def test_convex_in_the_logits_is_not_convex_in_the_parameters(key: str) -> None:
    """Nothing is claimed of a minimum, and a flat place is not a floor."""
    plain = Problem(PROBLEMS["sigmoid"].dataset, model=Bent())
    plane, axis = plane_of(plain), np.linspace(-2.0, 2.0, 15)
    found = survey(sweep(plain, key, plane, axis, axis))
    assert found.finite_minimum is None
    assert "not linear in its parameters" in found.why
    assert found.direction is None
    for problem, convex in ((plain, False), (Problem(plain.dataset), True)):
        assert Objective(problem, get(key), None).convex is convex


def test_a_penalty_still_proves_a_minimum() -> None:
    problem = PROBLEMS["sigmoid"]
    plane, axis = Plane.axes(problem, "v1", "w[0]"), np.linspace(-2.0, 2.0, 15)
    assert survey(sweep(problem, "cross-entropy", plane, axis, axis)).finite_minimum is True


def test_its_window_is_not_fitted_to_a_minimum() -> None:
    plain = Problem(PROBLEMS["sigmoid"].dataset, model=Bent())
    window, minimum = fit_window(plain, plane_of(plain))
    assert minimum is None
    for low, high in (window.a, window.b):
        assert low < 0.0 < high


def test_a_model_and_its_problem_can_be_pickled() -> None:
    for problem in (*PROBLEMS.values(), Problem(ROWS, "softmax")):
        theta = theta_of(problem)
        _ = problem.parameters, problem.is_weight
        again = pickle.loads(pickle.dumps(problem))
        assert again.model == problem.model
        np.testing.assert_array_equal(again.logits(theta), problem.logits(theta))


def test_models_are_models() -> None:
    assert isinstance(Linear(), Model)
    assert isinstance(Bent(), Model)
    assert Problem(ROWS, "softmax").linear
    assert not PROBLEMS["softmax"].linear
