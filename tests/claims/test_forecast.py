"""Scores on held-out rows, and how rows are held out."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss

from claims import calibration, forecast, split
from landscapes import Dataset, load

RANDOM = np.random.default_rng(1)
P = RANDOM.uniform(size=400)
Y = (RANDOM.uniform(size=400) < P).astype(float)


def test_the_scores_are_those_of_scikit_learn() -> None:
    found = forecast(P, Y)
    assert found.accuracy == pytest.approx(accuracy_score(Y, P >= 0.5))
    assert found.log_loss == pytest.approx(log_loss(Y, P))
    assert found.brier == pytest.approx(brier_score_loss(Y, P))
    assert found.rows == 400


def test_calibration_is_that_of_scikit_learn() -> None:
    found = calibration(P, Y, bins=8)
    observed, predicted = calibration_curve(Y, P, n_bins=8)
    np.testing.assert_allclose(found.predicted, predicted)
    np.testing.assert_allclose(found.observed, observed)
    assert found.count.sum() == 400
    assert np.abs(found.observed - found.predicted).max() < 0.2


def test_empty_bins_say_so_and_the_ends_belong_to_a_bin() -> None:
    found = calibration([0.0, 1.0, 1.0], [0, 1, 0], bins=5)
    assert found.count.tolist() == [1, 0, 0, 0, 2]
    np.testing.assert_array_equal(found.observed, [0.0, np.nan, np.nan, np.nan, 0.5])
    assert found.edges.tolist() == [0.0, 0.2, 0.4, pytest.approx(0.6), 0.8, 1.0]


def test_certainty_that_is_wrong_costs_infinitely() -> None:
    found = forecast([1.0, 0.5], [0, 1])
    assert found.log_loss == np.inf
    assert forecast([1.0, 0.5], [0, 1], surprise=[800.0, 0.7]).log_loss == pytest.approx(400.35)
    assert found.brier == pytest.approx(0.625)


@pytest.mark.parametrize("name", ["overlap", "two-minima", "breast-cancer", "four-minima"])
def test_the_split_takes_the_share_of_each_class(name: str) -> None:
    dataset = load(name)
    fitted, held = split(dataset, 0.3, seed=3)
    assert len(fitted) + len(held) == len(dataset)
    rows = np.vstack([fitted.X, held.X])
    np.testing.assert_array_equal(np.sort(rows, axis=0), np.sort(dataset.X, axis=0))
    for label in (0, 1):
        many = int((dataset.y == label).sum())
        assert (held.y == label).sum() == max(1, round(0.3 * many))
    again = split(dataset, 0.3, seed=3)[1]
    np.testing.assert_array_equal(again.X, held.X)
    if len(dataset) > 20:
        assert (split(dataset, 0.3, seed=4)[1].X != held.X).any()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="probability must lie in"):
        forecast([1.5], [1])
    with pytest.raises(ValueError, match="vectors of one length"):
        forecast([0.5, 0.5], [1])
    with pytest.raises(ValueError, match="hard labels"):
        forecast([0.5], [0.5])
    with pytest.raises(ValueError, match="surprise must be"):
        forecast([0.5], [1], surprise=[1.0, 2.0])
    with pytest.raises(ValueError, match="bins must be at least 1"):
        calibration([0.5], [1], bins=0)
    with pytest.raises(ValueError, match="share must be between 0 and 1"):
        split(load("overlap"), 1.0)
    with pytest.raises(ValueError, match="class '1' of data has one row"):
        split(Dataset([[1.0], [2.0], [3.0]], [0, 0, 1]))
    with pytest.raises(ValueError, match="only hard labels"):
        split(Dataset([[1.0], [2.0]], [0.2, 0.4]))
