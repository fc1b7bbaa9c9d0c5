"""What each rule does, step by step."""

import numpy as np
import pytest
from scipy.optimize import minimize

from landscapes import Problem, descend, load
from losses.arrays import Array
from tests.landscapes.descents.cases import CANCER, OVERLAP, SMOOTH, START


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
