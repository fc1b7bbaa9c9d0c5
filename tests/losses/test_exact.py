"""Values, gradients and curvatures against exact ones, tails included."""

import math
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

from losses import LOSSES, Loss
from tests.losses import oracles
from tests.losses.samples import losses_on

# The promise: a relative 1e-12, with no absolute tolerance beside it.
RELATIVE = 1e-12
# Below the smallest normal float64 there are no twelve digits to be had: there, within that number.
SMALLEST_NORMAL = float(np.finfo(np.float64).tiny)

LN2 = math.log(2.0)
# fmt: off
MAGNITUDES = (
    1e-300, 1e-30, 1e-16, 1e-8, 1e-4, 0.01, 0.1, 0.5,
    math.nextafter(LN2, 0.0), LN2, math.nextafter(LN2, 1.0), LN2 + 1e-12, LN2 - 1e-6,
    1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 17.0, 18.0, 25.0, 36.0, 36.7368, 37.0, 38.0, 50.0,
    75.0, 100.0, 150.0, 200.0, 300.0, 353.0, 354.5, 400.0, 500.0, 600.0, 650.0, 700.0,
)
# fmt: on
LOGITS = (*(-z for z in reversed(MAGNITUDES)), 0.0, *MAGNITUDES)


def assert_close(found: float, exact: Any, terms: Any, where: object, off: Any = 0) -> None:
    """Hold `found` to 1e-12 of the sum of its terms' absolute values; `exact` may be `off`."""
    with mp.workdps(50):
        allowed = mpf(RELATIVE) * terms + off
        if abs(exact) < SMALLEST_NORMAL:
            allowed += SMALLEST_NORMAL
        error = abs(mpf(float(found)) - exact)
        assert error <= allowed, (
            f"{where}: {found!r} for {mp.nstr(exact, 17)}, off by {mp.nstr(error, 3)}, "
            f"allowed {mp.nstr(allowed, 3)}"
        )


@pytest.mark.parametrize("output", LOSSES)
def test_every_registered_loss_has_an_oracle(output: str) -> None:
    """A new loss fails here until its formula is written down."""
    known = oracles.SIGMOID if output == "sigmoid" else oracles.SOFTMAX
    missing = set(LOSSES[output]) - set(known)
    assert not missing, f"add the textbook formula of {sorted(missing)} to {oracles.__name__}"


@pytest.mark.parametrize("y", [0.0, 0.1, 0.3, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("loss", losses_on("sigmoid"))
def test_sigmoid_losses_keep_twelve_digits_from_minus_700_to_700(loss: Loss, y: float) -> None:
    """Relative to the result for a hard label, and to the sum of two terms for a soft one.

    A soft label mixes what the labels 0 and 1 give, with weights 1 - y and y. Where p is near y the
    two cancel (p - y does, however it is written), so the bound is 1e-12 of the mixture of the
    absolute values. For a hard label one of them is left, and the bound is relative to the result.
    At a kink the exact derivatives, which are differences across it, say nothing: only the value is
    compared there; test_kinks.py has what is given for the derivatives.
    """
    z = np.array(LOGITS)
    found = (loss.value(z, y), loss.gradient(z, y), loss.curvature(z, y, 1.0, 1.0))
    for i, logit in enumerate(LOGITS):
        mixed = oracles.sigmoid_exact(loss.key, logit, y)
        hard = [oracles.sigmoid_exact(loss.key, logit, label) for label in (0.0, 1.0)]
        kinks = oracles.KINKS[loss.key](y) if loss.key in oracles.KINKS else ()
        kinked = any(abs(logit - kink) < 1e-25 for kink in kinks)
        for what, array, exact, zero, one in zip(
            ("value", "gradient", "curvature"), found, mixed, *hard, strict=True
        ):
            if kinked and what != "value":
                continue
            terms = (1 - mpf(y)) * abs(zero) + mpf(y) * abs(one)
            off = oracles.resolution(abs(logit))
            assert_close(array[i], exact, terms, f"{what} at z = {logit!r}, y = {y}", off)


@pytest.mark.parametrize("hard", [True, False], ids=["hard", "soft"])
@pytest.mark.parametrize("classes", range(2, 11))
@pytest.mark.parametrize("loss", losses_on("softmax"))
def test_softmax_losses_keep_twelve_digits_of_their_terms(
    loss: Loss, classes: int, hard: bool
) -> None:
    """The bound is 1e-12 of the sum of the terms' absolute values, whatever the logits' spread."""
    rng = np.random.default_rng(classes)
    for spread in (1e-9, 0.1, 2.0, 30.0, 700.0):
        z = rng.uniform(-0.5 * spread, 0.5 * spread, size=classes)
        z[rng.permutation(classes)[:2]] = -0.5 * spread, 0.5 * spread
        left, right = rng.normal(size=(2, classes))
        # In 64ths, so that the labels' sum is 1 in float64 too, as the formula takes for granted.
        trials = 1 if hard else 64
        y = rng.multinomial(trials, np.full(classes, 1.0 / classes)) / trials
        exact = oracles.softmax_exact(
            loss.key, z.tolist(), y.tolist(), left.tolist(), right.tolist()
        )
        where = f"z = {z}, y = {y}"
        assert_close(float(loss.value(z, y)), exact.value, exact.value_terms, f"value at {where}")
        for k, found in enumerate(loss.gradient(z, y)):
            assert_close(
                found, exact.gradient[k], exact.gradient_terms[k], f"gradient[{k}] at {where}"
            )
        assert_close(
            float(loss.curvature(z, y, left, right)),
            exact.curvature,
            exact.curvature_terms,
            f"curvature at {where}, left = {left}, right = {right}",
        )


@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("loss", losses_on("softmax"))
def test_softmax_losses_keep_relative_digits_in_the_label_s_own_tails(
    loss: Loss, classes: int
) -> None:
    """Where one class has all but 1e-300 of the probability, hard labels' results keep 12 digits.

    Terms of one sign are left for value and gradient, so the bound is relative to the result.
    """
    for gap in (40.0, 300.0, 700.0):
        z = np.zeros(classes)
        z[0] = gap
        for label in range(classes):
            y = np.eye(classes)[label]
            exact = oracles.softmax_exact(loss.key, z.tolist(), y.tolist(), y, y)
            where = f"gap {gap}, label {label}"
            assert_close(float(loss.value(z, label)), exact.value, abs(exact.value), where)
            own = float(loss.gradient(z, label)[label])
            assert_close(own, exact.gradient[label], abs(exact.gradient[label]), where)
