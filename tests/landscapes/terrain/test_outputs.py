"""Rows of several labels, and what one softmax and several sigmoids make of them."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import softmax

from landscapes.data.multilabel import MultiLabel, weather
from landscapes.terrain.outputs import PENALTY, Comparison, compare, verdict
from losses import get

SEVERAL, ONE = compare(weather()), compare(weather(exclusive=True))
BOTH = pytest.mark.parametrize("found", [SEVERAL, ONE], ids=["several", "one"])


# -- the rows


def test_the_same_seed_gives_the_same_rows_and_another_others() -> None:
    """And leaves NumPy's global random state alone."""
    np.random.seed(1)  # noqa: NPY002 (the global state is what is tested)
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    np.testing.assert_array_equal(weather(seed=8).Y, weather(seed=8).Y)
    assert (weather(seed=8).Y != weather(seed=9).Y).any()
    assert np.random.random() == expected  # noqa: NPY002


@pytest.mark.parametrize("exclusive", [False, True])
def test_frequencies_among_many_rows_are_the_true_ones(exclusive: bool) -> None:
    """Within five standard deviations of a count among 4000 rows a place."""
    days = weather(20_000, seed=1, exclusive=exclusive)
    assert np.bincount(days.group).tolist() == [4000] * 5
    error = np.sqrt(days.truth * (1.0 - days.truth) / 4000)
    assert (np.abs(days.counted - days.truth) < 5.0 * error).all()
    assert (np.abs(days.shared_counted - days.shared_truth) < 5.0 * 0.5 / np.sqrt(1000)).all()
    np.testing.assert_allclose(days.chances.sum(axis=1), 1.0, rtol=1e-15)
    np.testing.assert_allclose(days.shared_truth.sum(axis=1), 1.0, rtol=1e-15)


def test_labels_of_a_day_are_independent_or_exclude_each_other() -> None:
    """In the first case any number of them may meet, also none."""
    several, one = weather(), weather(exclusive=True)
    mountain = several.chances[several.places.index("mountain")]
    at = dict(zip(map(tuple, several.patterns.tolist()), mountain, strict=True))
    assert at[1.0, 1.0, 1.0] == pytest.approx(0.40 * 0.85 * 0.90, rel=1e-15)
    assert at[0.0, 0.0, 0.0] == pytest.approx(0.60 * 0.15 * 0.10, rel=1e-14)
    assert set(several.Y.sum(axis=1)) == {0, 1, 2, 3}
    assert set(one.Y.sum(axis=1)) == {1}
    ratio = several.truth / several.truth.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(one.truth, ratio, rtol=1e-14)
    # One place sums to 1 though its labels meet; of the others some to less and some to more.
    sums = several.truth.sum(axis=1)
    assert sums.min() < 0.9 < 1.1 < sums.max()
    assert np.isclose(sums, 1.0).any()


def test_labels_of_a_row_share_1_and_a_bare_row_has_no_share() -> None:
    """Two labels have 1/2 each."""
    days = weather()
    sizes = days.Y.sum(axis=1)
    np.testing.assert_array_equal(days.bare, sizes == 0)
    np.testing.assert_array_equal(days.shared[days.bare], 0.0)
    np.testing.assert_allclose(days.shared[~days.bare].sum(axis=1), 1.0, rtol=1e-15)
    assert set(days.shared[sizes == 2].ravel()) == {0.0, 0.5}


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"n": 249}, ValueError, "n must be from 250 to 20000; found 249"),
        ({"n": 20_001}, ValueError, "n must be from 250 to 20000"),
        ({"n": 300.0}, TypeError, "n must be a whole number"),
        ({"seed": -1}, ValueError, "seed must be a whole number, at least 0; found -1"),
        ({"seed": 0.5}, ValueError, "seed must be a whole number"),
        ({"seed": "a"}, TypeError, "seed must hold real numbers"),
    ],
)
def test_wrong_arguments_are_refused_by_name(
    arguments: dict[str, Any], error: type[Exception], match: str
) -> None:
    """With what they may be."""
    with pytest.raises(error, match=match):
        weather(**arguments)


# -- the fits


@BOTH
def test_sigmoids_give_each_places_own_frequencies_and_softmax_the_mean_shares(
    found: Comparison,
) -> None:
    """Both fits are minima over all of their rows: the gradient there is 0."""
    data = found.data
    np.testing.assert_allclose(found.sigmoids.probability, data.counted, atol=1e-12)
    np.testing.assert_allclose(found.softmax.probability, data.shared_counted, atol=1e-12)
    np.testing.assert_allclose(found.softmax.sums, 1.0, rtol=1e-14)
    assert max(found.softmax.slope, found.sigmoids.slope) < 1e-14
    assert found.softmax.penalty == found.sigmoids.penalty == 0.0
    assert found.sigmoids.rows == len(data)
    assert found.softmax.rows == len(data) - found.left_out


