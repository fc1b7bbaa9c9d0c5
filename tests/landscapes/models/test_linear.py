"""The linear model behind the protocol: the same numbers as written out, to the last bit."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from landscapes import Dataset, Linear, Plane, Problem, Restriction, descend
from losses import LOSSES
from tests.landscapes.cases import EVERY_PROBLEM, random_plane
from tests.landscapes.models.bent import Bent

# Halves and whole numbers: sums and products of them are exact in whatever order.
EXACT = Dataset([[1.0, 2.0], [-3.0, 0.5], [0.0, 1.0], [2.0, -1.5]], [1, 0, 1, 0])


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_numbers_are_those_of_the_formulas_to_the_last_bit(problem: Problem) -> None:
    X, y, n = problem.dataset.X, problem.labels, len(problem.dataset)
    design = np.column_stack([X, np.ones(n)]) if problem.intercept else X
    rng = np.random.default_rng(2)
    theta = rng.normal(size=len(problem.parameters)) / (1.0 + np.abs(X).mean())
    z = design @ (theta.reshape(-1, design.shape[1]).T if y.ndim == 2 else theta)
    np.testing.assert_array_equal(problem.logits(theta), z)
    np.testing.assert_array_equal(problem.logits(theta, X), z)
    held = problem.is_weight * theta
    for key, loss in LOSSES[problem.output].items():
        value = loss.value_at(z, y).mean() + 0.5 * problem.penalty * held @ theta
        assert problem.value(key, theta) == float(value)
        slope = loss.gradient_at(z, y)
        gradient = (slope.T @ design).ravel() / n + problem.penalty * problem.is_weight * theta
        np.testing.assert_array_equal(problem.gradient(key, theta), gradient)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_a_plane_is_that_of_three_vectors_logits(problem: Problem) -> None:
    plane = random_plane(problem)
    a, b = np.array([0.3, -1.2]), np.array([2.0, 0.1])
    for key, loss in LOSSES[problem.output].items():
        restriction = Restriction(problem, key, plane)
        o, u, v = (problem.logits(vector) for vector in (plane.origin, plane.u, plane.v))
        for found, logits in zip(
            (restriction.offset, restriction.u, restriction.v), (o, u, v), strict=True
        ):
            np.testing.assert_array_equal(found, logits)
        grid = (slice(None), *(None,) * o.ndim)
        z = o + a[grid] * u + b[grid] * v
        y = np.broadcast_to(problem.labels, z.shape)
        axes = tuple(range(1, z.ndim))
        slope = loss.gradient_at(z, y)
        expected = [loss.value_at(z, y).sum(axis=1)]
        expected += [(slope * part).sum(axis=axes) for part in (u, v)]
        for left, right in ((u, u), (u, v), (v, v)):
            expected.append(loss.curvature_at(z, y, left, right).sum(axis=1))
        if z.size > 2**16:
            continue  # summed block by block
        value, gradient, curvature = restriction.samples.sums(a, b)
        found = np.stack([value, *gradient, *curvature])
        # Added up in another order, and the bend of a single logit taken out of the bilinear form.
        allowed = 1e-13 * np.abs(expected).max()
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=allowed)


# Recorded before there were models: value, gradient and Hessian at THETA; the same at three points
# of a plane; three steps of a descent, and one in the plane.
THETA, PLANE = [0.5, -2.0, 1.0], Plane([0.5, -2.0, 1.0], [1.0, 0.0, 0.5], [0.0, 2.0, -1.0])
POINTS = ([0.0, 1.0, -2.0], [0.0, 0.5, 1.0])
RECORDED: dict[str, dict[str, Any]] = {
    "squared-error-on-logit": {
        "value": 14.1875,
        "gradient": [5.25, -10.125, 0.0],
        "hessian": [[7.5, -1.25, 0.0], [-1.25, 4.25, 1.0], [0.0, 1.0, 2.0]],
        "plane": (
            [14.1875, 13.9375, 11.9375],
            [[5.25, 12.0, -13.25], [-20.25, -15.25, -0.25]],
            [[8.0] * 3, [-2.5] * 3, [15.0] * 3],
        ),
        "descent": [
            THETA,
            [-0.15625, -0.734375, 1.0],
            [0.00048828125, -0.24365234375, 0.841796875],
            [0.0869598388671875, 0.0306396484375, 0.66180419921875],
        ],
        "in plane": [[0.5, -1.0, 0.5], [0.0, 2.1875, -1.34375]],
    },
    "hinge": {
        "value": 3.9375,
        "gradient": [0.5, -2.125, -0.25],
        "hessian": [[0.5, 0.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 0.0]],
        "plane": (
            [3.9375, 2.8125, 3.0625],
            [[0.375, 0.875, -1.875], [-4.0, -3.0, -1.0]],
            [[0.5] * 3, [0.0] * 3, [2.0] * 3],
        ),
        "descent": [
            THETA,
            [0.4375, -1.734375, 1.03125],
            [0.37890625, -1.4853515625, 1.0625],
            [0.417724609375, -1.26751708984375, 1.0625],
        ],
        "in plane": [[0.5, -1.0, 0.5], [0.453125, -0.25, 0.1015625]],
    },
}


@pytest.mark.parametrize("key", list(RECORDED))
def test_exact_numbers_of_losses_that_round_nothing(key: str) -> None:
    problem, recorded = Problem(EXACT, penalty=0.5), RECORDED[key]
    np.testing.assert_array_equal(problem.logits(THETA), [-2.5, -1.5, -1.0, 5.0])
    assert problem.value(key, THETA) == recorded["value"]
    np.testing.assert_array_equal(problem.gradient(key, THETA), recorded["gradient"])
    np.testing.assert_array_equal(problem.hessian(key, THETA), recorded["hessian"])
    found = Restriction(problem, key, PLANE).evaluate(*POINTS)
    for part, expected in zip(found, recorded["plane"], strict=True):
        np.testing.assert_array_equal(part, expected)
    path = descend(problem, key, THETA, rate=0.125, steps=3)
    np.testing.assert_array_equal(path.theta, recorded["descent"])
    path = descend(problem, key, [0.0, 0.5], rate=0.125, steps=1, plane=PLANE)
    np.testing.assert_array_equal(path.theta, recorded["in plane"])


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_problem_without_intercept_can_say_so_or_its_model(output: str) -> None:
    said, by_model = (
        Problem(EXACT, output, intercept=False),
        Problem(EXACT, output, model=Linear(intercept=False)),
    )
    for problem in (said, by_model, replace(Problem(EXACT, output), intercept=False)):
        assert problem.model == Linear(intercept=False)
        assert problem.intercept is False
        assert not any(name.startswith("b") for name in problem.parameters)
        assert replace(problem, penalty=1.0).parameters == problem.parameters
    assert Problem(EXACT, output).model == Linear()


@pytest.mark.parametrize("model", [None, "linear", Linear])
def test_a_model_has_to_be_one(model: Any) -> None:
    with pytest.raises(TypeError, match=r"model must be a model, as in Linear\(\); found"):
        Problem(EXACT, model=model)


def test_intercept_is_asked_of_the_linear_model_alone() -> None:
    with pytest.raises(ValueError, match="intercept=False is for the linear model"):
        Problem(EXACT, intercept=False, model=Bent())
