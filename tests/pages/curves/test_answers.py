"""What the server answers on Curves, to forged requests too."""

from contextlib import suppress
from typing import Any

import pytest
from dash import html

from losses import get
from pages.curves import answers
from pages.curves.view import CurvesView
from pages.curves.words import (
    family_words,
)
from pages.parts.work import Busy
from tests.pages.reading import text_of


def _shown(*given: Any) -> tuple[Any, Any, Any, Any]:
    """What is shown of the family's surface, asked for again while the server is busy at it."""
    for _ in range(100):
        with suppress(Busy):
            return answers.show_surface(*given)
    raise AssertionError("busy for ever")


FORGED: list[Any] = [
    None,
    7,
    "x",
    [],
    {},
    [[]],
    {"p": []},
    {"z": "x"},
    float("nan"),
    True,
    ["hinge", 3],
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_request_counts_as_not_given(forged: Any) -> None:
    assert len(answers.draw(forged, forged, forged)) == 4
    answer = answers.read(forged, forged, forged, forged, forged)
    assert "gave" in answer["asked"]
    assert isinstance(answers.show_expected(forged, forged, forged)[1], html.Table)
    assert _shown(forged, forged, forged, forged, forged)[2].startswith("curve")


def test_the_surface_is_drawn_when_it_is_asked_for() -> None:
    figure, said, panel, button = _shown(1, 0.2, "dark", "folded", "")
    assert figure["data"][0]["type"] == "surface"
    assert figure["layout"]["paper_bgcolor"] == "#14181c"
    assert "41 rows" in text_of(said)
    assert "42.9 %" in text_of(said) or "43 %" in text_of(said)
    assert "3.1683" in text_of(said)
    assert (panel.split()[-1], button) == ("drawn", "Hide its surface")
    assert _shown(2, 0.2, "dark", panel, "")[2].endswith("folded")


def test_the_family_is_named_with_its_q_and_has_its_own_end_where_the_label_is_soft() -> None:
    _, names = answers.show_family(0.3, 1.0, "light")
    assert text_of(names) == "Cross-entropy Generalised cross-entropy (q = 0.3) Absolute error"
    _, names = answers.show_family(0.3, 0.5, "light")
    assert text_of(names) == "Cross-entropy Generalised cross-entropy (q = 0.3)"
    # At q = 1 half of the cost of either label: (1 - p) / 2 + p / 2.
    said = family_words(get("generalized-cross-entropy:q=0.7"), CurvesView(p=0.35, label=0.5))
    assert said[0].endswith("and its other end (q = 1) 0.5000.")
    assert "not convex" not in said[1]
