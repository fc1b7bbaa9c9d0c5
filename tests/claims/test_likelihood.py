"""The likelihood as a product, which underflows, and as a sum, which does not."""

import math

import numpy as np
import pytest

from claims import likelihood, limit
from landscapes import Dataset, Problem, cross_entropy_minimum, load
from tests.claims.cases import view


def test_569_rows_at_35_percent() -> None:
    """Breast cancer: 569 log10(0.35) = -259.42, still within float64."""
    found = likelihood(view("breast-cancer")[0])
    assert found.rows == 569
    assert found.constant.power_of_ten == pytest.approx(569 * math.log10(0.35), rel=1e-12)
    assert round(found.constant.power_of_ten, 1) == -259.4
    assert found.constant.product == pytest.approx(10.0**-259.42, rel=0.01)
    assert found.verdict == "holds"
    assert "10^-259.4" in found.because


def test_a_thousand_rows_are_too_many_for_a_product() -> None:
    found = likelihood(view("overlap", n=1000)[0])
    assert found.constant.product == 0.0
    assert found.constant.power_of_ten == pytest.approx(-455.9, abs=0.05)
    assert found.constant.sum_of_logs == pytest.approx(1000 * math.log(0.35), rel=1e-14)
    assert found.constant.zero_after == found.limit == 710
    assert (found.constant.running[:709] > 0.0).all()
    assert found.fitted.product > 0.0
    assert found.verdict == "holds in part"
    assert "0 in float64 after 710 rows" in found.because
    found = likelihood(view("overlap", n=5000)[0])
    assert found.fitted.product == 0.0
    assert found.verdict == "does not hold here"


@pytest.mark.parametrize("probability", [0.001, 0.1, 0.35, 0.5, 0.9, 0.999])
def test_the_limit_is_the_first_power_that_is_zero(probability: float) -> None:
    found = limit(probability)
    assert probability**found == 0.0
    assert probability ** (found - 1) > 0.0


@pytest.mark.parametrize("name", ["overlap", "breast-cancer", "moons", "two-minima", "separable"])
def test_the_sum_of_logs_is_minus_n_times_the_cross_entropy(name: str) -> None:
    problem = view(name)[0]
    found = likelihood(problem)
    assert found.identity < 1e-14
    assert found.cross_entropy == pytest.approx(problem.value("cross-entropy", found.theta))
    minimum = cross_entropy_minimum(problem)
    np.testing.assert_array_equal(found.theta, np.zeros(2) if minimum is None else minimum)
    other = likelihood(problem, found.theta + 0.3)
    assert other.identity < 1e-14
    # The fit is where the likelihood is largest.
    if minimum is not None:
        assert other.fitted.sum_of_logs < found.fitted.sum_of_logs


def test_the_running_product_is_that_of_the_labels_probabilities() -> None:
    problem = Problem(load("two-minima"))
    found = likelihood(problem, [0.3, -1.0])
    p = problem.probability([0.3, -1.0])
    own = np.where(problem.labels == 1.0, p, 1.0 - p)
    np.testing.assert_allclose(found.fitted.running, np.cumprod(own), rtol=1e-12)
    np.testing.assert_allclose(10.0**found.fitted.log10, np.cumprod(own), rtol=1e-12)
    assert found.fitted.zero_after is None
    assert not found.fitted.running.flags.writeable


def test_what_is_no_probability_is_refused() -> None:
    problem = Problem(load("overlap"))
    for bad in (0.0, -0.1, 1.5):
        with pytest.raises(ValueError, match="probability must be above 0 and at most 1"):
            likelihood(problem, probability=bad)
    with pytest.raises(ValueError, match="probability must be below 1"):
        limit(1.0)
    assert likelihood(problem, probability=1.0).constant.sum_of_logs == 0.0
    with pytest.raises(ValueError, match="loss of a sigmoid output"):
        likelihood(Problem(Dataset([[1.0], [2.0]], [0, 1]), "softmax"))
