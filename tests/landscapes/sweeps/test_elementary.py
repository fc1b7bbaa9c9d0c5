"""Exponentials and logarithms in plain arithmetic, against the system's own."""

import math

import numpy as np
import pytest

from landscapes.sweeps.elementary import (
    add_log1p,
    exponentials,
    exponentials_and_rest,
    logarithms,
    powers,
)
from landscapes.sweeps.label_losses import _surprise
from losses.arrays import Array

RNG = np.random.default_rng(0)
EXPONENTS = np.concatenate(
    [
        -np.logspace(-300.0, np.log10(700.0), 4000),
        RNG.uniform(-708.0, 0.0, 4000),
        -np.log(2.0) * np.arange(0.0, 1000.0, 0.5),
        [0.0, -0.0],
    ]
)
ODDS = np.concatenate([np.exp(RNG.uniform(-700.0, 700.0, 4000)), np.exp(RNG.normal(size=4000))])


def few_units(found: Array, expected: Array, units: float = 4.0) -> None:
    np.testing.assert_allclose(found, expected, rtol=units * 2.0**-52, atol=0.0)


def test_exponentials_are_right_to_a_few_units_in_the_last_place() -> None:
    """Those of large numbers as well as those of small ones; 0 below the normal numbers."""
    x = np.concatenate([EXPONENTS, RNG.uniform(0.0, 700.0, 1000)])
    found = np.empty_like(x)
    exponentials(x, found, len(x))
    few_units(found, np.where(x < -708.39, 0.0, np.exp(x)))
    exponentials(np.array([-709.0, -1e300, -np.inf]), found, 3)
    np.testing.assert_array_equal(found[:3], 0.0)


def test_what_an_exponential_lacks_to_1_keeps_its_digits() -> None:
    """However near to 1 it is."""
    found, rest = np.empty_like(EXPONENTS), np.empty_like(EXPONENTS)
    exponentials_and_rest(EXPONENTS, found, rest, len(EXPONENTS))
    few_units(found, np.where(EXPONENTS < -708.39, 0.0, np.exp(EXPONENTS)))
    few_units(rest, -np.expm1(EXPONENTS))


@pytest.mark.parametrize("halves", range(21))
def test_powers_of_whole_numbers_and_halves(halves: int) -> None:
    x = np.concatenate([RNG.uniform(0.0, 1.0, 1000), np.logspace(-30.0, 0.0, 1000), [0.0]])
    found = np.empty_like(x)
    expected = np.array([math.pow(one, halves / 2.0) for one in x])
    powers(x, halves, found)
    few_units(found, expected, 16.0)


def test_logarithms_are_right_to_a_few_units_in_the_last_place() -> None:
    """Of 1 + t, added to what was there; and along with the label's probability."""
    found, own, spare = np.zeros_like(ODDS), np.empty_like(ODDS), np.empty_like(ODDS)
    logarithms(ODDS, spare, found)
    few_units(found, np.log(ODDS))
    found[:] = 0.0
    s = ODDS.copy()
    add_log1p(s, spare, found)
    few_units(found, np.log1p(ODDS))
    assert not s.any()
    _surprise(ODDS, own, found, spare)
    few_units(found, np.log1p(ODDS))
    few_units(own, 1.0 / (1.0 + ODDS))
