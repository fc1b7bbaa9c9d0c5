"""Softmax or sigmoids: the verdict turns with the rows."""

from claims.exclusion import Exclusion, exclusion
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT
from landscapes.data.multilabel import weather
from landscapes.terrain.outputs import compare


def test_sigmoids_alone_are_right_where_labels_go_together_and_both_where_they_do_not() -> None:
    found = exclusion()
    assert found.verdict == HOLDS_IN_PART
    assert found.because.endswith("sigmoids do for classes that exclude each other as well.")
    assert found.together.sigmoids.least_at_truth.all()
    assert not found.together.softmax.least_at_truth.any()
    assert found.apart.softmax.least_at_truth.all()
    assert found.apart.sigmoids.least_at_truth.all()
    assert "0 of 5 places" in found.because
    assert "2.15" in found.because


def test_without_rows_of_several_labels_nothing_tells_the_outputs_apart() -> None:
    days = weather(exclusive=True)
    assert exclusion(days, days).verdict == HOLDS_NOT


def test_the_claim_holds_where_sigmoids_are_wrong_on_labels_that_exclude_each_other() -> None:
    """Handed over the other way round, the fits are as the claim would have them."""
    found = compare(weather())
    swapped = compare(weather(exclusive=True))
    wrong = type(swapped)(swapped.data, swapped.softmax, found.softmax)
    assert Exclusion(found, wrong).verdict == HOLDS
    assert "as well" not in Exclusion(found, wrong).because
