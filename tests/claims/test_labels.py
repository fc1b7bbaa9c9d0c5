"""The two terms of a row's loss."""

import numpy as np
import pytest

from claims import labels
from landscapes import Dataset, Problem, load

PROBLEM = Problem(load("overlap"))
THETA = [1.3, -0.4]


@pytest.mark.parametrize("soften", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("row", [0, 3, 59])
def test_the_terms_add_up_to_the_losses(row: int, soften: float) -> None:
    found = labels(PROBLEM, THETA, row, soften)
    y = (1.0 - soften) * PROBLEM.labels[row] + soften / 2.0
    p = float(PROBLEM.probability(THETA)[row])
    assert found.label == y
    assert found.probability == pytest.approx(p)
    np.testing.assert_allclose(found.cross_entropy, [-y * np.log(p), -(1 - y) * np.log(1 - p)])
    assert sum(found.squared) - found.spread == pytest.approx((y - p) ** 2, abs=1e-15)
    curves = found.squared_curves.sum(axis=0) - found.spread
    np.testing.assert_allclose(curves, (y - found.p) ** 2, atol=1e-14)
    sums = -y * np.log(found.p) - (1 - y) * np.log(1 - found.p)
    np.testing.assert_allclose(found.cross_entropy_curves.sum(axis=0), sums, rtol=1e-12)
    assert not found.squared_curves.flags.writeable


@pytest.mark.parametrize("name", ["overlap", "separable", "breast-cancer"])
def test_with_hard_labels_one_term_is_dead_in_every_row(name: str) -> None:
    problem = Problem(load(name))
    found = labels(problem, np.zeros(len(problem.parameters)))
    assert (found.both, found.both_squared) == (0, 0)
    assert found.verdict == "does not hold here"
    assert f"in 0 of {len(problem.dataset)} rows" in found.because
    assert sorted(found.cross_entropy)[0] == 0.0 < sorted(found.cross_entropy)[1]


def test_with_soft_labels_both_terms_live_and_so_they_do_under_squared_error() -> None:
    found = labels(PROBLEM, THETA, 0, soften=0.1)
    assert found.both == found.both_squared == 60
    assert found.verdict == "holds"
    assert "in as many under squared error" in found.because
    assert min(*found.cross_entropy, *found.squared) > 0.0


def test_with_some_soft_labels_it_holds_in_part() -> None:
    """At logits where a term underflows too: the label decides, not the model."""
    problem = Problem(Dataset([[1.0], [2.0], [3.0]], [0.0, 0.3, 1.0]))
    for theta in ([0.5, 0.0], [1000.0, 0.0]):
        found = labels(problem, theta, 1)
        assert found.both == 1
        assert found.verdict == "holds in part"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="row must be from 0 to 59; found 60"):
        labels(PROBLEM, THETA, 60)
    with pytest.raises(ValueError, match="row must be at least 0"):
        labels(PROBLEM, THETA, -1)
    with pytest.raises(ValueError, match="soften must be from 0 to 1; found"):
        labels(PROBLEM, THETA, 0, 1.5)
    with pytest.raises(ValueError, match="theta has shape"):
        labels(PROBLEM, [1.0], 0)
