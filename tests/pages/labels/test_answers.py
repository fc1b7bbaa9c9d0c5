"""What the server answers about several labels: tables and sentences."""

import re
from typing import Any

import numpy as np
import pytest

from landscapes.data.multilabel import weather
from landscapes.terrain.outputs import PENALTY, compare
from pages.labels.answers import draw
from pages.labels.view import PLACES, LabelsView
from tests.pages.reading import cells, text_of


def answer(**given: Any) -> dict[str, Any]:
    """What the server says of a view, on light ground."""
    view = {"days": "several", "n": "1000", "seed": 3, "place": "mountain"} | given
    return draw(view["days"], view["n"], view["seed"], view["place"], "light")


@pytest.mark.parametrize("wrong", [None, -3, "a", [], {"a": 1}, True, float("nan"), "9" * 5000])
def test_a_forged_request_counts_as_not_given(wrong: Any) -> None:
    """Every field of it."""
    assert draw(wrong, wrong, wrong, wrong, wrong)["query"] == ""
    assert LabelsView.from_query(wrong)[0] == LabelsView()


@pytest.mark.parametrize("place", PLACES)
def test_the_table_of_a_place_has_what_was_measured(place: str) -> None:
    """True and counted frequencies, both fits, both slopes, and the sums."""
    found, g = compare(weather()), PLACES.index(place)
    rows = cells(answer(place=place)["place"])
    assert [row[0] for row in rows] == ["rain", "wind", "cold", "sum"]
    for k, row in enumerate(rows[:3]):
        given = (
            found.data.truth,
            found.data.counted,
            found.softmax.probability,
            found.sigmoids.probability,
        )
        assert row[1:5] == [f"{one[g, k]:.3f}" for one in given]
        said = float(row[5].replace("−", "-"))
        assert said == pytest.approx(found.softmax.gradient[g, k], abs=6e-4)
        assert row[6] in ("0", "0 to rounding")
        assert abs(found.sigmoids.gradient[g, k]) < 1e-15
    assert rows[3][3] == "1.00"
    assert rows[3][1] == f"{found.data.truth[g].sum():.2f}"


@pytest.mark.parametrize(("days", "least"), [("several", "no"), ("one", "yes")])
def test_the_verdicts_turn_with_the_days(days: str, least: str) -> None:
    """In the sentences and in the table of places alike."""
    said = answer(days=days)
    softmax, sigmoids = map(text_of, said["verdicts"])
    assert ("in none of the 5" in softmax) == (days == "several")
    assert ("in all of the 5" in softmax) == (days == "one")
    assert "in all of the 5" in sigmoids
    for row in cells(said["places"]):
        assert (row[3], row[5]) == (least, "yes")


def test_the_sentence_names_the_label_that_softmax_misses_most() -> None:
    """With its numbers, and how near softmax can come at all."""
    found, said = compare(weather()), answer()["sentence"]
    g = PLACES.index("mountain")
    gap = np.abs(found.softmax.probability[g] - found.data.truth[g])
    assert f"farthest off for {found.data.labels[int(gap.argmax())]}: true on 90 %" in said
    assert f"off by {abs(2.15 - 1.0) / 3:.2g} or more" in said
    assert "or more" not in answer(place="plain")["sentence"]


def test_rows_without_a_label_are_counted_and_said_to_be_left_out() -> None:
    """Where each day bears exactly one there are none."""
    found, said = compare(weather()), answer()["rows"]
    assert f"{found.left_out} bear none" in said
    assert f"{found.split} of the 1000 days bear several" in said
    fits = cells(answer()["fits"])
    assert fits[0] == ["rows", f"{1000 - found.left_out:,}", "1,000"]
    assert "bear none" not in answer(days="one")["rows"]


def test_a_fit_that_took_a_penalty_says_so() -> None:
    """On a draw in which some place never has some label; on others it says nothing."""
    said = answer(days="one", n="250", seed=104)["fits_text"]
    assert f"softmax and a sigmoid was fitted under an L2 penalty of {PENALTY:g}" in said
    assert "penalty" not in answer()["fits_text"]


def test_numbers_are_written_with_a_minus_sign_and_no_hyphen() -> None:
    """In every table and sentence."""
    said = text_of([answer()[key] for key in ("place", "places", "fits", "sentence", "verdicts")])
    assert "−" in said
    assert not re.search(r"(?<![a-z])-\d", said)
