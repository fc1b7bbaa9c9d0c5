"""What the page about several labels shows, and its link."""

from typing import Any

import pytest

from landscapes.data.multilabel import LEAST_ROWS, MOST_ROWS, weather
from pages.labels import page as labels
from pages.labels.view import PLACES, ROWS, LabelsView
from tests.pages.reading import text_of


def test_the_choices_are_those_that_the_library_takes() -> None:
    """Places and numbers of rows are written down twice: they must agree."""
    assert weather().places == PLACES
    assert (ROWS[0], ROWS[-1]) == (LEAST_ROWS, MOST_ROWS)


@pytest.mark.parametrize(
    "fields",
    [{}, {"days": "one"}, {"n": 250}, {"seed": 7}, {"place": "desert", "seed": 0, "n": 20000}],
    ids=str,
)
def test_a_link_says_the_view_and_nothing_of_defaults(fields: dict[str, Any]) -> None:
    """There and back."""
    view = LabelsView(**fields)
    query = dict(part.split("=") for part in view.query().split("&") if part)
    assert set(query) == set(fields)
    assert LabelsView.from_query(query) == (view, ())


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ({"n": "300"}, ["n: ", "250, 1000, 4000 or 20000", "found 300"]),
        ({"n": "1e3"}, ["n: ", "found '1e3'"]),
        ({"seed": "10000"}, ["seed: ", "9999", "found 10000"]),
        ({"seed": "-1"}, ["seed: ", "found '-1'"]),
        ({"days": "two"}, ["days: ", "'several' or 'one'", "found 'two'"]),
        ({"place": "x" * 300}, ["place: ", "'coast'", "…"]),
        ({"rows": "5"}, ["'rows': no such setting; there are days, n, seed, place"]),
        ({"seed": ["1"]}, ["seed: ", "found ['1']"]),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_used_is_said_and_the_rest_kept(
    query: dict[str, Any], parts: list[str]
) -> None:
    """One message a field, with what it may be."""
    good = next(name for name in ("place", "days") if name not in query)
    value = {"place": "coast", "days": "one"}[good]
    view, messages = LabelsView.from_query(query | {good: value})
    assert view == LabelsView.model_validate({good: value})
    (message,) = messages
    for part in parts:
        assert part in message
    assert len(message) < 300
    assert message in text_of(labels.layout(**query))


def test_a_theme_in_a_link_is_no_setting_of_this_page() -> None:
    """Every page's link may have one."""
    assert LabelsView.from_query({"theme": "dark"}) == (LabelsView(), ())
