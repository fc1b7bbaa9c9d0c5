"""What speaks for a loss, and what it costs."""

from dataclasses import replace

import numpy as np
import pytest

from claims import likelihood, reasons
from landscapes import Dataset, cross_entropy_minimum, pulls, survey, sweep
from losses import LOSSES, get
from tests.claims.cases import on, view

REASONS = ["likelihood", "proper", "convex", "slope"]


@pytest.mark.parametrize("name", ["overlap", "label-noise", "breast-cancer", "moons"])
def test_cross_entropy_has_all_four_reasons(name: str) -> None:
    problem, plane, window = view(name)
    found = reasons(problem, plane, window)
    assert [fact.name for fact in found.facts if fact.kind == "reason"] == REASONS
    assert all(found.fact(reason).present for reason in REASONS)
    assert found.fact("likelihood").measured < 1e-12
    assert likelihood(problem, found.theta).identity < 1e-12
    ground = sweep(problem, "cross-entropy", plane, *window.grid(81))
    assert survey(ground).nonconvex_share == found.bend.nonconvex_share == 0.0
    assert found.verdict == "holds"
    assert found.because.startswith("All 4 reasons hold here for cross-entropy (")
    assert "Neither cost is felt here" in found.because


def test_without_a_finite_optimum_it_holds_in_part() -> None:
    found = reasons(*view("separable"))
    assert found.fact("no finite optimum").present
    assert not found.theta.any()
    assert found.verdict == "holds in part"
    assert "there is no finite optimum" in found.because
    penalised = reasons(*view("separable", penalty=0.1))
    assert not penalised.fact("no finite optimum").present
    assert penalised.verdict == "holds"


def test_where_one_row_outweighs_the_others_it_holds_in_part() -> None:
    problem, plane, window = view("outlier")
    found = reasons(problem, plane, window)
    assert found.fact("unbounded").present
    assert found.verdict == "holds in part"
    own, other = found.weights
    theta = cross_entropy_minimum(problem)
    assert theta is not None
    for weight in (own, other):
        rows = pulls(problem, weight.key, theta)
        assert weight.loss_share == pytest.approx(rows.value.max() / rows.value.sum())
        assert weight.pull_share == pytest.approx(rows.size.max() / rows.size.sum())
        assert weight.pull_row == rows.row[0]
    assert own.loss_row == own.pull_row == 40  # the mislabelled one
    assert own.pull_share > 2.0 * other.pull_share
    words = found.fact("unbounded").words
    assert "At the cross-entropy minimum" in words
    assert "a share is more than doubled" in words
    free = reasons(*view("separable")).fact("unbounded")
    assert not free.present
    assert "With all parameters at 0 the heaviest row carries 2.5 % of the loss" in free.words
    assert "neither share is more than doubled" in free.words


@pytest.mark.parametrize("key", [key for key in LOSSES["sigmoid"] if key != "cross-entropy"])
def test_no_other_loss_has_all_four(key: str) -> None:
    found = reasons(*view("overlap"), loss=key, against="cross-entropy")
    assert found.verdict == "does not hold here"
    assert not found.fact("likelihood").present
    assert not found.fact("slope").present
    assert found.fact("convex").present == get(key).convex
    assert ("bends down at" in found.fact("convex").words) != get(key).convex


def test_squared_error_is_proper_too_and_absolute_error_is_not() -> None:
    square = reasons(*view("overlap"), loss="squared-error")
    np.testing.assert_allclose(square.answers, square.truths, atol=1e-6)
    assert square.fact("proper").present
    absolute = reasons(*view("overlap"), loss="absolute-error")
    assert not absolute.fact("proper").present
    # It answers with the likelier label, and nothing in between.
    sure = absolute.truths != 0.5
    np.testing.assert_allclose(absolute.answers[sure], absolute.truths[sure] > 0.5, atol=1e-3)


def test_one_missing_reason_is_enough() -> None:
    found = reasons(*view("overlap"))
    for place, fact in enumerate(found.facts):
        facts = list(found.facts)
        facts[place] = replace(fact, present=not fact.present)
        expected = "does not hold here" if fact.kind == "reason" else "holds in part"
        assert replace(found, facts=tuple(facts)).verdict == expected


def test_soft_labels_have_a_likelihood_too() -> None:
    found = reasons(*on(Dataset([[1.0], [2.0], [-1.0]], [0.2, 0.9, 0.4])))
    assert found.fact("likelihood").present
    assert not found.fact("no finite optimum").present


def test_what_is_no_fact_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fact 'cheap'"):
        reasons(*view("overlap")).fact("cheap")
