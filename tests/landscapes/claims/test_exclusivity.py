"""Softmax or sigmoids, by whether labels exclude each other."""

from dataclasses import replace

from landscapes.claims import exclusivity
from landscapes.multilabel import weather


def test_where_labels_go_together_only_sigmoids_find_the_truth() -> None:
    found = exclusivity(weather())
    asked, other = found.fits
    assert not found.exclusive
    assert (asked.name, other.name) == ("sigmoids", "softmax")
    assert asked.least_at_truth.all()
    assert not other.least_at_truth.any()
    assert found.verdict == "holds"
    assert "a sigmoid a label in 5 of 5" in found.because
    assert "one softmax in 0 of 5" in found.because


def test_where_they_exclude_each_other_either_does() -> None:
    found = exclusivity(weather(exclusive=True))
    assert found.exclusive
    assert found.fits[0].name == "softmax"
    assert found.fits[0].least_at_truth.all()
    assert found.fits[1].least_at_truth.all()
    assert found.verdict == "holds in part"


def test_an_output_that_misses_the_truth_does_not_hold() -> None:
    """The softmax of rows with several labels, were they said to exclude each other."""
    found = replace(exclusivity(weather()), exclusive=True)
    assert not found.fits[0].least_at_truth.all()
    assert found.verdict == "does not hold here"
