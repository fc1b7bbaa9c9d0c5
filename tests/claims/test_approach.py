"""Steps to within 1 % of a loss's best, and where its way ends."""

import numpy as np
import pytest

from claims import approach, arrival
from claims.approach import falls_to_zero
from landscapes import LADDER, Dataset, Problem, cross_entropy_minimum, descend, load
from losses import get

OVERLAP = Problem(load("overlap"))
START = [-3.0, 2.0]


def test_arrival_is_the_first_step_with_one_percent_of_the_way_left_for_good() -> None:
    value = np.array([11.0, 5.0, 1.05, 1.2, 1.1, 1.0])
    assert arrival(value, 1.0) == 4  # from 1.1 on; at step 2 not for good
    assert arrival(value, 1.0, near=0.5) == 1
    assert arrival(value[:4], 1.0) == -1
    assert arrival(np.array([1.0, 1.0]), 1.0) == 0
    assert arrival(np.array([2.0, 1.0, np.nan]), 1.0) == -1


@pytest.mark.parametrize("key", ["squared-error", "cross-entropy", "squared-error-on-logit"])
def test_the_best_rate_is_the_soonest_of_the_ladder(key: str) -> None:
    found = approach(OVERLAP, key, START, steps=300, rate=0.7)
    assert found.reference_is == "the minimum"
    counts = []
    for rate in LADDER:
        path = descend(OVERLAP, key, START, rate=rate, steps=300)
        ceiling = found.reference + 0.01 * (path.value[0] - found.reference)
        late = [i for i in range(len(path.value)) if (path.value[i:] <= ceiling).all()]
        counts.append(late[0] if late and path.outcome.key != "diverged" else -1)
    assert found.steps.tolist() == counts
    soonest = min(count for count in counts if count >= 0)
    assert found.best.steps == soonest
    assert found.best.rate == LADDER[counts.index(soonest)]
    assert found.best.left <= 0.01
    assert found.limit == 300
    assert found.given is not None
    alone = descend(OVERLAP, key, START, rate=0.7, steps=300)
    np.testing.assert_array_equal(found.given.value, alone.value)
    assert found.slope == pytest.approx(np.linalg.norm(OVERLAP.gradient(key, START)))


def test_the_way_ends_at_the_lowest_minimum_also_if_no_descent_finds_it() -> None:
    problem = Problem(load("two-minima"))
    found = approach(problem, "squared-error", [0.1, 4.0], steps=300, rate=0.5)
    assert found.reference == pytest.approx(0.194, abs=1e-3)
    assert found.given is not None
    assert found.given.steps == -1
    # It rests in the other one, which is not the same as being slow.
    assert found.given.rests_at == pytest.approx(0.401, abs=1e-3)
    slow = approach(OVERLAP, "squared-error", [-16.0, 0.0], steps=50, rate=1.0).given
    assert slow is not None
    assert (slow.steps, slow.rests_at) == (-1, None)
    assert slow.left > 0.9


def test_cross_entropys_way_ends_at_its_minimum() -> None:
    minimum = cross_entropy_minimum(OVERLAP)
    assert minimum is not None
    found = approach(OVERLAP, "cross-entropy", START, steps=20)
    assert found.reference == pytest.approx(OVERLAP.value("cross-entropy", minimum), rel=1e-12)


def test_on_separable_data_the_way_ends_at_zero() -> None:
    problem = Problem(load("separable"))
    for key in ("squared-error", "cross-entropy"):
        found = approach(problem, key, [-2.0, 0.0], steps=100)
        assert (found.reference, found.reference_is) == (0.0, "the infimum 0")
        assert found.strict == -1  # 1.01 times nothing is nothing
        assert found.best.value[found.best.steps] <= 0.01 * found.start
    logit = approach(problem, "squared-error-on-logit", [-2.0, 0.0], steps=100)
    assert logit.reference > 0.0  # a large margin costs: it does not fall to 0
    partly = Problem(Dataset([[-1.0], [0.0], [0.0], [2.0]], [0, 0, 1, 1]))
    assert approach(partly, "cross-entropy", [0.0, 0.0], 50).reference_is == "the lowest found"


def test_which_losses_fall_to_zero() -> None:
    assert falls_to_zero(get("cross-entropy"))
    assert falls_to_zero(get("squared-error"))
    assert not falls_to_zero(get("squared-error-on-logit"))


def test_a_rate_that_overflows_or_diverges_never_arrives() -> None:
    found = approach(OVERLAP, "squared-error-on-logit", START, 100, ladder=[0.05, 5.0, 1e300])
    assert found.best.rate == 0.05
    assert found.steps[1:].tolist() == [-1, -1]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="ladder must hold at least one"):
        approach(OVERLAP, "cross-entropy", START, ladder=[])
    with pytest.raises(ValueError, match="steps must be at least 1"):
        approach(OVERLAP, "cross-entropy", START, steps=0)