def test_the_losses_at_the_fits_are_the_means_over_the_rows() -> None:
    """Cross-entropy written out."""
    data, kept = SEVERAL.data, ~SEVERAL.data.bare
    p = SEVERAL.softmax.probability[data.group[kept]]
    by_hand = -(data.shared[kept] * np.log(p)).sum(axis=1).mean()
    assert SEVERAL.softmax.loss == pytest.approx(by_hand, rel=1e-12)
    p = SEVERAL.sigmoids.probability[data.group]
    by_hand = -np.log(np.where(data.Y == 1, p, 1.0 - p)).sum(axis=1).mean()
    assert SEVERAL.sigmoids.loss == pytest.approx(by_hand, rel=1e-12)


def test_several_labels_softmax_is_wrong_everywhere_and_sigmoids_are_right() -> None:
    """Also where the frequencies do sum to 1, as its labels are shares of a row."""
    assert not SEVERAL.softmax.least_at_truth.any()
    assert SEVERAL.softmax.expressed.sum() == 1
    assert SEVERAL.sigmoids.least_at_truth.all()
    assert SEVERAL.left_out > 0
    assert SEVERAL.split > 0
    assert (SEVERAL.softmax.off >= SEVERAL.beyond - 1e-12).all()
    assert SEVERAL.softmax.off.max() > 0.3 > 0.1 > SEVERAL.sigmoids.off.max()


def test_one_label_a_row_both_are_right() -> None:
    """And agree: nothing is left out, nothing is shared."""
    assert ONE.softmax.least_at_truth.all()
    assert ONE.sigmoids.least_at_truth.all()
    assert ONE.left_out == ONE.split == 0
    np.testing.assert_allclose(ONE.softmax.probability, ONE.sigmoids.probability, atol=1e-12)
    np.testing.assert_allclose(ONE.beyond, 0.0, atol=1e-15)


@BOTH
def test_the_expected_loss_is_least_where_it_is_said_to_be(found: Comparison) -> None:
    """Softmax's, found by a minimiser that knows only values, weighed over all patterns."""
    data = found.data
    borne = data.patterns.sum(axis=1) > 0
    shares = data.patterns[borne] / data.patterns[borne].sum(axis=1, keepdims=True)
    loss = get("cross-entropy", "softmax")
    for g, chances in enumerate(data.chances[:, borne]):
        weights = chances / chances.sum()

        def expected(z: Any, weights: Any = weights) -> float:
            values = loss.value(np.broadcast_to([0.0, *z], (len(shares), 3)), shares)
            return float(weights @ values)

        least = minimize(expected, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9})
        np.testing.assert_allclose(softmax([0.0, *least.x]), found.softmax.aim[g], atol=1e-5)
        gap = np.abs(found.softmax.aim[g] - found.data.truth[g]).max()
        assert (gap < 1e-12) == found.softmax.least_at_truth[g]


def test_a_label_that_no_row_of_a_place_bears_takes_a_penalty_and_says_so() -> None:
    """Its logit would go to minus infinity: so it is with one small draw."""
    found = compare(weather(250, seed=104, exclusive=True))
    assert (found.data.counted == 0.0).any()
    assert found.softmax.penalty == found.sigmoids.penalty == PENALTY
    assert np.isfinite(found.softmax.probability).all()
    assert 0.0 < found.softmax.probability.min() < 0.05
    assert found.softmax.slope > 1e-9


# -- the words


def test_the_verdict_follows_from_the_numbers() -> None:
    """It turns over with the rows, in either direction."""
    places = SEVERAL.data.places
    said = verdict(SEVERAL.softmax, places)
    assert "at the true frequencies in none of the 5 places" in said
    assert "from 0.55 to 2.15" in said
    assert "At the plain it could, but the slope there is not 0 (0.014)" in said
    for fit in (SEVERAL.sigmoids, ONE.softmax, ONE.sigmoids):
        said = verdict(fit, places)
        assert "in all of the 5 places" in said
        assert f"by {fit.curvature.min():.2g} at least" in said


def test_a_verdict_counts_the_places_where_it_holds() -> None:
    """Rows that share labels in some places only."""
    half = np.zeros((2, 8))
    half[0, [1, 2, 4]] = [0.2, 0.3, 0.5]  # one label each
    half[1] = 1.0 / 8.0
    days = weather()
    mixed = MultiLabel(
        places=("here", "there"),
        labels=days.labels,
        group=days.group % 2,
        Y=days.Y,
        patterns=days.patterns,
        chances=half,
        exclusive=False,
        source="for this test",
    )
    found = compare(mixed)
    assert found.softmax.least_at_truth.tolist() == [True, False]
    said = verdict(found.softmax, mixed.places)
    assert "in 1 of the 2 places. In 1 they sum to something other than 1" in said
